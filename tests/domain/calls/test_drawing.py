"""The drawing in the docs is made from the table in the code."""

from __future__ import annotations

from pathlib import Path

from iga_madoguchi.domain.calls.drawing import markdown
from iga_madoguchi.domain.calls.lifecycle import TABLE

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "develop" / "lifecycle.md"


def test_the_document_is_what_the_table_says() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == markdown(), (
        "see the module iga_madoguchi.domain.calls.drawing"
    )


def test_every_row_is_drawn_and_says_who_causes_it() -> None:
    drawn = markdown()
    for row in TABLE:
        assert f"{row.source} --> {row.target}: {row.event} ({row.by})" in drawn
        assert row.by in ("branch", "desk", "system")
