"""What stands beside the text that is written: how residents see it, what it said before, what there is to
choose from. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.covers import all_covers
from iga_madoguchi.domain.procedures import columns, policy
from iga_madoguchi.domain.procedures.content import Content, restored
from iga_madoguchi.domain.procedures.views import VersionView
from iga_madoguchi.domain.terminals.views import ICONS
from iga_madoguchi.ui.admin.procedures.show import Choice, moment, person
from iga_madoguchi.ui.matter import Detail, detail
from iga_madoguchi.ui.text.ja.office import ICON_NAMES
from iga_madoguchi.ui.text.languages import LANGUAGES


class VersionRow(TypedDict):
    """Who saved which version when."""

    number: int
    saved: str


def versions(found: Iterable[VersionView], people: Mapping[str, str]) -> list[VersionRow]:
    return [
        VersionRow(number=one.number, saved=f"{moment(one.saved_at)}　{person(one.saved_by, people)}")
        for one in found
    ]


def preview(procedure_id: str, content: Content, language: str) -> Detail:
    """As the kiosk shows it."""
    return detail(procedure_id, content, LANGUAGES[language].kiosk, language)


def drafted(raw: Mapping[str, Any]) -> Content | None:
    """What is being written, unjudged; None for what no editor of ours makes."""
    try:
        content = restored(raw)
        minutes = int(content.minutes)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    fitting = content.reach in columns.REACHES and all(one.kind in columns.KINDS for one in content.documents)
    return content if fitting and minutes >= 0 and len(content.documents) <= policy.DOCUMENTS else None


def choices() -> dict[str, list[Choice]]:
    """What the fields of a procedure offer, but for departments, which the city may change."""
    return {
        "kind": _named(columns.KINDS),
        "who": _named(columns.WHO),
        "reach": _named(columns.REACHES),
        "source": _named(columns.SOURCES),
        "cover": [Choice(id=one.id, name=one.name) for one in all_covers()],
        "form": [Choice(id=one.id, name=one.title.ja) for one in all_forms()],
        "icon": [Choice(id=name, name=ICON_NAMES[name]) for name in ICONS],
    }


def _named(words: Mapping[str, str]) -> list[Choice]:
    return [Choice(id=one, name=name) for one, name in words.items()]
