"""Where two texts of a procedure differ, told so that people who are no specialists can choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.procedures.comparing import differences
from iga_madoguchi.domain.procedures.content import data
from iga_madoguchi.domain.procedures.reading import parse
from tests.domain.procedures.samples import KNOWN, sample


def told(**changes: object) -> list[tuple[str, str, str]]:
    return [(one.label, one.mine, one.theirs) for one in differences(sample(**changes), sample())]


def test_the_same_differs_nowhere_also_when_the_empty_is_left_out() -> None:
    assert told() == []
    assert differences(sample(), data(parse(sample(), KNOWN))) == ()
    assert told(name={**sample()["name"], "pt": " "}) == []


@pytest.mark.parametrize(
    ("changes", "label", "mine", "theirs"),
    [
        ({"minutes": 45}, "分数", "45", "15"),
        ({"reach": "check"}, "この窓口でできること", "書類確認", "申請まで"),
        ({"source": "other"}, "もとの資料", "ほか", "伊賀市"),
        (
            {"line": {"ja": "しばらく車いすを使いたいとき", "pt": "Sim"}},
            "どんなとき（ポルトガル語）",
            "Sim",
            "",
        ),
        ({"checklist": ["返す日を伝えたか"]}, "終わりの確認2", "", "電話番号"),
        ({"words": ["車いす", "くるまいす"]}, "さがすことば2", "くるまいす", "wheelchair"),
    ],
)
def test_a_difference_has_the_fields_name_and_both_sides(
    changes: dict[str, object], label: str, mine: str, theirs: str
) -> None:
    assert told(**changes) == [(label, mine, theirs)]


def test_a_document_that_only_one_has_is_told_field_by_field() -> None:
    documents = sample()["documents"]
    found = told(documents=documents[:1])
    assert ("書類2・名前（日本語）", "", "マイナンバーカード") in found
    assert ("書類2・だれの", "", "代理の人") in found


@given(st.recursive(st.text(max_size=3) | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_nothing_differs_from_itself(value: object) -> None:
    assert differences({"name": value}, {"name": value}) == ()
