"""Limits of what is heard and translated, and which language is spoken where; pure."""

from __future__ import annotations

from iga_madoguchi.domain.conversation.talking.policy import TEXT_LIMIT, Kind, Side

RATE_HZ = 16_000  # samples a second of what a page sends
SAMPLE_BYTES = 2
CHUNK_S = 0.1  # of voice in one piece
CHUNK_BYTES = round(RATE_HZ * SAMPLE_BYTES * CHUNK_S)
CHUNK_LIMIT = 2 * CHUNK_BYTES  # bytes of one piece
CHUNKS_A_SECOND, CHUNKS_BURST = 12, 40  # a page that was held up for a moment sends what it has
WAITING_LIMIT = 50  # pieces; who listens more slowly than somebody speaks misses the oldest

FINALS_A_SECOND, FINALS_BURST = 5, 20  # nobody speaks more sentences; a server that says so is broken
PASSING_A_SECOND, PASSING_BURST = 8, 8

TRANSLATED_LIMIT = 2 * TEXT_LIMIT  # characters
TRANSLATED_AGAIN = 10  # of the newest sayings, for who comes after a server has started anew

OFFICE = "ja"
_SPOKEN = {"ja-easy": "ja"}
TRANSLATED: tuple[Kind, ...] = ("text", "caption")
"""A phrase and an answer are in every language already; handwriting is a picture."""


def speech_language(code: str) -> str:
    """The language that is spoken where residents chose this one: easy Japanese is Japanese."""
    return _SPOKEN.get(code, code)


def spoken_by(side: Side, resident: str) -> str:
    """What somebody on this side of the counter speaks; `resident` is the language of the call."""
    return speech_language(resident) if side == "branch" else OFFICE


def ways(side: Side, kind: Kind, resident: str) -> tuple[str, str] | None:
    """From which language into which a saying is translated; None: it is understood as it is."""
    theirs = speech_language(resident)
    if kind not in TRANSLATED or theirs == OFFICE:
        return None
    return (theirs, OFFICE) if side == "branch" else (OFFICE, theirs)


def fits(chunk: bytes) -> bool:
    """Whether a piece of voice is whole samples, and not too many."""
    return 0 < len(chunk) <= CHUNK_LIMIT and len(chunk) % SAMPLE_BYTES == 0


def clipped(text: str) -> str:
    """As much of what was understood as one saying holds."""
    return text.strip()[:TEXT_LIMIT]
