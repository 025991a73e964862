"""A language is complete or it is not offered."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import jpholiday
import pytest

from iga_madoguchi.domain.calls.policy import DECLINE_MINUTES, NEEDS, OBSERVER_REASONS
from iga_madoguchi.domain.calls.policy import LANGUAGES as CALL_LANGUAGES
from iga_madoguchi.domain.conversation.phrases.catalogue import PADS
from iga_madoguchi.domain.conversation.private import policy as private_policy
from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.lifecycle import ACTIVE
from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.kiosk.show import day_off
from iga_madoguchi.ui.text.counting import Count, one, pun
from iga_madoguchi.ui.text.ja import form, office, paper, private
from iga_madoguchi.ui.text.kiosk import (
    CALL_WORDS,
    FORM_WORDS,
    MATTER_WORDS,
    PAPER_WORDS,
    PHRASE_WORDS,
    PRIVATE_WORDS,
    SURVEY_WORDS,
    TALK_WORDS,
    TOGETHER_WORDS,
    TONE_WORDS,
)
from iga_madoguchi.ui.text.languages import DEFAULT, LANGUAGES, Language

# What the city itself wrote is Japanese already; other languages translate it.
BY_THE_CITY = {"closed_days", "labels"}
BY_THE_BROWSER = {"call_words"}
# Everybody must find the way back to their language; which keys stand on the screen is no text.
THE_SAME = {"language", "keys", "tag"}
PHRASE_PARTS = ("pads.jsx", "aloud.jsx")
ROOT = Path(__file__).resolve().parents[3]
LEVELS = ("still", "low", "good", "loud")
RESIDENTS_NEVER_READ = ("エラー", "失敗", "無効", "接続")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
KANJI = re.compile(f"[{ruby.KANJI}]")
LONG = 18  # letters; shorter ones may be the same in two languages

other_languages = pytest.mark.parametrize(
    "language", [one for one in LANGUAGES.values() if one.code != DEFAULT], ids=lambda one: one.code
)
every_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)


def texts(language: Language) -> dict[str, str]:
    """Everything a language says, by where it stands."""
    found = dict(_walk("kiosk", language.kiosk))
    found |= dict(_walk("slip", language.slip)) | dict(_walk("takeaway", language.takeaway))
    return found


def _walk(where: str, thing: Any) -> Iterator[tuple[str, str]]:
    if isinstance(thing, str):
        yield where, thing
    elif isinstance(thing, dict):
        for key, part in thing.items():
            yield from _walk(f"{where}.{key}", part)
    elif isinstance(thing, tuple):
        for place, part in enumerate(thing):
            yield from _walk(f"{where}.{place}", part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _walk(f"{where}.{field.name}", getattr(thing, field.name))


def _field(where: str) -> str:
    return where.split(".")[1]


def _said(where: str) -> bool:
    return where.split(".")[-1] not in THE_SAME


def _places(text: str) -> set[str]:
    """The names in braces, and those of forms that depend on a number."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_of_the_city_is_offered() -> None:
    assert tuple(LANGUAGES) == CALL_LANGUAGES
    assert [language.tag for language in LANGUAGES.values()] == [
        *("ja", "ja", "pt-BR", "vi", "zh-Hans", "es", "en")
    ]
    for language in LANGUAGES.values():
        assert language.slip.tag == language.takeaway.tag == language.tag


@every_language
def test_nothing_is_missing_or_empty_and_places_agree(language: Language) -> None:
    model, own = texts(LANGUAGES[DEFAULT]), texts(language)
    ours = {key for key in model if _field(key) not in BY_THE_CITY | BY_THE_BROWSER}
    assert ours == {key for key in own if _field(key) not in BY_THE_CITY | BY_THE_BROWSER}
    for key in ours:
        if key.endswith(".time") or "takeaway.date" in key:
            assert _places(own[key]) >= (_places(model[key]) - {"year"}), key
        else:
            assert _places(own[key]) == _places(model[key]), key
    for key, text in own.items():
        if key != "kiosk.ahead_unit":  # not every language counts people with a word
            assert text.strip(), key


@other_languages
def test_a_word_that_depends_on_a_number_has_two_forms(language: Language) -> None:
    for key, text in texts(language).items():
        for _, name, spec, _ in Formatter().parse(text):
            if name and spec and "|" in spec:
                assert len(spec.split("|")) == 2, key
                assert f"{{{name}}}" in text or f"{{{name}:" in text.replace(f"{{{name}:{spec}}}", "", 1), key


def test_numbers_choose_their_words() -> None:
    def said(code: str, number: int) -> str:
        kiosk = LANGUAGES[code].kiosk
        return kiosk.estimate.format(n=Count(number, kiosk.first_form))

    assert said("en", 1) == "About 1 minute."
    assert said("en", 5) == "About 5 minutes."
    assert said("pt", 1).endswith("1 minuto.")
    assert said("es", 2).endswith("2 minutos.")
    assert said("zh", 1) == "大约再过1分钟可以连线。"
    assert [ruby.kana(said("ja-easy", n))[6:8] for n in (1, 2, 3, 4, 5, 6, 8, 9)] == [
        *("ぷん", "ふん", "ぷん", "ぷん", "ふん", "ぷん", "ぷん", "ふん")
    ]
    assert [pun(n) for n in (10, 20, 15)] == [True, True, False]
    assert [n for n in range(12) if one(n)] == [1]


@pytest.mark.parametrize("code", ["pt", "vi", "es", "en"])
def test_no_japanese_is_left_over(code: str) -> None:
    for key, text in texts(LANGUAGES[code]).items():
        if _said(key):
            assert not KANA.search(text), key
            assert not KANJI.search(text), key


def test_no_kana_is_left_over_in_chinese() -> None:
    for key, text in texts(LANGUAGES["zh"]).items():
        assert not _said(key) or not KANA.search(text), key


def test_no_sentence_is_the_same_in_two_languages() -> None:
    seen: dict[str, str] = {}
    for code, language in LANGUAGES.items():
        for key, text in texts(language).items():
            long = len(re.sub(r"{[^}]*}", "", text)) >= LONG
            if _said(key) and long and _field(key) not in BY_THE_CITY:
                assert seen.setdefault(text, code) == code, (key, text)


def test_every_kanji_of_easy_japanese_has_its_reading() -> None:
    for key, text in texts(LANGUAGES["ja-easy"]).items():
        assert not ruby.broken(text), key
        assert not ruby.without_reading(text), (key, ruby.without_reading(text))
    assert not ruby.without_reading(LANGUAGES["ja-easy"].name)


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "ja-easy"])
def test_no_other_language_carries_readings(code: str) -> None:
    for key, text in texts(LANGUAGES[code]).items():
        assert not set("｜《》") & set(text), key


def test_the_example_citys_places_are_said_in_every_language() -> None:
    places = tomllib.loads((ROOT / "iga_madoguchi/domain/example_city.toml").read_text(encoding="utf-8"))
    for kind in ("branch", "department"):
        for name, place in places[kind].items():
            assert set(place["words"]) == set(LANGUAGES) - {DEFAULT}, name
            for code, words in place["words"].items():
                for text in words.values():
                    assert not KANA.search(text) or code == "ja-easy", (name, text)
            for text in place["words"]["ja-easy"].values():
                assert not ruby.broken(text), (name, text)
                assert not ruby.without_reading(text), (name, text)


def test_days_are_said_as_they_are_read() -> None:
    day = date(2026, 11, 24)
    said = {code: language.kiosk.date.say(day) for code, language in LANGUAGES.items()}
    assert said == {
        "ja": "11月24日（火）",
        "ja-easy": "11月《がつ》｜24日《にじゅうよっか》（火曜日《かようび》）",
        "pt": "terça, 24/11",
        "vi": "thứ Ba, 24/11",
        "zh": "11月24日（周二）",
        "es": "martes, 24/11",
        "en": "Tue, Nov 24",
    }


@other_languages
def test_every_holiday_has_a_name(language: Language) -> None:
    names = {name for year in range(2023, 2036) for _, name in jpholiday.year_holidays(year)}
    for name in names | {"土曜日", "日曜日", "年末年始", "お休み"}:
        found = day_off(name, language.kiosk)
        assert found in language.kiosk.closed_days.values(), name


def test_what_is_printed_on_the_forms_is_said_in_every_language() -> None:
    printed = {form.title.ja for form in all_forms()}
    for blank in all_forms():
        for field in blank.fields:
            printed |= {field.label.ja, *(choice.words.ja for choice in field.choices)}
    for code in set(LANGUAGES) - {"ja", "en"}:
        assert set(LANGUAGES[code].kiosk.labels) == printed, code


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


@every_language
def test_matters_and_thanks_have_their_words(language: Language) -> None:
    assert set(language.kiosk.matters) == set(MATTER_WORDS)
    assert set(language.kiosk.survey) == set(SURVEY_WORDS)
    assert set(language.kiosk.tone) == set(TONE_WORDS)
    assert set(language.kiosk.talk) == set(TALK_WORDS)
    assert language.kiosk.matters["keys"] in ("kana", "latin")


@every_language
def test_the_phrase_board_has_its_words(language: Language) -> None:
    assert set(language.kiosk.phrases) == set(PHRASE_WORDS)
    said = "\n".join((ROOT / "assets" / name).read_text(encoding="utf-8") for name in PHRASE_PARTS)
    used = set(re.findall(r"words\.(\w+)", said)) | set(PADS)
    assert used == set(PHRASE_WORDS)


def test_who_answers_in_private_finds_every_word() -> None:
    parts = (ROOT / "assets" / name for name in ("private.jsx", "voice.jsx"))
    said = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    cut = said.index("/* ---- the desk ---- */")
    resident = said[:cut] + said[said.index("// The resident's own voice") :]
    used = set(re.findall(r"words\.(\w+)", resident)) | {f"voice_{level}" for level in LEVELS}
    made = {"unsaid", "unknown", *(f"pad_{what}" for what in private_policy.PADS if what != "count")}
    assert used | made == {word for word in PRIVATE_WORDS if not word.startswith("private.")}
    for language in LANGUAGES.values():
        assert set(language.kiosk.private) == set(PRIVATE_WORDS), language.code
    desk = set(re.findall(r"words\.(\w+)", said[cut : said.index("// The resident's own voice")]))
    assert desk | {f"pad_{what}" for what in private_policy.PADS} <= set(private.desk_words())
    assert not [code for code, words in private.desk_words().items() if "{" in words]
    assert {question["topic"] for question in private.desk_questions()} == set(private.TOPICS.values())


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
        assert name in (paper.DESK if name.startswith("forms.") else PAPER_WORDS), name
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


@pytest.mark.parametrize("code", ["ja", "ja-easy"])
def test_residents_are_spared_the_words_of_machines(code: str) -> None:
    for key, text in texts(LANGUAGES[code]).items():
        assert not any(harsh in text for harsh in RESIDENTS_NEVER_READ), key
