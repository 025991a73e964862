"""The written conversation, in Japanese."""

from __future__ import annotations

from iga_madoguchi.domain.conversation.talking.policy import KEEP_DAYS, SAYINGS_LIMIT
from iga_madoguchi.ui.text.ja.feedback import SENTENCES

TALK: dict[str, str] = {
    "write": "書いて伝える",
    "title": "書いて伝える",
    "hand": "手で書く",
    "keys": "文字を押す",
    "close": "閉じる",
    "pad": "手書きの場所",
    "hint": "ここに、指かペンで書いてください",
    "undo": "1つもどす",
    "clear": "全部消す",
    "send": "送る",
    "full": "いっぱいです。いちど送ってください。",
    "field": "伝えたいこと",
    "caption": "担当のことば",
    "none": "担当が書くと、ここに大きく出ます。",
    "answers": "答え",
    "sent": "送りました",
    "drawn": "手で書いたもの",
    "refused": "送れませんでした",
    "again": "もう一度送る",
    "voice_on": "声を文字にしています",
    "voice_off": "やめる",
    "voice_away": "いまは声が文字になりません。お話はそのまま続けられます。",
    "machine": "機械による訳",
}

OF_TALK = (
    *("conversation.talk.", "conversation.phrase.", "conversation.answer.", "conversation.speech."),
    "functions.off",
)
_LIMITS = {
    "conversation.talk.full": {"limit": SAYINGS_LIMIT},
    "conversation.talk.days": {"low": KEEP_DAYS[0], "high": KEEP_DAYS[1]},
}

DESK: dict[str, str] = {
    **{
        code: sentence.format(**_LIMITS.get(code, {}))
        for code, sentence in SENTENCES.items()
        if code.startswith(OF_TALK)
    },
    "otherwise": "送れませんでした。もう一度送ってください。",
}
"""Why the desk's saying was refused, by code."""
