"""`ops/bin/restore`: from any folder, with python3 and the virtual environment, or it says what lacks."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from iga_madoguchi.domain.backup import service
from tests.domain.backup.conftest import WHO, House, empty_place, house  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path("ops/bin/restore")


def test_it_restores_with_an_empty_environment_from_any_folder(house: House, tmp_path: Path) -> None:  # noqa: F811
    service.run(house.station, "whole", WHO)
    paper = tmp_path / "paper"
    paper.write_text(house.password)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    arguments = [
        "--from",
        "latest",
        "--to",
        "back",
        "--place",
        str(house.first),
        "--password-file",
        str(paper),
    ]
    done = subprocess.run(
        [ROOT / SCRIPT, *arguments, "--json"],
        cwd=elsewhere,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["target"] == str(elsewhere / "back")
    assert (elsewhere / "back" / "madoguchi.db").exists()


@pytest.mark.parametrize("wheels", [False, True])
def test_it_says_what_is_missing(tmp_path: Path, wheels: bool) -> None:
    """A copy of the script where there is no virtual environment."""
    (tmp_path / "ops" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / SCRIPT, tmp_path / SCRIPT)
    if wheels:
        (tmp_path / "wheels").mkdir()
    done = subprocess.run(
        [tmp_path / SCRIPT, "--from", "latest", "--to", "x"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 12
    assert f"cd {tmp_path} && python3 -m venv .venv" in done.stderr
    assert ("--find-links wheels" in done.stderr) == wheels
