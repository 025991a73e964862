"""One row of a spreadsheet: a procedure becomes one, and one becomes a procedure or its faults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iga_madoguchi.domain.procedures import columns as sheet
from iga_madoguchi.domain.procedures import policy
from iga_madoguchi.domain.procedures.columns import LEADING, Column
from iga_madoguchi.domain.procedures.content import Content, Known, data
from iga_madoguchi.domain.procedures.decoding import CP932
from iga_madoguchi.domain.procedures.problems import Problem, Unusable
from iga_madoguchi.domain.procedures.reading import parse

NOT_JAPANESE = ("pt", "vi", "zh", "es")
"""Languages of which Shift_JIS loses letters."""
_LOST = re.compile(r"\?\w")


@dataclass(frozen=True)
class Kept:
    """A procedure as the file and the database both see it."""

    content: Content
    used: bool
    version: int | None


def written(layout: tuple[Column, ...], procedure_id: str, kept: Kept) -> dict[str, str]:
    """Cells by heading, safe in a spreadsheet."""
    plain = data(kept.content)
    cells = {
        sheet.ID: procedure_id,
        sheet.VERSION: str(kept.version or ""),
        sheet.USED: sheet.YES if kept.used else sheet.NO,
    }
    cells |= {column.heading: sheet.cell(column, plain) for column in layout}
    return {heading: sheet.safe(text) for heading, text in cells.items()}


class Reader:
    """Reads one row. `faults` is one problem a column, by heading."""

    def __init__(self, layout: tuple[Column, ...], cells: Mapping[str, str], encoding: str) -> None:
        self._layout = layout
        self._encoding = encoding
        self._cells = dict(cells)
        self.faults: dict[str, Problem] = {}
        for heading, text in self._cells.items():
            if sheet.is_formula(text):
                self._fault(heading, "formula", sign=text[0])
        self.id = unicodedata.normalize("NFKC", self._cells[sheet.ID]).strip()
        if not policy.ID_SHAPE.fullmatch(self.id):
            self._fault(sheet.ID, "id")

    def read(self, current: Kept | None, known: Known) -> Kept | None:
        """What the row says, None with faults. `current` is what is kept under its id."""
        if current is not None:
            self._restore_lost(current)
        self._find_lost()
        raw = self._raw()
        used = self._used()
        version = self._version(current)
        content = self._content(raw, known)
        if content is None or self.faults:
            return None
        found = Kept(content, used, version)
        if current is not None and version != current.version and (content, used) != _said(current):
            self._fault(sheet.VERSION, "version", version=current.version)
            return None
        return found

    def _content(self, raw: Mapping[str, Any], known: Known) -> Content | None:
        try:
            return parse(raw, known)
        except Unusable as error:
            for problem in error.problems:
                self.faults.setdefault(self._heading(problem.field), problem)
        return None

    def _heading(self, field: str) -> str:
        """The column that shows a field; of a list as a whole, the first one that shows a part of it."""
        path = ".".join("*" if step.isdigit() else step for step in field.split("."))
        exact = next((column for column in self._layout if column.path == path), None)
        near = exact or next(column for column in self._layout if column.path.startswith(path))
        return near.heading

    def _raw(self) -> dict[str, Any]:
        """The row as plain data, shaped as `content.data` makes it."""
        raw: dict[str, Any] = {}
        for column in self._layout:
            text = sheet.unsafe(self._cells[column.heading])
            if column.many:
                self._put_lines(raw, column, text.rstrip("\n").split("\n") if text.strip() else [])
            else:
                _put(raw, column.steps, self._value(column, text))
        return raw

    def _put_lines(self, raw: dict[str, Any], column: Column, lines: list[str]) -> None:
        head, _, rest = column.path.partition(".*")
        if head not in LEADING:
            raw[head] = [line for line in lines if line.strip()]
            return
        if column.path == LEADING[head]:
            raw[head] = [{} for _ in lines]
        entries = raw[head]
        if len(lines) > len(entries):
            leading = next(one for one in self._layout if one.path == LEADING[head])
            self._fault(column.heading, "lines", line=len(entries) + 1, heading=leading.heading)
        lines += [""] * (len(entries) - len(lines))
        for entry, line in zip(entries, lines, strict=False):
            _put(entry, rest.strip(".").split("."), self._value(column, line))

    def _value(self, column: Column, text: str) -> str | int:
        if column.path == "minutes":
            found = sheet.number(text)
            return text if found is None else found
        if column.words is None:
            return text
        text = text.strip()
        values = [value for value, word in column.words.items() if text in (value, word)]
        if len(values) != 1:
            choices = "、".join(column.words.values())
            told = {"value": text[:40], "choices": choices}
            self.faults.setdefault(column.heading, Problem(column.path, "procedures.content.choice", told))
        return values[0] if values else text

    def _used(self) -> bool:
        text = self._cells[sheet.USED].strip()
        if text not in ("", sheet.YES, sheet.NO):
            self._fault(sheet.USED, "used")
        return text != sheet.NO

    def _version(self, current: Kept | None) -> int | None:
        text = self._cells[sheet.VERSION].strip()
        if current is None and text and sheet.ID not in self.faults:
            self._fault(sheet.VERSION, "version_new")
        return sheet.number(text)

    def _restore_lost(self, current: Kept) -> None:
        """Shift_JIS has no ã and no ế: where all else is as we have it, we have the letters still."""
        if self._encoding != CP932:
            return
        for heading, text in written(self._layout, self.id, current).items():
            if _is_lost(self._cells[heading], text):
                self._cells[heading] = text

    def _find_lost(self) -> None:
        for column in self._layout:
            text = self._cells[column.heading]
            loses = column.steps[-1] in NOT_JAPANESE or column.path == "words.*"
            if self._encoding == CP932 and loses and _LOST.search(text):
                self._fault(column.heading, "lost")

    def _fault(self, heading: str, what: str, /, **told: object) -> None:
        self.faults.setdefault(heading, Problem(heading, f"procedures.import.{what}", told))


def _said(kept: Kept) -> tuple[Content, bool]:
    return kept.content, kept.used


def _put(raw: dict[str, Any], steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        raw = raw.setdefault(step, {})
    raw[steps[-1]] = value


def _is_lost(text: str, whole: str) -> bool:
    """`text` is `whole` after a visit to Shift_JIS, which writes ? or the bare letter for what it lacks."""
    if text == whole or len(text) != len(whole):
        return False
    return all(
        one == two or (not _writable(two) and one in ("?", _bare(two)))
        for one, two in zip(text, whole, strict=True)
    )


def _writable(sign: str) -> bool:
    try:
        sign.encode(CP932)
    except UnicodeEncodeError:
        return False
    return True


def _bare(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign)[0]
