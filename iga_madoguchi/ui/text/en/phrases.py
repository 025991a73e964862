"""What is said around a sentence of the phrase board and its answers, in English."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "Hear it again",
    "read": "Read aloud",
    "stop": "Stop reading",
    "number": "Answer with a number",
    "date": "Answer with a date",
    "money": "Answer with an amount",
    "body": "Show on a picture of the body",
    "family": "Show on a picture of the family",
    "choose": "Please touch the picture",
    "send": "Give this answer",
    "back": "Back",
    "yen": "yen",
    "no_day": "This day is not in the calendar.",
}
