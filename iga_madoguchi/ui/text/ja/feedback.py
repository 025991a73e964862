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
    "calls.kiosk.offline": "住民の画面（支所の端末）につながりません。電源と画面を確かめてください。",
    "calls.branch.in_call": "住民の画面は、ほかの通話に参加しています。終わってから呼び出してください。",
    "conversation.line.empty": "ひとこと書いてから送ってください。",
    "conversation.line.too_long": "長すぎます（{length}文字）。{limit}文字までに分けてください。",
    "conversation.line.full": "この通話で送れるのは{limit}通までです。声でお話しください。",
    "media.ports.exhausted": "いま通話の数がいっぱいです。少し待って、もう一度お試しください。",
    "media.call.full": "この通話には、もう入れません。別の画面で開いていないか確かめてください。",
}
UNEXPECTED = (
    "うまくいきませんでした。もう一度お試しください。"
    "続くときは、番号 {number} をデジタル自治推進局に伝えてください。"
)
