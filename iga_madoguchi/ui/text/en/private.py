"""What is said when somebody answers in private, and about their voice, in English."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "Answer in private",
    "wish_stop": "Stop",
    "wish_title": "You can answer on the screen",
    "wish_note": "The officer knows. Please wait until the question appears here.",
    "note": "You need not say it. Touch your answer on the screen. Only the officer sees it.",
    "japanese": "The officer has just written this question, in Japanese only.",
    "unsaid": "I would rather not say",
    "unknown": "I do not know",
    "send": "Send this answer",
    "sending": "Sending.",
    "sent": "Sent. It is gone from the screen.",
    "away": "It has not arrived yet. Please touch again.",
    "erase": "Delete one",
    "pad_yen": "yen",
    "pad_age": "years",
    "pad_month": "(month)",
    "pad_range": "A number from {low} to {high}, please.",
    "voice": "A quiet voice is fine",
    "voice_still": "You need not speak",
    "voice_low": "Your voice is rather quiet",
    "voice_good": "You can be heard well",
    "voice_loud": "You could speak more quietly still",
    "handset": "Use the handset",
    "speaker": "Back to the speaker",
    "private.answer.unfit": "Please choose once more.",
    "private.question.unknown": "This question is over.",
}
