"""The questions that stand ready: enough of them, complete in every language, readable, fit for a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from iga_madoguchi.domain.calls.policy import LANGUAGES
from iga_madoguchi.domain.conversation.private.catalogue import all_questions
from iga_madoguchi.domain.conversation.private.questions import Question
from iga_madoguchi.kit import ruby

DEPARTMENTS = {"shogai", "kodomo", "hoiku", "kaigo", "hoken"}
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
KANJI = re.compile(f"[{ruby.KANJI}]")
each_question = pytest.mark.parametrize("question", all_questions(), ids=lambda one: one.id)


def texts(question: Question) -> Iterator[tuple[str, dict[str, str]]]:
    yield "text", question.text
    if question.note:
        yield "note", question.note
    for choice in question.choices:
        yield choice.id, choice.text


def test_there_are_enough_and_every_department_finds_some() -> None:
    questions = all_questions()
    assert len(questions) >= 25
    assert len({one.id for one in questions}) == len(questions)
    for department in DEPARTMENTS:
        assert sum(department in one.departments for one in questions) >= 10, department


@each_question
def test_a_question_is_complete(question: Question) -> None:
    assert set(question.departments) <= DEPARTMENTS
    assert question.id.startswith(question.topic + ".")
    assert (question.kind == "pad") == (question.pad is not None) == (not question.choices)
    assert len({one.id for one in question.choices}) == len(question.choices) <= 9
    for where, words in texts(question):
        assert set(words) == set(LANGUAGES), where
        assert all(text.strip() == text != "" for text in words.values()), where


@each_question
def test_every_language_is_its_own(question: Question) -> None:
    for where, words in texts(question):
        easy = words["ja-easy"]
        assert not ruby.broken(easy), where
        assert not ruby.without_reading(easy), (where, ruby.without_reading(easy))
        for code in ("pt", "vi", "es", "en"):
            assert not KANA.search(words[code]), (where, code)
            assert not KANJI.search(words[code]), (where, code)
        assert not KANA.search(words["zh"]), where


@each_question
def test_no_two_answers_of_a_question_are_the_same(question: Question) -> None:
    for code in LANGUAGES:
        said = [choice.text[code] for choice in question.choices]
        assert len(set(said)) == len(said), code


@each_question
def test_an_answer_fits_on_a_button(question: Question) -> None:
    for choice in question.choices:
        for code, text in choice.text.items():
            wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in ruby.plain(text))
            assert wide <= 46, (choice.id, code, wide)
