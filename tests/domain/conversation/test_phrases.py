"""The phrase board is whole: every sentence in every language, for a department, with answers that exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit import ruby

KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
KANJI = re.compile(f"[{ruby.KANJI}]")
BRACES = re.compile(r"\{[^}]*\}")
ENOUGH = 150
DEPARTMENTS = ("shogai", "kodomo", "hoiku", "kaigo", "hoken")
LONGEST = 100  # letters: what fits on the resident's screen in large letters
EVERYTHING = (*catalogue.phrases(), *catalogue.answers())
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_there_are_enough_sentences(language: str) -> None:
    assert len([one for one in catalogue.phrases() if one.texts[language].strip()]) >= ENOUGH


@every_language
def test_nothing_is_empty_too_long_or_badly_spaced(language: str) -> None:
    for one in EVERYTHING:
        text = one.texts[language]
        assert text == text.strip(), one.id
        assert 0 < len(ruby.plain(text)) <= LONGEST, one.id
        assert "  " not in text, one.id


@every_language
def test_every_language_leaves_the_same_gaps(language: str) -> None:
    for one in EVERYTHING:
        gaps = Counter(BRACES.findall(one.texts["ja"]))
        assert Counter(BRACES.findall(one.texts[language])) == gaps, one.id


def test_who_reads_kana_only_can_read_easy_japanese() -> None:
    for one in EVERYTHING:
        easy = one.texts["ja-easy"]
        assert not ruby.broken(easy), (one.id, easy)
        assert not ruby.without_reading(easy), (one.id, ruby.without_reading(easy))


def test_no_other_text_has_ruby() -> None:
    for one in EVERYTHING:
        for language in set(LANGUAGES) - {"ja-easy"}:
            assert "《" not in one.texts[language], (one.id, language)


@pytest.mark.parametrize("language", ["pt", "vi", "zh", "es", "en"])
def test_no_japanese_is_left_over(language: str) -> None:
    for one in EVERYTHING:
        text = one.texts[language]
        assert not KANA.search(text), (one.id, text)
        if language != "zh":
            assert not KANJI.search(text), (one.id, text)


@every_language
def test_no_sentence_stands_there_twice(language: str) -> None:
    counted = Counter(one.texts[language] for one in catalogue.phrases())
    assert [text for text, times in counted.items() if times > 1] == []


def test_a_question_is_a_question_in_every_language() -> None:
    for one in catalogue.phrases():
        if "yes" in one.answers and "no" in one.answers and one.texts["ja"].endswith("か。"):
            for language in ("pt", "vi", "es", "en"):
                assert "?" in one.texts[language], (one.id, one.texts[language])
            assert "？" in one.texts["zh"], one.id


def test_what_can_be_answered_exists() -> None:
    for one in catalogue.phrases():
        assert one.answers, one.id
        assert len(set(one.answers)) == len(one.answers), one.id
        for name in one.answers:
            assert name in catalogue.PADS or catalogue.answer(name), (one.id, name)


def test_only_departments_of_the_city_say_something() -> None:
    for one in catalogue.phrases():
        assert set(one.departments) <= set(DEPARTMENTS), one.id


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_finds_its_own_sentences_first(department: str) -> None:
    board = catalogue.board(department)
    assert [moment.id for moment in board] == list(catalogue.MOMENTS)
    hearing = board[1].phrases
    own = [department in one.departments for one in hearing]
    assert own[0]
    assert own == sorted(own, reverse=True)
    others = [one.id for moment in board for one in moment.phrases if one.departments]
    assert all(department in catalogue.phrase(one).departments for one in others)


def test_a_department_without_own_sentences_has_those_of_all() -> None:
    assert all(moment.phrases for moment in catalogue.board("another"))
    assert all(not one.departments for moment in catalogue.board("another") for one in moment.phrases)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound) as phrase:
        catalogue.phrase("hearing.nothing")
    assert phrase.value.code == "conversation.phrase.unknown"
    with pytest.raises(NotFound) as answer:
        catalogue.answer("perhaps")
    assert answer.value.code == "conversation.answer.unknown"


@pytest.mark.parametrize(
    ("answer", "language", "text"),
    [
        ("number.0595229650", "ja", "0595229650"),
        ("money.0", "ja", "0円"),
        ("money.1234567", "ja", "1,234,567円"),
        ("money.1234567", "pt", "1.234.567 ienes"),
        ("date.1980-05-01", "ja", "昭和55年（1980年）5月1日"),
        ("date.2019-05-01", "ja", "令和元年（2019年）5月1日"),
        ("date.2019-04-30", "ja", "平成31年（2019年）4月30日"),
        ("date.1926-12-25", "ja", "昭和元年（1926年）12月25日"),
        ("date.1912-07-29", "ja", "明治45年（1912年）7月29日"),
        ("date.2024-02-29", "vi", "ngày 29 tháng 2 năm 2024"),
        ("date.2024-02-29", "en", "29 February 2024"),
        ("body.knee", "ja", "ひざ"),
        ("family.mother", "vi", "Mẹ"),
    ],
)
def test_an_answer_is_said_in_words(answer: str, language: str, text: str) -> None:
    assert catalogue.answer(answer).texts[language] == text


@pytest.mark.parametrize(
    "answer",
    [
        *("number.", "number.1234567890123", "number.12a", "number.１２", "number.-1", "number.1 "),
        *("money.", "money.007", "money.1234567890", "money.1.5"),
        *("date.", "date.2023-02-29", "date.1899-12-31", "date.2101-01-01", "date.20240101", "date.2024-1-1"),
        *("body.", "body.heart", "family", "yes.1", "", "."),
    ],
)
def test_a_value_out_of_bounds_is_no_answer(answer: str) -> None:
    with pytest.raises(NotFound):
        catalogue.answer(answer)


@pytest.mark.parametrize("answer", ["date.2019-05-14", "date.2020-01-01", "date.1988-11-20", "money.300"])
def test_a_value_can_be_read_by_who_reads_kana_only(answer: str) -> None:
    easy = catalogue.answer(answer).texts["ja-easy"]
    assert not ruby.broken(easy)
    assert not ruby.without_reading(easy)
