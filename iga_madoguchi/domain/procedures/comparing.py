"""Where two contents of a procedure differ, field by field, in the words of the page that edits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iga_madoguchi.domain.procedures.columns import KINDS, REACHES, SOURCES, WHO
from iga_madoguchi.domain.procedures.problems import Problem

WORDS: Mapping[str, Mapping[str, str]] = {"kind": KINDS, "who": WHO, "reach": REACHES, "source": SOURCES}


@dataclass(frozen=True)
class Difference:
    """`field` as `problems.Problem` names it; an empty side is one where nobody has written it."""

    field: str
    mine: str
    theirs: str

    @property
    def label(self) -> str:
        return Problem(self.field, "").label


def differences(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Both shaped as `content.data` makes them, in the order of the fields; nothing for equal ones."""
    left, right = dict(_leaves(mine)), dict(_leaves(theirs))
    order = dict.fromkeys([*left, *right])
    pairs = ((field, left.get(field, ""), right.get(field, "")) for field in order)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        steps = value.items()
    elif isinstance(value, list | tuple):
        steps = enumerate(value)  # type: ignore[assignment]
    else:
        text = str(value).strip()
        yield at, WORDS.get(at.rpartition(".")[2], {}).get(text, text)
        return
    for step, inner in steps:
        yield from _leaves(inner, f"{at}.{step}" if at else str(step))
