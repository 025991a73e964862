"""Sheets: text stays text, whatever block it stands in."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.printing.sheets import Box, Heading, Points, Table, Text, sheet

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "ol", "ul", "li", "b"),
    *("table", "thead", "tr", "th", "td"),
}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def every_block(text: str) -> str:
    blocks = [
        *(Heading(text), Text(text), Text(text, text), Points([text]), Points([text], text)),
        *(Box(text, text), Table([(text, text)], head=(text, text))),
    ]
    return sheet(text, blocks, text, note=text)


@given(st.text(max_size=200))
def test_no_text_becomes_a_tag_or_an_attribute(text: str) -> None:
    plain, hostile = read(every_block("あ")), read(every_block(text))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    names = [[name for name, _ in attributes] for _, attributes in hostile.tags]
    assert names == [[name for name, _ in attributes] for _, attributes in plain.tags]


def test_a_script_is_shown() -> None:
    reader = read(every_block('"><script>alert(1)</script>'))
    assert {tag for tag, _ in reader.tags} <= TAGS
    assert reader.text.count("<script>alert(1)</script>") == 14


def test_signs_that_no_printer_has_are_left_out_and_lines_are_kept() -> None:
    assert "一\n二三" in read(sheet("あ", [Text("一\r\n二\x00\x1b三\ud800")])).text


@pytest.mark.parametrize(("lang", "found"), [("ja", "ja"), ("pt", "pt"), ("ja-easy", "ja"), ("<x", "ja")])
def test_the_language_is_a_language(lang: str, found: str) -> None:
    (html, *_) = read(sheet("あ", [], lang)).tags
    assert html == ("html", [("lang", found)])


def test_chinese_is_set_in_its_own_face() -> None:
    assert "Noto Sans CJK SC" in sheet("你好", [], "zh")
    assert "Noto Sans CJK SC" not in sheet("あ", [], "ja")


def test_easy_japanese_carries_its_readings_and_nothing_else_does() -> None:
    easy, usual = (
        sheet("予約《よやく》", [Text("<b>番号《ばんごう》</b>")], "ja-easy"),
        sheet("予約《よやく》", []),
    )
    assert '<span class="ruby"><i>ばんごう</i>番号</span>' in easy
    assert "&lt;b&gt;" in easy
    assert "<title>予約</title>" in easy
    assert "予約《よやく》" in usual, "what staff write stands as it was written"
