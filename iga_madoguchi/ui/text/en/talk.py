"""The written conversation, in English."""

from __future__ import annotations

TALK: dict[str, str] = {
    "write": "Write",
    "title": "Write what you want to say",
    "hand": "Write by hand",
    "keys": "Press letters",
    "close": "Close",
    "pad": "Area for handwriting",
    "hint": "Write here with your finger or the pen",
    "undo": "Undo one line",
    "clear": "Erase all",
    "send": "Send",
    "full": "It is full. Please send this first.",
    "field": "What you want to say",
    "caption": "What the officer says",
    "none": "What the officer writes appears here in large letters.",
    "answers": "Answers",
    "sent": "Sent",
    "drawn": "Written by hand",
    "refused": "It was not sent",
    "again": "Send again",
    "voice_on": "Your voices are turned into text",
    "voice_off": "Stop",
    "voice_away": "Right now voices are not turned into text. You can go on talking.",
    "machine": "Machine translation",
}
