"""Words of the desk's and the bureau's screens that stand for stable ids."""

from __future__ import annotations

NEEDS = {
    "hearing": "聞こえにくい",
    "writing": "筆談",
    "sign": "手話",
    "sight": "見えにくい",
    "wheelchair": "車いす",
    "child": "小さな子といっしょ",
    "companion": "付き添いの人といっしょ",
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
ICON_NAMES = {
    "heart": "ハート",
    "family": "親子",
    "house": "家",
    "cane": "つえ",
    "shield": "たて",
    "people": "人びと",
    "child": "ベビーカー",
    "wheelchair": "車いす",
    "card": "カード",
    "paper": "書類",
    "globe": "地球",
    "help": "はてな",
}
TERMINAL_KINDS = {
    "branch": "支所",
    "desk": "窓口端末",
    "staff": "職員用の画面",
    "admin": "運用の端末",
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
PRINT_KINDS = {"guide": "案内", "form": "用紙", "memo": "メモ", "slip": "控え"}
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

# functions that may be switched off: name, and what it is
FUNCTIONS = {
    "matters": ("用件から選ぶ", "よくあるご用、ことばで探す、持ち物の案内、職員の手続きの案内"),
    "several": ("ほかの用もある", "1回の来所で、いくつもの課を待ち時間の短い順にまわる"),
    "ring_me": ("順番が来たら鳴らす", "席で待ち、順番が来たら支所の端末が鳴る"),
    "reservations": ("予約", "職員が時間をとり、住民が番号で受け付ける"),
    "forms": ("申請書をいっしょに書く", "職員が打ちこみ、住民が確かめて署名する。記入例も"),
    "covers": ("番号をかくして写す", "マイナンバーなどを支所で黒くぬってから送る"),
    "printing": ("支所で印刷", "メモ、申請書、案内、お持ち帰り用紙"),
    "survey": ("アンケート", "相談のあとに、顔の絵を1回押す"),
    "line": ("職員どうしの連絡", "課と支所の職員が、住民の画面に出さずに文字で連絡する"),
    "talk": ("文字で話す", "筆談と字幕。住民と課が、画面の文字と手書きでも話せる"),
    "private": ("ないしょで答える", "声に出さず画面で答えてもらう。答えは担当だけが見て、読むと消える"),
    "vigil": ("見守り", "相談のないときに、端末どうしを顔と声でつなぐ"),
    "observing": ("デジタル自治推進局の参加", "住民と担当が認めたときだけ、通話に入る"),
}

# the procedure beside the picture, and the record
DOCUMENT_KINDS = {
    "show": "見せてもらう",
    "copy": "写しをもらう",
    "original": "預かる",
    "fill": "書いてもらう",
}
ITEM_KINDS = {"doc": "書類", "ask": "聞くこと", "close": "終わる前に"}
REACHES = {"apply": "申請まで", "consult": "相談のみ", "check": "書類の確認まで"}
RESULTS = {
    "done": "完了",
    "accepted": "申請を受け付けた",
    "advice": "相談のみ",
    "missing": "書類が足りない",
    "handed": "他課へ引き継ぎ",
    "again": "後日もう一度",
    "other": "その他",
}
MEMO_WORDS = {"label": "メモ", "kept": "保存しました", "keeping": "保存しています…"}

# several matters in one visit
STEP_STATES = {"done": "済み", "now": "いま", "next": "このあと"}
