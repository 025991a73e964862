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
}
ASKABLE = {True: "呼べます", False: "いまは呼べません"}
PEER_KINDS = {"branch": "支所", "desk": "職員", "interpreter": "通訳"}
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
