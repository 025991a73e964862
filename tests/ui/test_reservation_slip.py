"""The slip: everything somebody needs to come, nothing that could be read as markup."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from iga_madoguchi.domain.reservations.views import ReservationView
from iga_madoguchi.ui.reservation_slip import slip
from iga_madoguchi.ui.text.en import slip as en
from iga_madoguchi.ui.text.ja import slip as ja
from iga_madoguchi.ui.text.slip import SlipText

VIEW = ReservationView(
    id="x",
    number="4711",
    branch_id="ayama",
    branch_name="阿山支所",
    department_id="hoken",
    department_name="保険年金課",
    phone="0595-00-0005",
    starts_at=datetime(2026, 11, 25, 1, 30, tzinfo=UTC),
    needs=(),
    language="ja",
    matter="",
    state="open",
)


def test_it_says_number_time_place_telephone_and_what_to_bring() -> None:
    html = slip(VIEW, "ja")
    for said in ("4711", "11月25日（水）", "10:30", "阿山支所", "保険年金課", "0595-00-0005", "封筒のまま"):
        assert said in html
    assert 'lang="ja"' in html


@pytest.mark.parametrize("language", ["en", "pt", "zh"])
def test_who_does_not_read_japanese_gets_english(language: str) -> None:
    html = slip(VIEW, language)
    for said in ("4711", "Wed 11/25", "10:30", "Ayama Branch", "Insurance and Pension", "Please bring"):
        assert said in html


def test_it_is_complete_by_itself_and_names_are_not_markup() -> None:
    html = slip(replace(VIEW, department_name="<b>課</b>", branch_id="new"), "ja")
    assert "&lt;b&gt;課" in html
    assert "<b>課" not in html
    assert "http" not in html
    assert "<script" not in html


def test_both_languages_fill_every_field() -> None:
    for field in fields(SlipText):
        assert (field.name in ("departments", "branches")) or getattr(ja.TEXT, field.name)
        assert getattr(en.TEXT, field.name)
