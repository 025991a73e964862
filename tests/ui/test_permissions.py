"""The table of who may do what is the one in the docs, and leaves nothing out."""

from __future__ import annotations

from pathlib import Path

from tests import permissions

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "develop" / "permissions.md"


def test_the_docs_say_what_the_code_declares() -> None:
    told = permissions.markdown()
    assert "NOT DECLARED" not in told
    assert DOCUMENT.read_text(encoding="utf-8") == told, (
        "python -m tests.permissions > docs/develop/permissions.md"
    )
