"""`backup run|list|verify|drill|key` and `restore`: exit codes, one JSON document, sentences that help."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.adapters.vault import KEPT, KEYS, NEXT_KEY, OWN_KEY
from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.backup_sentences import STEPS
from iga_madoguchi.domain.backup import policy
from iga_madoguchi.kit import lock
from tests.domain.backup.conftest import empty_place  # noqa: F401
from tests.domain.backup.test_verify import cut

Run = Any
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(run: Run, tmp_path: Path, empty_place: tuple[Path, str]) -> Path:  # noqa: F811
    """A data directory with a city, and repositories that open quickly."""
    folder = tmp_path / "data"
    assert run("db", "migrate")[0] == 0
    shutil.copytree(empty_place[0], folder / "backup")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "backup.password").write_text(empty_place[1])
    return folder


def test_from_the_first_backup_to_the_restored_folder(run: Run, data: Path, tmp_path: Path) -> None:
    code, told, _ = run("backup", "run", "--json")
    made = json.loads(told)
    assert (code, made["outcome"]) == (0, "done")
    code, told, progress = run("backup", "run", "--kind", "program")
    assert code == 0
    assert "プログラムのバックアップをとりました" in told
    assert STEPS["store"] in progress

    listed = json.loads(run("backup", "list", "--json")[1])
    assert [row["kind"] for row in listed["snapshots"]] == ["program", "whole"]
    assert listed["places"][0]["state"] == "ok"
    assert run("backup", "verify")[0] == 0
    assert json.loads(run("backup", "verify", "--read-data", "--json")[1])["detail"] == "read=all"
    assert json.loads(run("backup", "drill", "--json")[1])["outcome"] == "done"

    to = tmp_path / "new"
    code, told, progress = run("restore", "--from", made["snapshot"], "--to", str(to))
    assert code == 0
    assert f"IGA_DATA_DIR={to} make run" in told
    assert "秒かかります" in progress
    assert (to / "madoguchi.db").exists()
    code, told, _ = run("restore", "--from", "latest", "--to", str(to), "--keep-aside", "--json")
    document = json.loads(told)
    assert code == 0
    assert Path(document["aside"]).is_dir()
    assert (document["warnings"], document["rows"] > 0) == ([], True)


def test_the_paper_for_the_safe(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", "run", "--json")
    password = (data / "secrets" / "backup.password").read_text().strip()
    told = run("backup", "key", "--show")[1]
    assert password in told
    assert "ops/bin/restore" in told
    typed = tmp_path / "typed"
    typed.write_text(password.lower().replace("-", " "))
    assert run("backup", "key", "--check", "--password-file", str(typed))[0] == 0
    typed.write_text("wrong")
    assert run("backup", "key", "--check", "--password-file", str(typed))[0] == 60


def test_on_a_bare_machine_with_the_paper(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No data directory, no Reflex: the place and the password are enough."""
    run("backup", "run", "--json")
    place, paper = tmp_path / "usb", tmp_path / "paper"
    (data / "backup").rename(place)
    paper.write_text((data / "secrets" / "backup.password").read_text())
    shutil.rmtree(data)
    monkeypatch.setitem(sys.modules, "reflex", None)
    asked = ("--place", str(place), "--password-file", str(paper))
    assert len(json.loads(run("backup", "list", *asked, "--json")[1])["snapshots"]) == 1
    assert run("restore", "--from", "latest", "--to", str(data), "--place", str(place))[0] == 61
    code, told, _ = run("restore", "--from", "latest", "--to", str(data), *asked, "--json")
    assert (code, json.loads(told)["target"]) == (0, str(data))
    assert run("db", "check")[0] == 0


def test_each_failure_has_a_code_of_its_own_and_says_what_to_do(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = ("--to", str(tmp_path / "new"))
    assert run("backup", "drill")[0] == 73, "nothing there yet"
    run("backup", "run", "--json")
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong")
    code, _, told = run("restore", "--from", "latest", *to, "--password-file", str(wrong))
    assert code == 60
    assert "金庫" in told
    missing = str(tmp_path / "no" / "disk")
    assert run("restore", "--from", "latest", *to, "--place", missing)[0] == 62
    assert run("restore", "--from", "latest", *to, "--place", str(tmp_path))[0] == 64
    assert run("restore", "--from", "abcdefab", *to)[0] == 73
    assert run("restore", "--from", "latest", "--to", str(data))[0] == 67
    assert run("restore", "--from", "latest", "--to", str(data / "backup" / "x"))[0] == 80
    assert run("backup", "verify", "--part", "9")[0] == 42
    with lock.hold(data / lock.LOCK):
        assert run("restore", "--from", "latest", "--to", str(data), "--keep-aside")[0] == 68
    with lock.hold(data / ".backup" / "lock"):
        assert run("backup", "run")[0] == 65
    cut(data / "backup" / "main")
    code, _, told = run("backup", "verify")
    assert code == 66
    assert "--new-place" in told
    monkeypatch.setattr("iga_madoguchi.adapters.background.PATH", "/nowhere")
    code, _, told = run("backup", "run")
    assert code == 12
    assert "restic" in told
    assert not (tmp_path / "new").exists()


def test_without_a_database_nothing_is_backed_up(run: Run, tmp_path: Path) -> None:
    assert run("backup", "run")[0] == 21
    assert not (tmp_path / "data").exists()


def in_small_space(folder: Path, megabytes: int, environment: dict[str, str], *arguments: str) -> Any:
    """A command with a tiny disk at `folder`, which nobody else sees."""
    folder.mkdir(exist_ok=True)
    program = [sys.executable, "-m", "iga_madoguchi", *arguments, "--json"]
    script = (
        f'mount -t tmpfs -o size={megabytes}m none "$1"; shift; "$@"; code=$?; ls -R "$PLACE" >&2; exit $code'
    )
    kind = "-m" if os.geteuid() == 0 else "-rm"
    command = ["unshare", kind, "sh", "-c", script, "sh", str(folder), *program]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IGA_")}
    environment = {**clean, **environment, "PLACE": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if "unshare failed" in done.stderr or "permission denied" in done.stderr.lower():
        pytest.skip("no small disk can be mounted here")
    return done


def test_a_full_disk(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", "run", "--json")
    (data / "big.bin").write_bytes(os.urandom(6_000_000))
    environment = {
        "IGA_DATA_DIR": str(data),
        "IGA_EXAMPLE_DATA": "0",
        "IGA_BACKUP_DIR": str(tmp_path / "tiny"),
    }
    done = in_small_space(tmp_path / "tiny", 4, environment, "backup", "run")
    assert done.returncode == 63, done.stderr
    assert json.loads(done.stdout) == {"error": "backup.disk.full"}
    assert not (data / ".backup" / "stage").exists()
    assert run("backup", "run", "--json")[0] == 0

    environment["IGA_BACKUP_DIR"] = str(data / "backup")
    target = str(tmp_path / "tiny" / "new")
    done = in_small_space(tmp_path / "tiny", 4, environment, "restore", "--from", "latest", "--to", target)
    assert done.returncode == 72, done.stderr
    assert "new" not in done.stderr


def test_every_error_has_its_sentences() -> None:
    """Every code that backups can raise is explained."""
    raised: set[str] = set()
    for path in [*(ROOT / "iga_madoguchi" / "domain" / "backup").glob("*.py"), *_adapters()]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"(backup|restore)\.[a-z_]+\.[a-z_]+|restore\.[a-z]+", node.value):
                    raised.add(node.value)
    elsewhere = {  # in the log, or said by the bureau's page
        "backup.run.ordered",
        "backup.kind.unknown",
        "backup.key.shown",
        "backup.drill.not_loaded",
        "restore.database.left",
        "restore.database.other",
    }
    assert {code for code in raised - elsewhere if code not in exitcodes.EXPLAINED} == set()
    codes = [
        found.code for code, found in exitcodes.EXPLAINED.items() if code.startswith(("backup.", "restore."))
    ]
    own = [code for code in codes if code not in (2, 12, 42)]
    assert len(own) == len(set(own))


def _adapters() -> list[Path]:
    folder = ROOT / "iga_madoguchi" / "adapters"
    return [*(folder / "restic").glob("*.py"), folder / "postgresql.py"]


def test_the_plan_speaks_of_the_vaults_places() -> None:
    """The heart knows no adapter; these names must stay the same."""
    assert (policy.KEYS, policy.KEPT_PAPERS, policy.MASTER_KEYS) == (KEYS, KEPT, (OWN_KEY, NEXT_KEY))


def test_the_password_from_outside_is_long_and_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IGA_BACKUP_PASSWORD", "short")
    code, _, told = run("doctor")
    assert code == 2
    assert "IGA_BACKUP_PASSWORD" in told
    assert "short" not in told
    monkeypatch.setenv("IGA_BACKUP_PASSWORD", "long enough to be a password")
    assert "long enough" not in run("doctor")[1]
