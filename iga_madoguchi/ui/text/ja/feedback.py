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
    "calls.decline.unknown": "お待ちいただく理由を選んでください。",
    "calls.department.closed": "{department}は、いま時間外です。",
    "calls.department.away": "{department}の担当は、席をはずしています。",
    "calls.department.offline": "{department}の端末につながりません。",
    "calls.branch.already_calling": "この支所は、もう呼び出しています。",
    "media.ports.exhausted": "いま通話の数がいっぱいです。少し待って、もう一度お試しください。",
    "media.call.full": "この通話には、もう入れません。別の画面で開いていないか確かめてください。",
}
UNEXPECTED = (
    "うまくいきませんでした。もう一度お試しください。"
    "続くときは、番号 {number} をデジタル自治推進局に伝えてください。"
)
