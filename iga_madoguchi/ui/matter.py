"""One matter of the catalogue as a resident reads it: pure, one language at a time."""

from __future__ import annotations

from typing import TypedDict

from iga_madoguchi.domain.procedures.content import Content, Document
from iga_madoguchi.ui.text.counting import Count
from iga_madoguchi.ui.text.kiosk import KioskText

KIND_ICONS = {"show": "card", "copy": "paper", "original": "paper", "fill": "pen"}


class Doc(TypedDict):
    """One paper to get ready; `how` says what becomes of it, or when only it is needed."""

    name: str
    how: str
    icon: str


class Detail(TypedDict):
    """One matter. `reach` says how far this window takes it, `facts` how long it takes and until when."""

    id: str
    department: str
    name: str
    line: str
    reach: str
    facts: list[str]
    docs: list[Doc]


def detail(procedure_id: str, content: Content, text: KioskText, language: str) -> Detail:
    words = text.matters
    facts = [words["minutes"].format(n=Count(content.minutes, text.first_form))]
    if content.deadline.ja:
        facts.append(content.deadline.told(language))
    return Detail(
        id=procedure_id,
        department=content.department,
        name=content.name.told(language),
        line=content.line.told(language),
        reach=words[f"reach_{content.reach}"],
        facts=facts,
        docs=docs(content, text, language),
    )


def docs(content: Content, text: KioskText, language: str) -> list[Doc]:
    return [_doc(document, text, language) for document in content.documents]


def _doc(document: Document, text: KioskText, language: str) -> Doc:
    how = text.matters[f"kind_{document.kind}"]
    if document.when.ja:
        how = f"{document.when.told(language)}　{how}"
    return Doc(name=document.name.told(language), how=how, icon=KIND_ICONS[document.kind])
