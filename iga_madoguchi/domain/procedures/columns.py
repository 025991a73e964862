"""The columns of a catalogue in a spreadsheet: their headings, and which place of a content each one shows.

A path is one into `content.data`; `*` stands for every entry of a list, which are the lines of one cell.
Columns of the same list go side by side: the third line of each is about the third document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.domain.procedures.problems import LANGUAGE_NAMES

ID, VERSION, USED = "番号", "版", "使う"
LEADING = {"documents": "documents.*.name.ja", "next_steps": "next_steps.*.ja"}
"""The column whose lines say how many entries a list has that several columns share."""
YES, NO = "はい", "いいえ"
KINDS = {"show": "提示", "copy": "写し", "original": "原本", "fill": "記入"}
WHO = {
    "self": "本人",
    "proxy": "代理の人",
    "spouse": "配偶者",
    "child": "子ども",
    "family": "家族",
    "other": "ほかの人",
}
REACHES = {"apply": "申請まで", "consult": "相談のみ", "check": "書類確認"}
SOURCES = {"iga": "伊賀市", "other": "ほか"}


@dataclass(frozen=True)
class Column:
    """`words`: what stands in a cell for each value, where values are no text."""

    heading: str
    path: str
    words: Mapping[str, str] | None = None

    @property
    def steps(self) -> list[str]:
        return self.path.split(".")

    @property
    def many(self) -> bool:
        return "*" in self.path


def _each(heading: str, path: str) -> Iterator[Column]:
    """One column a language; `{}` in the path is its code."""
    for code in LANGUAGES:
        yield Column(f"{heading}（{LANGUAGE_NAMES[code]}）", path.format(code))


def columns(departments: Mapping[str, str]) -> tuple[Column, ...]:
    """All columns of a content, in their order; `departments` are names by id."""
    return (
        Column("課", "department", departments),
        *_each("名前", "name.{}"),
        *_each("どんなとき", "line.{}"),
        Column("何のため", "purpose"),
        *_each("書類", "documents.*.name.{}"),
        Column("書類の出し方", "documents.*.kind", KINDS),
        Column("書類はだれの", "documents.*.who", WHO),
        *_each("書類がいるとき", "documents.*.when.{}"),
        Column("書類のかくす場所", "documents.*.cover"),
        Column("書類の様式", "documents.*.form"),
        *_each("期限", "deadline.{}"),
        Column("代理", "proxy"),
        Column("分数", "minutes"),
        Column("この窓口でできること", "reach", REACHES),
        Column("はじめに聞くこと", "questions.*"),
        Column("終わりの確認", "checklist.*"),
        *_each("つぎにすること", "next_steps.*.{}"),
        Column("電話", "phone"),
        Column("さがすことば", "words.*"),
        Column("もとの資料", "source", SOURCES),
        Column("絵", "icon"),
    )


def cell(column: Column, data: Any) -> str:
    """What stands in a column for a content as plain data."""

    def shown(value: Any) -> str:
        return str(value) if column.words is None else column.words.get(value, str(value))

    found = _values(column.steps, data)
    return "\n".join(shown(value) for value in found).rstrip("\n") if column.many else shown(found[0])


def _values(steps: list[str], data: Any) -> list[Any]:
    """The value at a path, or those at its `*`; what is missing is empty."""
    for number, step in enumerate(steps):
        if step == "*":
            return [_values(steps[number + 1 :], one)[0] if steps[number + 1 :] else one for one in data]
        data = data.get(step, "")
    return [data]


# What a spreadsheet would take for a formula, in both widths.
_FORMULA = r"[=+\-@\t\r＝＋－＠]"
_RISKY = re.compile(rf"'*{_FORMULA}")
_MADE_SAFE = re.compile(rf"'+{_FORMULA}")
_FORBIDDEN = re.compile(r"[=@＝＠]")


def safe(text: str) -> str:
    """The cell for a text: one more apostrophe before what would be a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def unsafe(text: str) -> str:
    """The text of a cell that `safe` made."""
    return text[1:] if _MADE_SAFE.match(text) else text


def is_formula(text: str) -> bool:
    """A cell that nobody made safe; + and - may begin a text that a person typed."""
    return _FORBIDDEN.match(text) is not None


def number(text: str) -> int | None:
    """A whole number in any width, None if it is none."""
    digits = unicodedata.normalize("NFKC", text).strip()
    return int(digits) if re.fullmatch(r"[0-9]{1,9}", digits) else None
