"""The office's sentences by error code: what happened, and what to do next."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "session.ended": "ログインの有効期間が過ぎました。もう一度ログインしてください。",
    "calls.call.answered_by": "{desk}の{staff}さんが先に応答しました。",
    "calls.call.changed": "この呼び出しは、ほかの人が先に受けました。",
    "calls.call.unknown": "この呼び出しは、もうありません。",
    "calls.call.placed": "この方は、いまお待ちです。一覧の「呼び出す」を押してください。",
    "calls.call.ringing": "この呼び出しは、いま鳴っています。「応答する」を押してください。",
    "calls.call.answered": "この通話は、もう始まっています。",
    "calls.call.ended": "この通話は、もう終わっています。",
    "calls.desk.busy": "いま通話中です。終わってから、つぎの方を呼び出してください。",
    "calls.call.held": "この通話は保留中です。「再開」を押すとつながります。",
    "calls.call.parked": "この方は、いま折り返しをお待ちです。「折り返す」を押してください。",
    "calls.call.recalled": "この方を、いま折り返し呼び出しています。",
    "calls.transfer.same": "{department}は、この窓口です。ほかの課を選んでください。",
    "calls.transfer.nobody": "転送先の課を選んでください。",
    "calls.note.too_long": "メモが長すぎます（{length}文字）。{limit}文字までにしてください。",
    "calls.note.empty": "メモを書いてから押してください。",
    "calls.guest.already": "{terminal}は、もう呼んでいます。",
    "calls.guest.busy": "{terminal}は、いま別の方の対応中です。",
    "calls.guest.full": "参加できるのは3人までです。どなたかが退室してから呼んでください。",
    "calls.guest.offline": "{terminal}の端末につながりません。",
    "calls.guest.unknown": "参加してもらう相手を選んでください。",
    "calls.guest.unknown_kind": "参加のしかたを選んでください。",
    "calls.guest.joined": "もう参加しています。",
    "calls.guest.is_owner": "担当はこのままです。終わるときは「通話を終わる」を押してください。",
    "calls.participant.unknown": "その方は、もう退室しました。",
    "calls.branch.busy": "{branch}の端末は、いま別の方が使っています。終わってから折り返してください。",
    "calls.branch.offline": "{branch}の端末につながりません。お電話で連絡してください。",
    "calls.priority.already": "もう先にご案内することになっています。",
    "calls.priority.unknown": "先にご案内する理由を選んでください。",
    "calls.decline.unknown": "お待ちいただく理由を選んでください。",
    "calls.department.closed": "{department}は、いま時間外です。",
    "calls.department.away": "{department}の担当は、席をはずしています。",
    "calls.department.offline": "{department}の端末につながりません。",
    "calls.branch.already_calling": "この支所は、もう呼び出しています。",
    "media.ports.exhausted": "いま通話の数がいっぱいです。少し待って、もう一度お試しください。",
    "media.call.full": "この通話には、もう入れません。別の画面で開いていないか確かめてください。",
    "printing.printer.none": "{branch}のプリンターは、まだ登録されていません。"
    "登録は、デジタル自治推進局に頼んでください。",
    "printing.printer.unreachable": "プリンターから返事がありません。"
    "支所の職員に、電源を確かめてもらってください。",
    "printing.printer.refused": "プリンターが受け付けませんでした。"
    "支所の職員に、ようすを見てもらってください。",
    "printing.typesetter.missing": "このサーバーでは、まだ印刷できません。"
    "足りないもの（{package}）を、デジタル自治推進局に伝えてください。",
    "printing.typesetter.failed": "この書類を、紙の形にできませんでした。"
    "文を短くして、もう一度お試しください。",
    "printing.document.too_large": "この書類は大きすぎて、印刷できません（{limit}MBまで）。",
    "printing.document.gone": "この書類は、もう残っていません。もとの画面から、もう一度印刷してください。",
    "printing.tray.full": "印刷するものがたまっています。少し待って、もう一度お試しください。",
    "printing.queue.full": "この支所では、まだ{limit}件が印刷中です。終わってから、もう一度お試しください。",
    "printing.job.unknown": "この印刷は、もうありません。",
    "printing.job.changed": "いま、ようすが変わりました。もう一度確かめてください。",
    "printing.document.not_pdf": "この書類は印刷できません。PDF を選んでください。",
    "printing.job.waiting": "もう一度印刷するところです。順番をお待ちください。",
    "printing.job.sending": "いま印刷しています。",
    "printing.job.printing": "いま印刷しています。",
    "printing.job.done": "この印刷は、もう終わっています。",
    "printing.job.failed": "この印刷は、もう止まっています。",
    "printing.job.cancelled": "この印刷は、もう取り消しました。",
    "printing.job.cancelling": "いま取り消しています。",
    "printing.job.lost": "この書類は、もう残っていません。もとの画面から、もう一度印刷してください。",
    "printing.memo.empty": "メモを書いてから、印刷してください。",
    "printing.memo.too_long": "メモが長すぎます（{length}文字）。{limit}文字までにしてください。",
    "printing.call.none": "通話が終わったので、印刷しませんでした。",
}
UNEXPECTED = (
    "うまくいきませんでした。もう一度お試しください。"
    "続くときは、番号 {number} をデジタル自治推進局に伝えてください。"
)
