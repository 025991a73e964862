"""Somebody who knows the password has put something else into the repository: nothing of it is written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iga_madoguchi.errors import Unavailable
from tests.domain.backup.conftest import House


@pytest.fixture
def copy(house: House, tmp_path: Path) -> Path:
    """What an honest backup looks like, to be changed and stored again."""
    house.lay_down(keep_days=30)
    made = house.back_up()
    folder = tmp_path / "copy"
    folder.mkdir()
    house.station.store.bring_back(house.place().main, made.snapshot, folder, 0, lambda _part: None)
    return folder


def link(folder: Path) -> None:
    (folder / "data" / "keys").symlink_to("/etc")


def hard_device(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe")


def other_top(folder: Path) -> None:
    (folder / "etc").mkdir()
    (folder / "etc" / "passwd").write_text("root")


def more(folder: Path) -> None:
    (folder / "data" / "run-me").write_text("#!/bin/sh")


def less(folder: Path) -> None:
    next((folder / "data" / "papers").rglob("*/*/*")).unlink()


def other_content(folder: Path) -> None:
    path = next(path for path in (folder / "data" / "papers").rglob("*") if path.is_file())
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)


def other_sums(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  ../../outside\n")


def consistent_climb(folder: Path) -> None:
    """The manifest fits the sums, and the sums name something outside."""
    with (folder / "SHA256SUMS").open("a") as file:
        file.write(f"{hashlib.sha256(b'').hexdigest()}  ../outside\n")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["sums"] = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[]")


def huge_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text(" " * 2_000_000)


@pytest.mark.parametrize(
    "change",
    [
        *(link, hard_device, other_top, more, less, other_content),
        *(other_sums, consistent_climb, no_manifest, huge_manifest),
    ],
)
def test_it_is_refused_and_nothing_is_written(
    house: House, copy: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(copy)
    names = sorted(path.name for path in copy.iterdir())
    at = datetime(2030, 1, 1, tzinfo=UTC)
    house.station.store.save(house.place().main, copy, names, "whole", at, lambda _part: None)
    shutil.rmtree(copy)
    to = tmp_path / "new"
    with pytest.raises(Unavailable) as found:
        house.restore(to)
    assert found.value.code == "backup.archive.altered"
    assert not to.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []


def test_a_key_with_a_name_of_its_own_is_refused(house: House, tmp_path: Path) -> None:
    house.back_up()
    folder = tmp_path / "sealed"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "authorized_keys").write_text("ssh-rsa")
    at = datetime(2030, 1, 1, tzinfo=UTC)
    house.station.store.save(house.place().sealed, folder, ["keys"], "keys", at, lambda _part: None)
    with pytest.raises(Unavailable) as found:
        house.restore(tmp_path / "new")
    assert found.value.code == "backup.archive.altered"
    assert not (tmp_path / "new").exists()
