"""`procedures export|import`: a file out and in again; what is wrong in it is told by row and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Run = Any


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    """The catalogue of a new city."""
    assert run("db", "migrate")[0] == 0
    path = tmp_path / "out" / "catalogue.csv"
    code, told, _ = run("procedures", "export", "--out", str(path), "--json")
    assert code == 0
    assert json.loads(told)["bytes"] == path.stat().st_size
    return path


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def test_an_export_imported_changes_nothing(run: Run, file: Path) -> None:
    code, told, _ = run("procedures", "import", str(file))
    assert code == 0
    assert "新しい 0件、変わる 0件、同じ 44件" in told
    assert "まだ何も変えていません" in told


def test_an_import_shows_first_and_changes_when_told(run: Run, file: Path) -> None:
    replaced(file, "身体障害者手帳の交付申請", "身体障害者手帳の申請")
    code, told, _ = run("procedures", "import", str(file))
    assert code == 0
    assert "2行目\t変わる\tshogai.techo\t身体障害者手帳の申請\t名前（日本語）" in told
    assert "変わる 1件" in run("procedures", "import", str(file))[1], "looking has changed nothing"
    code, told, _ = run("procedures", "import", str(file), "--apply", "--json")
    document = json.loads(told)
    assert (code, document["applied"], document["encoding"]) == (0, True, "utf-8")
    assert [row["change"] for row in document["rows"]].count("changed") == 1
    assert "同じ 44件" in run("procedures", "import", str(file), "--apply")[1]


@pytest.mark.parametrize("how", [(), ("--apply",)])
def test_faults_are_told_by_row_and_column_and_nothing_is_done(
    run: Run, file: Path, how: tuple[str, ...]
) -> None:
    replaced(file, "身体障害者手帳の交付申請", "<b>手帳</b>")
    replaced(file, "療育手帳の交付・更新", "=1+1")
    code, _, told = run("procedures", "import", str(file), *how)
    assert code == 60
    assert "2行目 名前（日本語）：「<」と「>」は使えません。" in told
    assert "4行目 名前（日本語）：「=」で始まるセルは、計算式になるので使えません。" in told
    assert "何も変えていません。" in told
    code, told, _ = run("procedures", "import", str(file), *how, "--json")
    document = json.loads(told)
    assert (code, document["applied"], len(document["faults"])) == (60, False, 2)
    before = file.read_bytes()
    run("procedures", "export", "--out", str(file))
    assert file.read_bytes() != before
    assert "身体障害者手帳の交付申請" in file.read_text(encoding="utf-8-sig")


def test_a_file_that_is_not_there_or_has_no_place_is_told(run: Run, file: Path) -> None:
    code, _, told = run("procedures", "import", str(file.parent / "none.csv"))
    assert code == 61
    assert "none.csv を読めません" in told
    assert run("procedures", "import", str(file.parent))[0] == 61
    code, _, told = run("procedures", "export", "--out", str(file / "below.csv"))
    assert code == 62
    assert "に書けません" in told


def test_a_file_without_end_is_refused_without_reading_it_whole(run: Run, file: Path) -> None:
    with file.open("wb") as out:
        out.truncate(10_000_000_000)
    code, _, told = run("procedures", "import", str(file))
    assert code == 60
    assert "ファイル：ファイルが大きすぎます。4MBまでにしてください。" in told
