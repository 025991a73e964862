"""`ops/bin/bundle`, `install`, `update` and `rollback` on a machine in a folder, with the real server."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from iga_madoguchi.db import migrate
from tests.e2e.server import free_port, media_ports

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"


NEWER = """import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"
branch_labels = depends_on = None


def upgrade():
    op.create_table("newer", sa.Column("x", sa.Integer()))


def downgrade():
    op.drop_table("newer")
"""


@dataclass
class Machine:
    """A machine in a folder. `bundle` is a release that serves."""

    root: Path
    bundle: Path

    def do(self, verb: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [ROOT / "ops/bin" / verb, *arguments, "--root", self.root, "--no-systemd", "--venv", VENV]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)

    @property
    def serving(self) -> str:
        return os.readlink(self.root / "opt/madoguchi/current").removeprefix("releases/")

    def another(self, name: str, changes: dict[str, str]) -> Path:
        """A bundle of another release: what `changes` names is appended to these files, or new."""
        out = self.bundle.with_name(f"{name}.tar.gz")
        repack(self.bundle, out, name, changes)
        return out

    def run(self, *arguments: str) -> dict[str, object]:
        current = self.root / "opt/madoguchi/current"
        settings = (self.root / "etc/madoguchi/madoguchi.env").read_text()
        given = dict(line.split("=", 1) for line in settings.splitlines() if "=" in line and line[0] != "#")
        done = subprocess.run(
            [VENV / "bin/python", "-m", "iga_madoguchi", *arguments, "--json"],
            cwd=current,
            env={"PATH": os.environ["PATH"], **given},
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def stop(self) -> None:
        with_pid = self.root / "run/madoguchi.pid"
        if with_pid.exists():
            os.kill(int(with_pid.read_text()), 9)


def repack(source: Path, out: Path, name: str, changes: dict[str, str]) -> None:
    with tarfile.open(source) as old, closing(tarfile.open(out, "w:gz", compresslevel=1)) as new:
        sums, left = [], dict(changes)
        for member in old:
            if member.name == "SHA256SUMS":
                continue
            file = old.extractfile(member)
            assert file is not None
            content = f"{name}\n".encode() if member.name == "RELEASE" else file.read()
            content += left.pop(member.name, "").encode()
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {member.name}\n")
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
        for added, text in left.items():
            sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {added}\n")
            add(new, added, text.encode())
        told = "".join(sums).encode()
        last = tarfile.TarInfo("SHA256SUMS")
        last.size = len(told)
        new.addfile(last, io.BytesIO(told))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle") / "first.tar.gz"
    made = subprocess.run(
        [ROOT / "ops/bin/bundle", "--no-wheels", out], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return out


@pytest.fixture
def machine(tmp_path: Path, bundle: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "machine", bundle)
    settings = made.root / "etc/madoguchi/madoguchi.env"
    settings.parent.mkdir(parents=True)
    port = free_port()
    settings.write_text(
        f"# ours\nIGA_EXAMPLE_DATA=0\nIGA_DATA_DIR={made.root}/var/lib/madoguchi\nIGA_PORT={port}\n"
        f"IGA_OPS_PORT={free_port()}\nIGA_MEDIA_PORTS={media_ports(port)}\n"
    )
    yield made
    made.stop()


@pytest.mark.long
def test_a_life_of_releases(machine: Machine) -> None:
    """Installed, updated, an update that does not start, and back to the one before."""
    done = machine.do("install", machine.bundle)
    assert done.returncode == 0, done.stderr
    first = machine.serving
    assert "ours" in (machine.root / "etc/madoguchi/madoguchi.env").read_text(), "settings are left alone"
    machine.run("user", "add", "taro", "--name", "太郎", "--role", "admin")

    newer = {"alembic/versions/9999_newer.py": NEWER.format(before=migrate.newest())}
    done = machine.do("update", machine.another("v9.9.1", newer))
    assert done.returncode == 0, done.stderr
    assert (machine.serving, machine.run("db", "check")["revision"]) == ("v9.9.1", "9999")
    assert {one["kind"] for one in listed(machine)} == {"program", "whole"}

    broken = {"iga_madoguchi/jobs/runner.py": "\nraise RuntimeError('this release is broken')\n"}
    done = machine.do("update", machine.another("v9.9.2", broken))
    assert done.returncode == 1
    assert "もとの版（v9.9.1）で動いています" in done.stderr
    assert machine.serving == "v9.9.1"

    done = machine.do("rollback")
    assert done.returncode == 0, done.stderr
    assert (machine.serving, machine.run("db", "check")["revision"]) == (first, migrate.newest())
    assert [one["login"] for one in machine.run("user", "list")["users"]] == ["taro"]  # type: ignore[attr-defined]
    assert {path.name for path in (machine.root / "opt/madoguchi/releases").iterdir()} == {
        *(first, "v9.9.1", "v9.9.2")
    }


def listed(machine: Machine) -> list[dict[str, str]]:
    found: list[dict[str, str]] = machine.run("backup", "list")["snapshots"]  # type: ignore[assignment]
    return found


def test_a_bundle_that_was_changed_or_cut_changes_nothing(machine: Machine, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(machine.bundle.read_bytes()[:500_000])
    changed, climbing = tmp_path / "changed.tar.gz", tmp_path / "climbing.tar.gz"
    with tarfile.open(changed, "w:gz") as made:
        for name, content in (("SHA256SUMS", b"00  RELEASE\n"), ("RELEASE", b"v1\n")):
            add(made, name, content)
    with tarfile.open(climbing, "w:gz") as made:
        add(made, "../../etc/passwd", b"x")
    for bad in (cut, changed, climbing, tmp_path / "none.tar.gz"):
        done = machine.do("install", bad)
        assert done.returncode == 2, bad
        assert done.stderr.count("\n") == 1, done.stderr
    assert not (machine.root / "opt/madoguchi/current").exists()
    assert list((machine.root / "opt/madoguchi/releases").iterdir()) == []
    assert not (machine.root / "opt/etc").exists()


def add(packed: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    packed.addfile(member, io.BytesIO(content))


def test_what_is_not_there_is_said(machine: Machine) -> None:
    assert machine.do("update", machine.bundle).stderr.startswith("まだ入っていません")
    assert machine.do("rollback").returncode == 2
