"""Limits of private questions, in one place."""

from __future__ import annotations

from typing import Final, Literal

TEXT_LIMIT = 200  # characters of a question that the desk types
CHOICE_LIMIT = 60  # characters of a choice that the desk types
OWN_CHOICES = (2, 8)

Pad = Literal["yen", "count", "age", "month"]
PADS: Final[dict[Pad, tuple[int, int]]] = {
    "yen": (0, 99_999_999),
    "count": (0, 99),
    "age": (0, 120),
    "month": (1, 12),
}
"""What a number pad asks for, with the least and the greatest number."""

Word = Literal["unsaid", "unknown"]
WORDS: Final[tuple[Word, ...]] = ("unsaid", "unknown")
"""答えたくない and わからない: offered with every question."""
