"""What hinders a printer or a print job, as a clerk would say it."""

from __future__ import annotations

DETAILS = {
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
