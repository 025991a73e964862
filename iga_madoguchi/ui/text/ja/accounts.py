"""What the bureau's page of staff says."""

from __future__ import annotations

ROLES = {
    "desk": "窓口の職員",
    "lead": "窓口の責任者",
    "admin": "管理者",
    "auditor": "監査の担当",
}
ROLES_MAY = {
    "desk": "担当する端末で、相談を受けます。",
    "lead": "相談を受け、書類の隠したところを見ることができます。",
    "admin": "推進局の端末で、設定と運用のすべてを行います。",
    "auditor": "推進局の端末で、操作記録だけを見ます。",
}
OFFICE = "推進局の端末"
READY = "使えます"
PREPARING = "準備中"
NO_PASSWORD = "パスワードがまだです"
CODE_OUT = "設定コード：{until}まで"
STOPPED = "止めています"
GONE_DESK = "いまはない端末"
IN_SINCE = "{since}から"
"""When somebody logged in, as on the other pages."""
FACTORS = "2段階の確認：{count}個"
FACTORS_GONE = "{name}さんの2段階の確認を外しました。次のログインで、登録し直してもらってください。"
RULE_ON = "管理者は、次のログインから2段階で確認します。"
RULE_OFF = "管理者も、パスワードだけでログインできるようにしました。"
RULE_SINCE = "{since}から、使っていません（{by}）。"
PAIRS = {"factors": "{name}さんの2段階の確認を外す"}
PAIR_ASKED = "ほかの管理者に頼みました。確かめると、2段階の確認を外します。"
PAIR_DONE = "2人で確かめたので、行いました。"
PAIR_WITHDRAWN = "頼みを取り下げました。"
PAIR_BY = "{by}さんが頼みました。{until}まで"
TIMED = {"idle_lock": "画面のロック", "longest_session": "ログインの長さ"}
TIMED_WHAT = {
    "idle_lock": "しばらく操作がない画面は隠れ、ご本人のパスワードでもとにもどります。通話中は隠れません。"
    "呼び出しは、隠れていても鳴ります。",
    "longest_session": "ログインしてからこの時間がたつと、もう一度ログインします。"
    "通話中は、終わるまで待ちます。",
}
TIMED_ON = {
    "idle_lock": "操作がない画面をロックします。",
    "longest_session": "長いログインは終わるようにしました。",
}
TIMED_OFF = {
    "idle_lock": "操作がなくても、画面をロックしないようにしました。",
    "longest_session": "ログインは、ログアウトするまで続きます。",
}
TIMED_CHOSEN = "時間を変えました。"
BY = {"system": "例のデータ", "console": "サーバーの画面"}
ADDED = "{name}さんを加えました。設定コードを渡してください。"
CHANGED = "{name}さんの内容を変えました。"
DISABLED = "{name}さんのログインを止めました。"
ENABLED = "{name}さんは、またログインできます。"
OUT = "{name}さんは、{terminal}からログアウトしました。"
