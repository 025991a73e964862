"""`ops/kiosk/install` on a machine in a folder: whole or not at all, and what systemd says of the unit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KIOSK = ROOT / "ops/kiosk"
ORIGIN = "https://madoguchi.example.lg.jp"
PEM = "-----BEGIN CERTIFICATE-----\nQUJD\nREVG\n-----END CERTIFICATE-----\n"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing (Debian package systemd)"
)


def install(root: Path, *more: str | Path, origin: str = ORIGIN) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        KIOSK / "install",
        "--origin",
        origin,
        "--root",
        root,
        "--no-packages",
        "--no-system",
    ]
    return subprocess.run([*command, *more], capture_output=True, text=True, check=False, timeout=60)


def everything(root: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        str(one.relative_to(root)): (one.read_bytes(), one.stat().st_mode & 0o777, one.stat().st_mtime_ns)
        for one in root.rglob("*")
        if one.is_file()
    }


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    assert install(tmp_path).returncode == 0
    first = everything(tmp_path)
    assert install(tmp_path, "--no-packages").returncode == 0
    assert everything(tmp_path) == first
    assert first["usr/local/lib/madoguchi-kiosk/run"][1] == 0o755
    rules = json.loads(first["etc/chromium/policies/managed/madoguchi.json"][0])
    assert rules["VideoCaptureAllowedUrls"] == rules["AudioCaptureAllowedUrls"] == [ORIGIN]
    assert rules["URLBlocklist"] == ["*"]
    assert ORIGIN in rules["URLAllowlist"]
    assert "@ORIGIN@" not in json.dumps(rules)
    waiting = next(one for one in rules["URLAllowlist"] if one.startswith("file:"))
    assert waiting.removeprefix("file:///") in first, "the page to wait on is there, and allowed"


def test_the_citys_authority_comes_along(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text(PEM)
    assert install(tmp_path / "root", "--ca", authority).returncode == 0
    made = everything(tmp_path / "root")
    rules = json.loads(made["etc/chromium/policies/managed/madoguchi.json"][0])
    assert rules["CACertificates"] == ["QUJDREVG"]
    assert made["usr/local/share/ca-certificates/madoguchi.crt"][0].decode() == PEM


@pytest.mark.parametrize(
    "origin", ["http://madoguchi.example", "https://a.example/kiosk", "https://", "x; rm"]
)
def test_an_address_that_is_none_changes_nothing(tmp_path: Path, origin: str) -> None:
    done = install(tmp_path, origin=origin)
    assert done.returncode == 2
    assert "https://madoguchi.example.lg.jp のように" in done.stderr
    assert everything(tmp_path) == {}


def test_a_certificate_that_is_none_changes_nothing(tmp_path: Path) -> None:
    done = install(tmp_path / "root", "--ca", KIOSK / "policies.json")
    assert (done.returncode, (tmp_path / "root").exists()) == (2, False)
    assert "証明書" in done.stderr


@needs_systemd
def test_systemd_understands_the_unit_and_finds_it_shut(tmp_path: Path) -> None:
    """What the machine here does not have (the user's programs) is put in its place by ones that exist."""
    text = (KIOSK / "kiosk.service").read_text()
    for program in ("/usr/bin/xinit", "/usr/local/lib/madoguchi-kiosk/session"):
        text = text.replace(program, shutil.which("true") or "/bin/true")
    unit = tmp_path / "kiosk.service"
    unit.write_text(text)
    analyze = ["systemd-analyze", "--man=no"]
    done = subprocess.run([*analyze, "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    complaints = [one for one in done.stderr.splitlines() if "kiosk.service" in one]
    assert complaints == []
    shut = [*analyze, "security", "--offline=true", "--threshold=60", unit]
    done = subprocess.run(shut, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout[-600:]


@needs_systemd
def test_systemd_would_have_complained(tmp_path: Path) -> None:
    unit = tmp_path / "kiosk.service"
    unit.write_text((KIOSK / "kiosk.service").read_text().replace("Restart=always", "Restart=perhaps"))
    command = ["systemd-analyze", "--man=no", "verify", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "kiosk.service" in done.stderr
