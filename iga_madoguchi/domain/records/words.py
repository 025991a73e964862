"""How text becomes terms for the search: every two neighbouring signs, so that no dictionary is needed. Pure.

Wide and narrow forms, upper and lower case, katakana and hiragana are the same. A run is what stands between
signs that are neither letters nor digits; a word is found within a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_RUN = re.compile(r"[^\W_]+")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True)
class Query:
    """`terms` must all stand in a document, and one of `among` if there are any; each of `starts` must begin
    a term; `within` decides in the end.
    """

    terms: tuple[str, ...]
    starts: tuple[str, ...]
    within: tuple[str, ...]
    among: tuple[str, ...] = ()


def fold(text: str) -> str:
    """The text in the one spelling that is compared: its runs with spaces between them."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_RUN.findall(plain.translate(_HIRAGANA)))


def terms(folded: str) -> list[str]:
    """The terms of a folded text, each once: its pairs, and the last sign of each run by itself."""
    found: dict[str, None] = {}
    for run in folded.split():
        found |= dict.fromkeys(run[at : at + 2] for at in range(len(run)))
    return list(found)


def tag(kind: str, value: str) -> str:
    """A term for something that is not text, such as the department; longer than any pair."""
    return f"{kind}{value.encode().hex()}"


def ask(words: str, tags: Iterable[str] = (), among: Iterable[str] = ()) -> Query:
    """What to look for: every run of `words`, every tag and one of `among`."""
    runs = needles(words)
    pairs = dict.fromkeys(pair for run in runs for pair in _pairs(run))
    singles = tuple(run for run in runs if len(run) == 1)
    # Two signs are a term and so certain; a longer run may only look like its pairs.
    return Query((*tags, *pairs), singles, tuple(run for run in runs if len(run) != 2), tuple(among))


def needles(words: str) -> Sequence[str]:
    """The runs of a query, each once."""
    return tuple(dict.fromkeys(fold(words).split()))


def _pairs(run: str) -> list[str]:
    """Pairs that cover a run; not every one, as `within` decides and each is another list to read."""
    starts = range(0, len(run) - 1, 2)
    return [run[at : at + 2] for at in starts] + ([run[-2:]] if len(run) > 2 and len(run) % 2 else [])
