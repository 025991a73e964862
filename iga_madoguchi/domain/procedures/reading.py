"""Plain data from a page or a file becomes a content, or every one of its problems with the field's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.domain.procedures import policy
from iga_madoguchi.domain.procedures.content import (
    ATTRIBUTES,
    KINDS,
    REACHES,
    SOURCES,
    WHO,
    Content,
    Document,
    Known,
    Said,
)
from iga_madoguchi.domain.procedures.problems import FIELDS, Problem, Unusable
from iga_madoguchi.domain.terminals.policy import PHONE_SHAPE
from iga_madoguchi.kit import ruby

KEYS = frozenset(FIELDS) - {"kind", "who", "when", "cover", "form"}
DOCUMENT_KEYS = frozenset({"name", "kind", "who", "when", "cover", "form"})
# Nothing that cannot be seen, steers the direction of writing or belongs to nobody.
UNSEEN = ("C", "Zl", "Zp")

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)


def parse(raw: Mapping[str, Any], known: Known) -> Content:
    """Shaped as `content.data` makes it; what may be empty may be missing. Raises `problems.Unusable`."""
    reader = _Reader(known)
    found = reader.content(raw)
    if reader.problems:
        raise Unusable(tuple(reader.problems[: policy.PROBLEMS]))
    return found


class _Reader:
    """Goes on after a problem with something harmless, so that all of them are told at once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.problems: list[Problem] = []

    def content(self, raw: Mapping[str, Any]) -> Content:
        self._only(raw, KEYS, "")
        return Content(
            department=self._known_id(raw, "", "department", self._known.departments, needed=True),
            name=self._said(raw, "", "name", policy.NAME, needed=True),
            line=self._said(raw, "", "line", policy.LINE, needed=True),
            purpose=self._text(raw, "", "purpose", policy.TEXT, lines=True),
            documents=self._list(raw, "documents", policy.DOCUMENTS, self._document),
            deadline=self._said(raw, "", "deadline", policy.DEADLINE),
            proxy=self._text(raw, "", "proxy", policy.TEXT, lines=True),
            minutes=self._minutes(raw.get("minutes")),
            reach=self._choice(raw, "", "reach", REACHES),
            questions=self._list(raw, "questions", policy.ITEMS, self._item),
            checklist=self._list(raw, "checklist", policy.ITEMS, self._item),
            next_steps=self._list(raw, "next_steps", policy.STEPS, self._step),
            phone=self._shaped(raw, "phone", PHONE_SHAPE, 20),
            words=self._words(raw),
            source=self._choice(raw, "", "source", SOURCES),
            icon=self._shaped(raw, "icon", policy.ICON_SHAPE, 32),
        )

    def _document(self, raw: Any, at: str) -> Document:
        raw = self._mapping(raw, at)
        self._only(raw, DOCUMENT_KEYS, at)
        return Document(
            name=self._said(raw, at, "name", policy.DOCUMENT, needed=True),
            kind=self._choice(raw, at, "kind", KINDS),
            who=self._choice(raw, at, "who", WHO),
            when=self._said(raw, at, "when", policy.WHEN),
            cover=self._known_id(raw, at, "cover", self._known.covers),
            form=self._known_id(raw, at, "form", self._known.forms),
        )

    def _item(self, raw: Any, at: str) -> str:
        return self._line(raw, at, policy.ITEM, needed=True)

    def _step(self, raw: Any, at: str) -> Said:
        head, _, last = at.rpartition(".")
        return self._said({last: raw}, head, last, policy.STEP, needed=True)

    def _words(self, raw: Mapping[str, Any]) -> tuple[str, ...]:
        found = self._list(
            raw, "words", policy.WORDS, lambda one, at: self._line(one, at, policy.WORD, needed=True)
        )
        seen: set[str] = set()
        for number, word in enumerate(found):
            if word and word.casefold() in seen:
                self._problem(f"words.{number}", "twice", value=word)
            seen.add(word.casefold())
        return found

    def _said(self, raw: Mapping[str, Any], at: str, key: str, limit: int, *, needed: bool = False) -> Said:
        field = _path(at, key)
        words = self._mapping(raw.get(key, {}), field)
        self._only(words, frozenset(LANGUAGES), field)
        told: dict[str, str] = {}
        for code in LANGUAGES:
            room = limit * policy.EASY_FACTOR if code == "ja-easy" else limit
            told[code] = self._line(words.get(code, ""), f"{field}.{code}", room)
        if not told["ja"] and (needed or any(told.values())):
            self._problem(f"{field}.ja", "missing")
        self._ruby(told["ja-easy"], f"{field}.ja-easy")
        return Said(**{ATTRIBUTES[code]: text for code, text in told.items()})

    def _ruby(self, text: str, field: str) -> None:
        if ruby.broken(text):
            self._problem(field, "ruby_mark")
        elif word := ruby.without_reading(text):
            self._problem(field, "ruby", word=word)

    def _text(self, raw: Mapping[str, Any], at: str, key: str, limit: int, *, lines: bool) -> str:
        return self._line(raw.get(key, ""), _path(at, key), limit, lines=lines)

    def _line(self, value: Any, field: str, limit: int, *, needed: bool = False, lines: bool = False) -> str:
        if not isinstance(value, str):
            self._problem(field, "shape")
            return ""
        if len(value) > limit * 2:  # not looked at any closer
            self._problem(field, "too_long", length=len(value), limit=limit)
            return ""
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
        if needed and not text:
            self._problem(field, "missing")
        if len(text) > limit:
            self._problem(field, "too_long", length=len(text), limit=limit)
        if "<" in text or ">" in text:
            self._problem(field, "html")
        if unseen := _unseen(text.replace("\n", "") if lines else text):
            self._problem(field, "characters", character=f"U+{ord(unseen):04X}")
        return text

    def _list(
        self, raw: Mapping[str, Any], key: str, limit: int, one: Callable[[Any, str], T]
    ) -> tuple[T, ...]:
        value = raw.get(key, ())
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._problem(key, "shape")
            return ()
        if len(value) > limit:
            self._problem(key, "many", count=len(value), limit=limit)
        return tuple(one(item, f"{key}.{number}") for number, item in enumerate(value[:limit]))

    def _choice(self, raw: Mapping[str, Any], at: str, key: str, choices: tuple[Choice, ...]) -> Choice:
        value = raw.get(key, "")
        found = next((choice for choice in choices if choice == value), None)
        if found is None:
            self._problem(_path(at, key), "choice", value=_short(value), choices="、".join(choices))
        return found or choices[0]

    def _known_id(
        self, raw: Mapping[str, Any], at: str, key: str, known: frozenset[str], *, needed: bool = False
    ) -> str:
        value = raw.get(key, "")
        if value == "" and not needed:
            return ""
        if not isinstance(value, str) or value not in known:
            self._problem(_path(at, key), key, value=_short(value))
            return ""
        return value

    def _shaped(self, raw: Mapping[str, Any], key: str, shape: re.Pattern[str], limit: int) -> str:
        text = self._line(raw.get(key, ""), key, limit)
        if not shape.fullmatch(text):
            self._problem(key, key)
        return text

    def _minutes(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value not in policy.MINUTES:
            self._problem("minutes", "number", low=policy.MINUTES.start, high=policy.MINUTES.stop - 1)
            return policy.MINUTES.start
        return value

    def _mapping(self, value: Any, field: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self._problem(field, "shape")
        return {}

    def _only(self, raw: Mapping[str, Any], keys: frozenset[str], at: str) -> None:
        """A misspelt key would be silently without effect."""
        for key in raw:
            if key not in keys:
                self._problem(_path(at, _short(key)), "shape")

    def _problem(self, field: str, what: str, **data: object) -> None:
        if all(problem.field != field for problem in self.problems):  # one at a time is enough for a field
            self.problems.append(Problem(field, f"procedures.content.{what}", data))


def _path(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _unseen(text: str) -> str:
    """The first sign that nobody can see, "" if there is none."""
    if text.isprintable():
        return ""
    return next((sign for sign in text if unicodedata.category(sign).startswith(UNSEEN)), "")


def _short(value: object) -> str:
    return str(value)[:40]
