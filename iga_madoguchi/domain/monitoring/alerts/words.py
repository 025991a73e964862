"""The means by which alerts are sent, and why one did not arrive, as a clerk would say it."""

from __future__ import annotations

MEANS = {"screen": "管理の画面と音", "mail": "メール", "webhook": "ほかのシステム", "lamp": "警告灯"}
FAULTS = {
    "alerts.mail.away": "メールのサーバーから返事がありません",
    "alerts.mail.login": "メールのサーバーが、利用者かパスワードを受け付けません",
    "alerts.mail.recipient": "メールのサーバーが、宛先を受け付けません",
    "alerts.mail.refused": "メールのサーバーが、受け取りを断りました",
    "alerts.tls": "相手の証明書を確かめられません",
    "alerts.webhook.away": "相手のシステムから返事がありません",
    "alerts.webhook.refused": "相手のシステムが、受け取りを断りました",
    "alerts.webhook.large": "知らせが大きすぎて、送れません",
    "alerts.lamp.missing": "警告灯の命令を、動かせません",
    "alerts.lamp.slow": "警告灯の命令が、10秒で終わりません",
    "alerts.lamp.failed": "警告灯の命令が、失敗しました",
    "alerts.unexpected": "思いがけない誤りです（サーバーの記録にあります）",
    "alerts.unset": "この手段は、いまは使っていません",
    "alerts.screen.nobody": "管理の画面が、どこにも開いていませんでした",
}
