"""The password of the backups: made once, kept in the data directory, printed for the safe, typed again."""

from __future__ import annotations

from pathlib import Path

from iga_madoguchi.domain.backup.policy import SECRET
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit import typed
from iga_madoguchi.kit.files import write_atomically

SHAPE = (6, 5)  # groups and their length: 150 bits


def of(station: Station) -> str:
    """The password that this server uses. Raises Unavailable `backup.key.missing`."""
    found = known(station)
    if found is None:
        raise Unavailable("backup.key.missing")
    return found


def known(station: Station) -> str | None:
    if station.given_secret is not None:
        return normalised(station.given_secret)
    try:
        return normalised((station.data_dir / SECRET).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable("backup.key.missing") from error


def ensure(station: Station) -> str:
    """The password; a new one is made if there is none yet. Raises Unavailable `backup.disk.full`."""
    found = known(station)
    if found is not None:
        return found
    made = typed.new_code(*SHAPE)
    try:
        store(station.data_dir, made)
    except OSError as error:
        raise Unavailable("backup.disk.full", path=str(station.data_dir)) from error
    return made


def store(data_dir: Path, secret: str) -> None:
    """Keep it in a data directory, for its owner only. Raises OSError."""
    path = data_dir / SECRET
    data_dir.mkdir(parents=True, mode=0o700, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomically(path, f"{secret}\n".encode(), mode=0o600)


def normalised(text: str) -> str:
    """As it was made, however it was typed; a password of the operator's own shape only loses its blanks."""
    return typed.as_made(text, *SHAPE) or text.strip()
