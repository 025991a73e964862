"""What is touched on a pad becomes an answer that the server takes, or none at all."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.conversation.phrases import catalogue
from tests.browser.node import run


def answer(kind: str, value: object) -> str:
    found: Any = run("phrases/answers.js", "return it.answerId(...given);", [kind, value])
    return str(found)


@pytest.mark.parametrize(
    ("era", "parts", "day", "said"),
    [
        ("昭和", ("55", "5", "1"), "1980-05-01", "昭和55年"),
        ("令和", ("1", "5", "1"), "2019-05-01", "令和元年"),
        ("平成", ("31", "4", "30"), "2019-04-30", "平成31年"),
        ("大正", ("1", "7", "30"), "1912-07-30", "大正元年"),
        ("", ("2024", "02", "29"), "2024-02-29", "令和6年"),
    ],
)
def test_a_day_is_the_same_on_both_sides(era: str, parts: tuple[str, ...], day: str, said: str) -> None:
    found = answer("date", {"era": era, "parts": parts})
    assert found == f"date.{day}"
    assert catalogue.answer(found).texts["ja"].startswith(said)


@pytest.mark.parametrize(
    ("era", "parts"),
    [
        *(("", ("2023", "2", "29")), ("", ("1899", "1", "1")), ("", ("2101", "1", "1"))),
        *(("昭和", ("55", "", "1")), ("昭和", ("0", "1", "1")), ("昭和", ("55", "13", "1"))),
        ("昭和", ("55", "4", "31")),
    ],
)
def test_what_is_no_day_is_no_answer(era: str, parts: tuple[str, ...]) -> None:
    assert answer("date", {"era": era, "parts": parts}) == ""


@pytest.mark.parametrize("kind", ["number", "money"])
def test_the_longest_that_can_be_typed_is_taken_by_the_server(kind: str) -> None:
    code = (
        "let text = ''; for (const key of '99999999999999') text = it.press(given, text, key); return text;"
    )
    typed = run("phrases/answers.js", code, kind)
    assert catalogue.answer(answer(kind, typed)).id == f"{kind}.{typed}"


def test_an_amount_has_no_zero_before_it_and_a_number_may() -> None:
    code = "let text = ''; for (const key of given[1]) text = it.press(given[0], text, key); return text;"
    assert run("phrases/answers.js", code, ["money", "0012"]) == "12"
    assert run("phrases/answers.js", code, ["number", "0012"]) == "0012"
    assert run("phrases/answers.js", code, ["number", ["1", "2", "back", "x", "-", "3"]]) == "13"
    assert answer("number", "") == ""


def test_an_amount_is_read_with_its_thousands() -> None:
    assert run("phrases/answers.js", "return it.amount(given);", "1234567") == "1,234,567"
