"""The units of systemd: their words are known to it, and they may little."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = Path(__file__).resolve().parents[2] / "ops" / "systemd"
EXPOSED = 2.0  # of 10, as `systemd-analyze security` counts


@pytest.fixture(params=sorted(UNITS.iterdir()), ids=lambda path: path.name)
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The unit, with a program that is there: what is not installed here is no fault of it."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    source: Path = request.param
    text = re.sub(r"/opt/madoguchi/\S+/python", sys.executable, source.read_text(encoding="utf-8"))
    text = text.replace("/opt/madoguchi/current/", f"{UNITS.parents[1]}/")
    copied = tmp_path / source.name
    copied.write_text(text, encoding="utf-8")
    return copied


def test_systemd_knows_every_word_of_it(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=30
    )
    said = [line for line in done.stderr.splitlines() if unit.name in line]
    assert (done.returncode, said) == (0, [])


def test_it_may_little(unit: Path) -> None:
    if unit.suffix != ".service":
        pytest.skip("starts no program")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= EXPOSED
