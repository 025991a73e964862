"""Words of the desk's and the bureau's screens that stand for stable ids."""

from __future__ import annotations

NEEDS = {
    "hearing": "聞こえにくい",
    "writing": "筆談",
    "sign": "手話",
    "sight": "見えにくい",
    "wheelchair": "車いす",
    "child": "小さな子といっしょ",
}
LANGUAGES = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "pt": "Português",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "es": "Español",
    "en": "English",
}
DECLINE = {
    "wait3": "3分ほど",
    "wait5": "5分ほど",
    "wait10": "10分ほど",
    "away": "担当が席をはずしています",
}
DEPARTMENT_STATES = {
    "open": "受付中",
    "busy": "対応中",
    "away": "席をはずしています",
    "closed": "時間外",
    "offline": "つながりません",
}
TILE_STATES = {
    "ready": "使えます",
    "in_call": "通話中",
    "away": "離席中",
    "offline": "つながりません",
    "never": "未登録",
}
CALL_STATES = {
    "placed": "お待ち",
    "ringing": "呼び出し中",
    "answered": "通話中",
    "held": "保留中",
    "parked": "折り返し待ち",
    "recalled": "折り返し中",
}
STAFF_STATES = {
    "placed": "順番を待っています",
    "ringing": "呼び出しています",
    "answered": "通話中です",
    "held": "保留中です",
    "recalled": "担当から折り返しが来ています",
}
PRIORITIES = {"wheelchair": "車いす", "infant": "乳児連れ", "reserved": "予約"}
PARKED = {
    "left": "番号をあずけてお帰りになりました",
    "no_answer": "出られなかったので、折り返しをお待ちです",
    "missed": "折り返しましたが、お留守でした",
    "ring_me": "席でお待ちです。順番が来ると、支所の端末が鳴ります",
}
ASKABLE = {True: "呼べます", False: "いまは呼べません"}
PEER_KINDS = {"branch": "支所", "desk": "職員", "interpreter": "通訳", "observer": "デジタル自治推進局"}
STAFF_REACH = {
    "here": "住民の画面には出ません。",
    "away": "住民の画面には出ません。支所の職員用の画面は、いま開いていません。",
}

# the telephone, when neither picture nor voice come back
PHONE = {
    "title": "電話に切りかえられます",
    "text": "映像と声がとぎれました。",
    "phone": "{who}の電話",
    "note": "受付番号で同じ方と確かめられます。映像と声がもどると、この知らせは消えます。",
    "none": "支所の電話番号が登録されていません。デジタル自治推進局に知らせてください。",
    "ticket": "受付番号",
}
PHONE_LINE = PHONE | {"text": "映像と声がとぎれました。支所の職員には、文字で連絡できます。"}

# a second tab of the same terminal
ELSEWHERE = "この端末は、別の画面で使っています"
ELSEWHERE_NOTE = "通話は、新しく開いた画面で続いています。"
TAKE_BACK = "この画面で使う"

# the bureau looks in
OBSERVER_REASONS = {
    "help": "窓口から手伝いをたのまれた",
    "trouble": "映像や音のぐあいを確かめる",
    "training": "窓口への助言",
    "quality": "ご案内をよくするため",
}
# printing at the branch
PRINT_KINDS = {"guide": "案内", "form": "用紙", "copy": "写し", "memo": "メモ", "slip": "控え"}
PRINT_STATES = {
    "waiting": "順番を待っています",
    "sending": "プリンターに送っています",
    "printing": "印刷しています",
    "cancelling": "取り消しています",
    "done": "印刷できました",
    "failed": "印刷できませんでした",
    "cancelled": "取り消しました",
    "lost": "紙が出ていなければ、もう一度印刷してください",
}
PRINT_DETAILS = {
    "paper.empty": "用紙がありません",
    "paper.jam": "紙がつまっています",
    "paper.low": "用紙が少なくなりました",
    "tray.missing": "用紙のトレイが外れています",
    "cover.open": "プリンターのふたが開いています",
    "output.full": "出た紙がいっぱいです",
    "toner.empty": "トナー（インク）がありません",
    "toner.low": "トナー（インク）が少なくなりました",
    "paused": "プリンターが一時停止しています",
    "offline": "プリンターが止まっています",
    "other": "プリンターを確かめてください",
    "printer.unreachable": "プリンターから返事がありません。電源とケーブルを確かめてください",
    "printer.silent": "プリンターから返事がなくなりました。紙が出ていなければ、もう一度印刷してください",
    "printer.busy": "プリンターがほかの印刷をしています",
    "printer.refused": "プリンターが受け付けませんでした",
    "printer.aborted": "プリンターが途中でやめました",
    "printer.no_pdf": "このプリンターは、この書類をそのまま印刷できません",
    "printer.no_media": "このプリンターは、この大きさの用紙に印刷できません",
    "typesetter.failed": "この書類を、紙の形にできませんでした。文を短くしてください",
    "too_late": "15分たっても紙が出ないので、やめました",
}
PRINT_GOES_ON = "直ると、そのまま印刷されます。"
PRINTER_STATES = {"idle": "使えます", "printing": "印刷しています", "stopped": "止まっています"}
PRINTER_NONE = (
    "{branch}のプリンターは、まだ登録されていません。デジタル自治推進局が登録すると、ここから印刷できます。"
)
MEMO_TITLE = "お持ち帰りメモ"
# reservations
RESERVATION_STATES = {
    "open": "予約",
    "arrived": "来所",
    "missed": "時間切れ",
    "cancelled": "取り消し",
}
MATTERS = {
    "consult": "相談",
    "apply": "申請・届出",
    "renew": "更新・変更",
    "papers": "書類の書き方",
    "other": "そのほか",
}
SLOT_REASONS = {"past": "過ぎました", "desk": "予約ずみ", "branch": "支所が予約ずみ"}

# several matters in one visit
STEP_STATES = {"done": "済み", "now": "いま", "next": "このあと"}
