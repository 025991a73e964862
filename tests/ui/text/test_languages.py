"""A language is complete or it is not offered."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.domain.calls.policy import DECLINE_MINUTES, NEEDS, OBSERVER_REASONS
from iga_madoguchi.domain.calls.policy import LANGUAGES as CALL_LANGUAGES
from iga_madoguchi.domain.forms.lifecycle import ACTIVE
from iga_madoguchi.ui.text.ja import form, office
from iga_madoguchi.ui.text.kiosk import CALL_WORDS, FORM_WORDS, PAPER_WORDS, TOGETHER_WORDS, KioskText
from iga_madoguchi.ui.text.languages import DEFAULT, LANGUAGES, Language

# What the city itself wrote is Japanese already; other languages translate it.
BY_THE_CITY = {"departments", "examples", "branches"}
BY_THE_BROWSER = {"call_words"}
ROOT = Path(__file__).resolve().parents[3]
RESIDENTS_NEVER_READ = ("エラー", "失敗", "無効", "接続")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_nothing_is_empty_and_placeholders_agree(language: Language) -> None:
    assert language.code in CALL_LANGUAGES
    for field in fields(KioskText):
        own, model = getattr(language.kiosk, field.name), getattr(LANGUAGES[DEFAULT].kiosk, field.name)
        if field.name in BY_THE_CITY | BY_THE_BROWSER:
            continue
        assert _shape(own) == _shape(model), field.name
        if field.name != "ahead_unit":  # not every language counts people with a word
            assert all(word.strip() for word in _words(own)), field.name


def test_stable_ids_all_have_words() -> None:
    text = LANGUAGES[DEFAULT].kiosk
    assert set(text.needs) == set(office.NEEDS) == set(NEEDS)
    assert set(text.declined) == set(office.DECLINE) == set(DECLINE_MINUTES)
    assert set(office.LANGUAGES) == set(CALL_LANGUAGES)


def test_what_more_than_two_need_is_said_in_every_language() -> None:
    for language in LANGUAGES.values():
        assert set(language.kiosk.together) == set(TOGETHER_WORDS), language.code
    assert {f"look_{reason}" for reason in OBSERVER_REASONS} <= set(TOGETHER_WORDS)
    assert set(office.OBSERVER_REASONS) == set(OBSERVER_REASONS)


def test_translations_name_the_same_places() -> None:
    others = [language.kiosk for language in LANGUAGES.values() if language.code != DEFAULT]
    assert len({frozenset(text.departments) for text in others}) == 1
    assert all(set(text.examples) == set(text.departments) for text in others)


def test_the_browsers_parts_speak_every_language() -> None:
    parts = (ROOT / "assets" / name for name in ("call.jsx", "lost.jsx"))
    said = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    for key in CALL_WORDS:
        assert re.search(rf'^\s*"?{re.escape(key)}"?: "', said, re.MULTILINE), key
    for language in LANGUAGES.values():
        if language.code != DEFAULT:
            assert set(language.kiosk.call_words) == set(CALL_WORDS), language.code


def test_the_table_with_the_paper_speaks_every_language() -> None:
    said = (ROOT / "assets" / "paper.jsx").read_text(encoding="utf-8")
    for key in re.findall(r'words(?:\.(\w+)|\["([\w.]+)"\])', said):
        name = key[0] or key[1]
        assert name in PAPER_WORDS, name
    for language in LANGUAGES.values():
        assert set(language.kiosk.paper_words) == set(PAPER_WORDS), language.code


def test_the_browsers_form_finds_every_word_it_says() -> None:
    said = (ROOT / "assets" / "form.jsx").read_text(encoding="utf-8")
    resident = said[said.index("/* ---- the resident ---- */") :]
    used = set(re.findall(r"words\.(\w+)", resident)) | {"empty"}
    assert used == {word for word in FORM_WORDS if not word.startswith("forms.")}
    for language in LANGUAGES.values():
        assert set(language.kiosk.form) == set(FORM_WORDS), language.code
    desk = said[: said.index("/* ---- the resident ---- */")]
    assert set(re.findall(r"words\.(\w+)", desk)) <= set(form.DESK)
    assert {f"state.{state}" for state in ACTIVE} <= set(form.DESK)


def test_residents_are_spared_the_words_of_machines() -> None:
    for field in fields(KioskText):
        for word in _words(getattr(LANGUAGES[DEFAULT].kiosk, field.name)):
            assert not any(harsh in word for harsh in RESIDENTS_NEVER_READ), field.name


def _words(text: Any) -> list[str]:
    if isinstance(text, str):
        return [text]
    parts = text.values() if isinstance(text, dict) else text
    return [word for part in parts for word in _words(part)]


def _shape(text: Any) -> Any:
    """Keys, lengths and placeholders of a text, without its words. `{date}` may be left out."""
    if isinstance(text, str):
        return sorted(set(re.findall(r"{\w+}", text)))
    if isinstance(text, dict):
        return {key: _shape(part) for key, part in text.items()}
    return [_shape(part) for part in text]
