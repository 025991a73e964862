"""`report monthly` and `report incident`: a file on A4, or a sentence that says what to do."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from iga_madoguchi.kit.clock import TOKYO
from tests.cli.conftest import Run


def test_a_month_becomes_a_file(run: Run, tmp_path: Path) -> None:
    month, out = f"{datetime.now(TOKYO):%Y-%m}", tmp_path / "getsuji.pdf"
    assert run("db", "migrate")[0] == 0
    code, told, _ = run("report", "monthly", "--month", month, "--out", str(out), "--json")
    document = json.loads(told)
    assert (code, document["calls"], document["complete"]) == (0, 0, False)
    assert out.read_bytes().startswith(b"%PDF")
    assert document["bytes"] == out.stat().st_size


def test_an_incident_becomes_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "shougai.pdf"
    assert run("db", "migrate")[0] == 0
    span = "--from", "2026-11-30T09:15", "--to", "2026-11-30T10:40"
    code, told, _ = run("report", "incident", "--title", "画面が映らない", *span, "--out", str(out))
    assert (code, "障害報告書を作りました" in told) == (0, True)
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("monthly", "--month", "2026-13"), "2026-11 のように"),
        (("monthly", "--month", "2999-01"), "月を読み取れません"),
        (("monthly", "--month", "2099-01"), "まだ、はじまって"),
        (("incident", "--title", " ", "--from", "2026-11-30", "--to", "2026-12-01"), "--title"),
        (("incident", "--title", "x", "--from", "きのう", "--to", "2026-12-01"), "2026-11-30T09:15"),
        (("incident", "--title", "x", "--from", "2026-12-02", "--to", "2026-12-01"), "--from と --to"),
        (("incident", "--title", "x", "--from", "2026-01-02", "--to", "2026-12-01"), "14日まで"),
        (("incident", "--title", "x" * 61, "--from", "2026-11-30", "--to", "2026-12-01"), "60文字"),
    ],
)
def test_what_cannot_be_made_leaves_no_file(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "none.pdf"
    assert run("db", "migrate")[0] == 0
    code, told, complained = run("report", *arguments, "--out", str(out))
    assert code == 42
    assert said.replace("、", "") in (told + complained).replace("、", "")
    assert not out.exists()


def test_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert run("db", "migrate")[0] == 0
    month = f"{datetime.now(TOKYO):%Y-%m}"
    code, _, complained = run(
        "report", "monthly", "--month", month, "--out", str(tmp_path / "file" / "a.pdf")
    )
    assert (code, "報告書は作っていません" in complained) == (37, True)
