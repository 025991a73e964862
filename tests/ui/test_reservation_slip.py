"""The slip: everything somebody needs to come, nothing that could be read as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.domain.reservations.views import ReservationView
from iga_madoguchi.domain.terminals.views import Words
from iga_madoguchi.ui.reservation_slip import slip
from iga_madoguchi.ui.text.languages import LANGUAGES

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
    branch_words={"en": Words("Ayama Branch"), "pt": Words("Sucursal Ayama")},
    department_words={"en": Words("Insurance and Pension")},
)


def test_it_says_number_time_place_telephone_and_what_to_bring() -> None:
    html = slip(VIEW, "ja")
    for said in ("4711", "11月25日（水）", "10:30", "阿山支所", "保険年金課", "0595-00-0005", "封筒のまま"):
        assert said in html
    assert 'lang="ja"' in html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Wed, Nov 25", "Ayama Branch", "Insurance and Pension", "Please bring")),
        ("pt", ("quarta, 25/11", "Sucursal Ayama", "保険年金課")),
        ("zh", ("11月25日（周三）", "阿山支所")),
    ],
)
def test_everybody_reads_it_in_their_own_language(language: str, said: tuple[str, ...]) -> None:
    html = slip(VIEW, language)
    for words in ("4711", "10:30", "0595-00-0005", *said):
        assert words in html


def test_beside_a_translated_place_stands_what_is_written_over_its_door() -> None:
    assert 'Ayama Branch<small lang="ja">阿山支所</small>' in slip(VIEW, "en")


def test_easy_japanese_has_readings_over_its_words() -> None:
    html = slip(VIEW, "ja-easy")
    assert '<span class="ruby"><i>ばんごう</i>番号</span>' in html
    assert "《" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_is_enough(language: str) -> None:
    pdf = pypdfium2.PdfDocument(WeasyTypesetter().pdf(slip(VIEW, language)))
    assert len(pdf) == 1


def test_it_is_complete_by_itself_and_names_are_not_markup() -> None:
    html = slip(replace(VIEW, department_name="<b>課</b>"), "ja")
    assert "&lt;b&gt;課" in html
    assert "<b>課" not in html
    assert "http" not in html
    assert "<script" not in html
