"""What one version of a procedure says. Frozen; made of plain data and turned back into it without loss.

`ja-easy` is やさしい日本語 with its ruby beside each run of kanji, 申請《しんせい》: see `kit/ruby.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from iga_madoguchi.domain.languages import LANGUAGES

Kind = Literal["show", "copy", "original", "fill"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""提示 (looked at and given back), 写し, 原本 (stays here), 記入 (written here)."""
Who = Literal["self", "proxy", "spouse", "child", "family", "other"]
WHO: tuple[Who, ...] = get_args(Who)
"""Whose paper it is, or who writes it; `other` are doctors, employers, landlords."""
Reach = Literal["apply", "consult", "check"]
REACHES: tuple[Reach, ...] = get_args(Reach)
"""How far this window can take it: 申請まで, 相談のみ, 書類確認."""
Source = Literal["iga", "other"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""`other`: the usual set of other cities; 要確認 until a clerk confirms it."""


@dataclass(frozen=True)
class Said:
    """The same in the residents' languages. Only `ja` is always there."""

    ja: str
    easy: str = ""
    pt: str = ""
    vi: str = ""
    zh: str = ""
    es: str = ""
    en: str = ""

    def own(self, language: str) -> str:
        """In exactly this language, "" when nobody has written it. Raises KeyError for no language."""
        return str(getattr(self, ATTRIBUTES[language]))

    def told(self, language: str) -> str:
        """In this language or, where that is missing, in English or Japanese."""
        if language == "ja-easy":
            return self.easy or self.ja
        return self.own(language) or self.en or self.ja

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages in which nobody has written it yet; none when there is nothing to say."""
        return tuple(code for code in LANGUAGES if self.ja and not self.own(code))


ATTRIBUTES = {code: "easy" if code == "ja-easy" else code for code in LANGUAGES}
NOTHING = Said("")


@dataclass(frozen=True)
class Document:
    """One paper. `when`: only then it is needed, always if empty.

    `cover` and `form` name what `forms.covers` and `forms.catalogue` know, or are empty.
    """

    name: Said
    kind: Kind
    who: Who
    when: Said = NOTHING
    cover: str = ""
    form: str = ""


@dataclass(frozen=True)
class Content:
    """`questions`, `checklist`, `purpose` and `proxy` are the staff's, in Japanese; `minutes` are usual ones.

    `phone` is empty where the department's own number is right. `words` are everyday words of any language
    by which residents look for it; no screen shows them.
    """

    department: str
    name: Said
    line: Said
    purpose: str
    documents: tuple[Document, ...]
    deadline: Said
    proxy: str
    minutes: int
    reach: Reach
    questions: tuple[str, ...]
    checklist: tuple[str, ...]
    next_steps: tuple[Said, ...]
    phone: str
    words: tuple[str, ...]
    source: Source
    icon: str = ""


@dataclass(frozen=True)
class Known:
    """What a procedure may name: ids of departments, of forms and of covers."""

    departments: frozenset[str] = field(default_factory=frozenset)
    forms: frozenset[str] = field(default_factory=frozenset)
    covers: frozenset[str] = field(default_factory=frozenset)


def said_data(said: Said) -> dict[str, str]:
    return {code: said.own(code) for code in LANGUAGES if said.own(code)}


def data(content: Content) -> dict[str, Any]:
    """As plain data: what the database keeps, what a page edits, what `reading.parse` reads again."""
    return {
        "department": content.department,
        "name": said_data(content.name),
        "line": said_data(content.line),
        "purpose": content.purpose,
        "documents": [_document_data(document) for document in content.documents],
        "deadline": said_data(content.deadline),
        "proxy": content.proxy,
        "minutes": content.minutes,
        "reach": content.reach,
        "questions": list(content.questions),
        "checklist": list(content.checklist),
        "next_steps": [said_data(step) for step in content.next_steps],
        "phone": content.phone,
        "words": list(content.words),
        "source": content.source,
        "icon": content.icon,
    }


def _document_data(document: Document) -> dict[str, Any]:
    return {
        "name": said_data(document.name),
        "kind": document.kind,
        "who": document.who,
        "when": said_data(document.when),
        "cover": document.cover,
        "form": document.form,
    }


def restored(kept: Mapping[str, Any]) -> Content:
    """What `data` made, without judging it again: an old version stays readable when the rules change."""

    def said(words: Mapping[str, str]) -> Said:
        return Said(**{"ja": "", **{ATTRIBUTES[code]: text for code, text in words.items()}})

    return Content(
        department=kept["department"],
        name=said(kept["name"]),
        line=said(kept["line"]),
        purpose=kept["purpose"],
        documents=tuple(
            Document(said(d["name"]), d["kind"], d["who"], said(d["when"]), d["cover"], d["form"])
            for d in kept["documents"]
        ),
        deadline=said(kept["deadline"]),
        proxy=kept["proxy"],
        minutes=kept["minutes"],
        reach=kept["reach"],
        questions=tuple(kept["questions"]),
        checklist=tuple(kept["checklist"]),
        next_steps=tuple(said(step) for step in kept["next_steps"]),
        phone=kept["phone"],
        words=tuple(kept["words"]),
        source=kept["source"],
        icon=kept["icon"],
    )
