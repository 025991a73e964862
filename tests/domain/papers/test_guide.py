"""The guide sheet bears each mark at the millimetre at which it lies on the paper; words stay words."""

from __future__ import annotations

import re

import pytest

from iga_madoguchi.domain.papers import guide
from iga_madoguchi.domain.papers.views import MarkView, PageView
from iga_madoguchi.errors import InvalidInput


def page(width: int = 2100, height: int = 2970) -> PageView:
    return PageView(1, width, height, True, 0, None, width, height, "v", ())


def mark(shape: str, *points: tuple[float, float], text: str = "", number: int = 1) -> MarkView:
    return MarkView("1", number, "desk", shape, points, text, "tmp")


def test_a_box_lies_at_its_millimetres() -> None:
    html = guide.sheet(page(), [mark("box", (0.5, 0.25), (0.75, 0.5))], "静止画 1")
    assert 'x="105.00" y="74.25" width="52.50" height="74.25"' in html
    assert guide.HERE in html
    assert "size: 210.0mm 297.0mm" in html
    assert "目安" not in html


def test_a_lying_page_is_printed_lying() -> None:
    html = guide.sheet(page(2970, 2100), [mark("marker", (0, 0), (1, 1))], "")
    assert "size: 297.0mm 210.0mm" in html
    assert "M0.00 0.00L297.00 210.00" in html


def test_a_page_of_another_size_says_that_places_are_rough() -> None:
    assert "目安" in guide.sheet(page(1000, 1000), [mark("arrow", (0.1, 0.1), (0.4, 0.4))], "")


def test_words_are_words_and_stay_on_the_sheet() -> None:
    html = guide.sheet(page(), [mark("text", (0.99, 0.5), text="<b>ここを 見てください</b>")], "<i>")
    assert "<b>" not in html
    assert "<i>" not in html
    (x,) = re.findall(r'<text x="([\d.]+)" y="148.50"', html)
    assert float(x) < 120


def test_without_a_mark_on_this_page_there_is_no_sheet() -> None:
    with pytest.raises(InvalidInput) as refused:
        guide.sheet(page(), [mark("box", (0, 0), (1, 1), number=2)], "")
    assert refused.value.code == "papers.guide.no_marks"


def test_a_line_says_where_too_and_nothing_is_cut_off_at_the_top() -> None:
    html = guide.sheet(page(), [mark("marker", (0.5, 0.5), (0.6, 0.5))], "")
    assert guide.HERE in html.partition("<svg")[2]
    for one in (mark("text", (0.5, 0.0), text="ここ"), mark("arrow", (0.5, 0.01), (0.6, 0.2))):
        drawn = guide.sheet(page(), [one], "").partition("<svg")[2]
        heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.-]+)"', drawn)]
        assert min(heights) >= guide.LETTER


def a4(*marks: MarkView) -> str:
    page = PageView(1, 2100, 2970, True, 0, None, 2100, 2970, "v", ())
    return guide.sheet(page, marks, "用紙")


def test_the_words_of_a_guide_sheet_are_on_the_sheet() -> None:
    html = a4(MarkView("1", 1, "desk", "text", ((0.5, 0.5),), "あ" * 60, ""))
    found = re.search(r'<text x="([\d.]+)" y="[\d.]+" font-size="([\d.]+)" font-weight="bold">(あ+)<', html)
    assert found is not None
    assert float(found[1]) + float(found[2]) * len(found[3]) <= guide.SHORT


def test_the_words_of_a_box_around_the_whole_page_are_on_the_sheet() -> None:
    html = a4(MarkView("1", 1, "desk", "box", ((0.02, 0.02), (0.98, 0.99)), "", ""))
    found = re.search(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>ここに記入<', html)
    assert found is not None
    assert float(found[1]) < guide.LONG
