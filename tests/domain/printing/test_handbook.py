"""The handbook: every chapter of docs/operate is in it, at the page that the contents name."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.domain.printing import handbook

OPERATE = Path(__file__).resolve().parents[3] / "docs" / "operate"
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def chapters() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in OPERATE.glob("*.md")}


def test_every_chapter_has_its_place_and_what_is_new_too() -> None:
    texts = chapters()
    named = {name for _, part in handbook.PARTS for name in part} | {handbook.HISTORY}
    assert named - texts.keys() == set(), "a chapter that the handbook names is not there"
    made = handbook.document({**texts, "atarashii": "# 新しい章\n"}, "v1", NOW)
    for name in (*texts, "atarashii"):
        assert f'id="{name}"' in made
        assert f'href="#{name}"' in made
    assert made.index('id="rireki"') > made.index('id="atarashii"')


@pytest.mark.parametrize("path", sorted(OPERATE.glob("*.md")), ids=lambda path: path.stem)
def test_a_chapter_leads_only_to_chapters(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert handbook.title(text)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target.removesuffix(".md") in chapters(), target


def test_a_strangers_text_stays_text() -> None:
    made = handbook.chapter(
        "x", "# あ<script>\n\n[外](https://example.org/) ![絵](file:///etc/passwd)\n", "v1", NOW
    )
    assert "<script>" not in made
    assert "<img" not in made
    assert "href=" not in made


def test_commands_stand_in_a_line_of_their_own_and_sentences_have_no_gap() -> None:
    made = handbook.chapter(
        "x", "# あ\n\n1. 見ます。\n   `backup list`\n   出ます。\n\n長い文の\n続きです\n", "v1", NOW
    )
    assert "見ます。<br />\n<code>backup list</code><br />\n出ます。" in made
    assert "長い文の続きです" in made


def test_the_contents_name_the_page_where_a_chapter_begins(tmp_path: Path) -> None:
    typesetter = WeasyTypesetter()
    if typesetter.missing:
        pytest.skip(f"not installed: {typesetter.missing}")
    texts = {name: chapters()[name] for name in ("fukugen", "bakkuappu", "rireki")}
    out = tmp_path / "handbook.pdf"
    out.write_bytes(typesetter.pdf(handbook.document(texts, "v1", NOW)))
    told = subprocess.run(
        ["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = told.split("\f")
    for name, text in texts.items():
        title = handbook.title(text)
        found = re.search(re.escape(title) + r"\s+(\d+)\n", pages[1])
        assert found is not None, name
        page = pages[int(found[1]) - 1]
        assert title in page.splitlines()[2:6] or title in page[:400]
        assert re.search(rf"{found[1]}\s*/\s*\d+", page)
