"""`seed years` and `report yearly`: made-up years in an example database only, and an A4 document of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

Run = Any


@pytest.fixture
def example(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("IGA_EXAMPLE_DATA", "1")
    return run


def test_production_is_never_filled(run: Run) -> None:
    code, _, why = run("seed", "years", "--calls", "10", "--log-rows", "0")
    assert code == 43
    assert "本番" in why
    assert "何も変えていません" in why


def test_years_become_a_document(example: Run, tmp_path: Path) -> None:
    code, told, _ = example("seed", "years", "--calls", "60", "--log-rows", "500", "--years", "1", "--json")
    made = json.loads(told)
    assert (code, made["calls"]) == (0, 60)
    assert example("audit", "verify")[0] == 0
    code, _, why = example("seed", "years")
    assert (code, "もう相談があります" in why) == (41, True)
    out = tmp_path / "report.pdf"
    period = ("--from", made["first"], "--to", made["last"])
    code, told, _ = example("report", "yearly", *period, "--out", str(out), "--json")
    assert (code, json.loads(told)["calls"]) == (0, 60)
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True)
    for needed in ("利用のまとめ", "60件", "阿山支所", "減った移動の見積もり"):
        assert needed in text.stdout
    code, _, why = example("report", "yearly", *period, "--out", str(out / "report.pdf"))
    assert (code, "書けません" in why) == (37, True)


@pytest.mark.parametrize(
    ("first", "last", "code", "said"),
    [
        ("2026-11-24", "2026-11-23", 42, "あとです"),
        ("2016-01-01", "2026-01-01", 42, "6年まで"),
        ("yesterday", "2026-01-01", 2, "2026-04-01 のように"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    example: Run, tmp_path: Path, first: str, last: str, code: int, said: str
) -> None:
    example("db", "upgrade")
    out = tmp_path / "x.pdf"
    found, _, why = example("report", "yearly", "--from", first, "--to", last, "--out", str(out))
    assert (found, said in why, out.exists()) == (code, True, False)


def test_absurd_numbers_are_refused(example: Run) -> None:
    code, _, why = example("seed", "years", "--calls", "-5")
    assert (code, "1〜20万件" in why) == (42, True)
