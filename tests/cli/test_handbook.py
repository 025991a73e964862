"""`handbook`: a file comes out, or a sentence that says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iga_madoguchi.adapters.typeset import WeasyTypesetter
from tests.cli.conftest import Run


def test_a_chapter_is_made_and_bad_names_change_nothing(run: Run, tmp_path: Path) -> None:
    if WeasyTypesetter().missing:
        pytest.skip(f"not installed: {WeasyTypesetter().missing}")
    out = tmp_path / "fukugen.pdf"
    code, _, told = run("handbook", "--chapter", "../../etc/passwd", "--out", str(out))
    assert code == 39
    assert "fukugen" in told, "what there is is named"
    (tmp_path / "file").touch()
    assert run("handbook", "--chapter", "fukugen", "--out", str(tmp_path / "file" / "x.pdf"))[0] == 37
    assert list(tmp_path.glob("**/*.pdf")) == []
    code, printed, _ = run("handbook", "--chapter", "fukugen", "--out", str(out), "--json")
    assert code == 0
    document = json.loads(printed)
    assert out.read_bytes().startswith(b"%PDF")
    assert (document["chapters"], document["bytes"]) == (1, out.stat().st_size)
