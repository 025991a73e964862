"""Words of alerts: letters, the strip on the bureau's pages, and the page 「知らせ」."""

from __future__ import annotations

SUBJECTS = {
    "raised": "【つながる窓口】{urgent}{title}",
    "worse": "【つながる窓口】{urgent}重くなりました：{title}",
    "over": "【つながる窓口】なおりました：{title}",
    "digest": "【つながる窓口】{urgent}{n}件の知らせ",
    "drill": "【練習】【つながる窓口】知らせの練習です（異常はありません）",
}
URGENT = "至急　"
DRILL_BODY = (
    "これは練習です。異常はありません。何もしなくてかまいません。",
    "{at}に、管理の画面の「知らせ」から送りました。",
    "このメールが届いたことを、画面で押した人に伝えてください。",
)
OPEN_NOW = "いま続いている異常は{n}件です。"
NONE_OPEN = "いま続いている異常は、ありません。"
FOOT = ("くわしくは、管理の画面でご覧ください。", "{url}/admin", "このメールに返信しても、だれも読めません。")
LASTED = "{began}から{ended}まで、続きました。"
MORE = "ほかに{n}件あります。"
LABELS = ("何が起きたか", "困る人", "いますること", "連絡先")

EVENTS = {"raised": "始まり", "worse": "重くなりました", "over": "なおりました", "drill": "練習"}
DETAILS = {
    "partly": "一部の宛先は断られました",
    "played": "音も出ました",
    "blocked": "音は出せません（画面を一度押すと出ます）",
    "silenced": "音は止めてありました",
    "none": "音は鳴らしていません",
}

STRIP = "対応が必要です：{title}"
STRIP_MORE = "（ほかに{n}件）"
STRIP_DRILL = "【練習】知らせの練習です。異常はありません。音は聞こえましたか。"
STRIP_WORDS = {
    "look": "運用状況を見る",
    "silence": "音を止める",
    "silenced": "音は止めてあります",
    "blocked": "この画面では、まだ音が出ません。ここを一度押すと、異常のときに音が出るようになります。",
    "wake": "音を出せるようにする",
}

UNSET = "使っていません"
HOW_TO_SET = {
    "mail": "IGA_ALERT_RELAY、IGA_ALERT_FROM、IGA_ALERT_TO で決めます",
    "webhook": "IGA_ALERT_WEBHOOK で決めます",
    "lamp": "IGA_ALERT_COMMAND で決めます",
}
SCREEN_WHERE = "管理の画面のあるパソコン"
STATES = {"ok": "届いています", "bad": "届いていません", "unknown": "まだ確かめていません", "none": UNSET}
VERDICTS = {
    "failing": ("知らせが届いていません（{means}）", "下の「わけ」を、保守の担当に伝えてください。"),
    "none": (
        "画面を見ていない人には、知らせが届きません",
        "メールなどの送り先は、サーバーの設定で決めます。手引き「知らせ」をご覧ください。",
    ),
    "unknown": (
        "届くかどうか、まだ確かめていない手段があります",
        "「知らせの練習」を押して、届くことを確かめてください。",
    ),
    "ok": (
        "知らせは届いています",
        "していただくことはありません。月に一度、「知らせの練習」をしてください。",
    ),
}
NEVER = "まだありません"
QUIET = "{begins}から{ends}のあいだは、急ぐものだけを知らせます。ほかは{ends}に、一通にまとめて知らせます。"
NO_QUIET = "夜も休みの日も、すぐに知らせます。"
DRILL = "知らせの練習をする"
DRILL_NOTE = "にせの異常を、すべての手段で1回知らせます。どこにも「練習」と出ます。止まるものはありません。"
DRILL_BEGUN = "知らせの練習を始めました。届いたものから、ここに出ます。"
RESULTS = {
    "sent": "届きました",
    "waiting": "送っています",
    "again": "送り直しています",
    "held": "{at}にまとめて送ります",
    "given_up": "届きませんでした",
    "screen": "画面を待っています",
}
