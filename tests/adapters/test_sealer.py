"""The seal: what was sealed is opened, anything else is not, and the key outlives a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.adapters.sealer import FileSealer
from iga_madoguchi.errors import Unavailable


def test_what_is_sealed_is_opened_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "forms.key"
    sealed = FileSealer(path).seal("髙橋".encode())
    assert "髙橋".encode() not in sealed
    assert FileSealer(path).open(sealed).decode() == "髙橋"
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_looks_different_every_time(tmp_path: Path) -> None:
    sealer = FileSealer(tmp_path / "forms.key")
    assert sealer.seal(b"yes") != sealer.seal(b"yes")


@pytest.mark.parametrize("change", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: s[:20], lambda _: b""])
def test_a_changed_seal_is_broken(tmp_path: Path, change: object) -> None:
    sealer = FileSealer(tmp_path / "forms.key")
    with pytest.raises(Unavailable):
        sealer.open(change(sealer.seal(b"yes")))  # type: ignore[operator]


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        FileSealer(tmp_path / "b.key").open(FileSealer(tmp_path / "a.key").seal(b"yes"))
