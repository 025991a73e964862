"""What a resident reads of the catalogue: pure, one language at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypedDict

from iga_madoguchi.domain.procedures.views import CardView, ProcedureView
from iga_madoguchi.ui.text.kiosk import KioskText

COMMON = 5


class Row(TypedDict):
    """One matter to choose. `short` is its name without what stands in brackets, `bring` names the papers."""

    id: str
    name: str
    short: str
    line: str
    icon: str
    bring: str


def common(cards: Sequence[CardView], asked: Iterable[str]) -> list[str]:
    """What is asked for most, then each department's first, second and so on, so that none is left out."""
    turn: Counter[str] = Counter()
    turns: dict[str, int] = {}
    for card in cards:
        turns[card.id] = turn[card.department_id]
        turn[card.department_id] += 1
    wanted = [procedure for procedure in asked if procedure in turns]
    return list(dict.fromkeys([*wanted, *sorted(turns, key=turns.__getitem__)]))[:COMMON]


def row(view: ProcedureView, icon: str, text: KioskText, language: str) -> Row:
    content = view.content
    needed = [document.name.told(language) for document in content.documents if not document.when.ja]
    return Row(
        id=view.id,
        name=content.name.told(language),
        short=_short(content.name.told(language)),
        line=content.line.told(language),
        icon=icon,
        bring=text.matters["comma"].join(needed) or text.matters["nothing"],
    )


def found(card: CardView, language: str) -> Row:
    name, line = card.name.told(language), card.line.told(language)
    return Row(id=card.id, name=name, short=_short(name), line=line, icon=card.icon, bring="")


def _short(name: str) -> str:
    return re.split("[（(]", name)[0].strip() or name
