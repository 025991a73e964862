"""Every letter that a resident may read is in the typefaces that come from our own server."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from iga_madoguchi.cli.frontend import BUILD
from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.domain.conversation.private.catalogue import all_questions
from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.text.languages import LANGUAGES, Language
from tests.ui.text.test_languages import texts

FACES = {"zh": "noto-sans-sc"}
USUAL = "noto-sans-jp"
FACE = re.compile(r"@font-face\s*{(.*?)}", re.DOTALL)


@cache
def faces(name: str) -> tuple[tuple[frozenset[int], Path], ...]:
    """The files of a typeface and the characters for which a browser asks for each."""
    folder = BUILD / "fonts" / name
    assert folder.is_dir(), "the pages are not built: python -m iga_madoguchi serve --build-only"
    found = []
    for face in FACE.findall((folder / "index.css").read_text(encoding="utf-8")):
        source = re.search(r"url\(\.?/?([^)]+\.woff2)\)", face)
        ranges = re.search(r"unicode-range:\s*([^;]+)", face)
        assert source, face
        assert ranges, face
        found.append((frozenset(_points(ranges[1])), folder / source[1].strip("'\"")))
    return tuple(found)


def _points(ranges: str) -> set[int]:
    points: set[int] = set()
    for one in ranges.split(","):
        first, _, last = one.strip()[2:].partition("-")
        if "?" in first:
            first, last = first.replace("?", "0"), first.replace("?", "F")
        points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return points


@cache
def drawn(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(letters: set[str], name: str) -> set[str]:
    """The letters for which a browser gets no drawing from this typeface."""
    return {
        letter
        for letter in letters
        if not any(ord(letter) in asked and ord(letter) in drawn(path) for asked, path in faces(name))
    }


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
def test_every_letter_is_drawn(language: Language) -> None:
    asked = [word for question in all_questions() for word in question.said(language.code)]
    said = "".join([*texts(language).values(), *asked])
    own = set(ruby.plain(said)) | set(ruby.kana(said))
    # The button for languages is Japanese on every page, and says so.
    assert missing(own - set("ことば"), FACES.get(language.code, USUAL)) == set()
    assert missing(set(ruby.kana(language.name) + "ことば"), USUAL) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_phrase_board_is_drawn(language: str) -> None:
    board = [*catalogue.phrases(), *catalogue.answers()]
    values = [catalogue.answer(one) for one in ("number.0123456789", "money.1000000", "date.2019-05-01")]
    said = "".join(one.texts[language] for one in (*board, *values))
    assert missing(set(ruby.plain(said)) | set(ruby.kana(said)), FACES.get(language, USUAL)) == set()


def test_a_letter_without_a_drawing_is_found() -> None:
    assert missing({"\u0e01", "あ"}, USUAL) == {"\u0e01"}


def test_both_typefaces_may_be_passed_on() -> None:
    for name in (USUAL, *FACES.values()):
        assert "SIL OPEN FONT LICENSE" in (BUILD / "fonts" / name / "LICENSE").read_text().upper()
