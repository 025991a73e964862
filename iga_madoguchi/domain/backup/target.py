"""The folder a backup is brought back to: refused, prepared beside it, and put in its place in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from iga_madoguchi.domain.backup.policy import WORK
from iga_madoguchi.errors import Conflict, InvalidInput, Unavailable
from iga_madoguchi.kit import lock
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.files import sync_folder, write_atomically

LOCK = "lock"  # name of the lock of backups in their working folder


@dataclass(frozen=True)
class Target:
    """`path` is where it ends; `partial` holds it until it is whole; `nested`: places of backups inside."""

    path: Path
    nested: tuple[Path, ...] = ()

    @property
    def partial(self) -> Path:
        return self.path.with_name(f"{self.path.name}.partial")

    @property
    def lock(self) -> Path:
        return self.path.with_name(f"{self.path.name}.restoring")

    @property
    def journal(self) -> Path:
        """What the swap was about to do, for whoever finds it broken off."""
        return self.path.with_name(f"{self.path.name}.swapping")

    @property
    def occupied(self) -> bool:
        return self.path.is_dir() and any(self.path.iterdir())


def target(path: Path, places: Collection[Path], program: Path) -> Target:
    """Raises InvalidInput `restore.target.unusable` for a place that must not be replaced."""
    inside_place = any(path == one or path.is_relative_to(one) for one in places)
    if not path.name or inside_place or program.is_relative_to(path) or (path.exists() and not path.is_dir()):
        raise InvalidInput("restore.target.unusable", path=str(path))
    return Target(path, tuple(one for one in places if one.is_relative_to(path)))


@contextmanager
def held(to: Target) -> Iterator[None]:
    """Alone with this target, and what a broken-off swap left put right.

    Raises Conflict `restore.busy`, `restore.target.serving`; Unavailable `backup.place.unwritable`.
    """
    try:
        to.path.parent.mkdir(parents=True, exist_ok=True)
        mine = _hold(to.lock, "restore.busy")
    except OSError as error:
        raise Unavailable("backup.place.unwritable", place=str(to.path.parent)) from error
    with mine:
        try:
            undo(to)
            _nobody_works_in(to.path)
            yield
        finally:
            shutil.rmtree(to.partial, ignore_errors=True)
            to.lock.unlink(missing_ok=True)


def _nobody_works_in(folder: Path) -> None:
    for name in (lock.LOCK, f"{WORK}/{LOCK}"):
        if (folder / name).exists():
            _hold(folder / name, "restore.target.serving").close()


def _hold(path: Path, code: str) -> IO[str]:
    try:
        return lock.hold(path)
    except BlockingIOError as error:
        raise Conflict(code, path=str(path.parent)) from error


def empty_partial(to: Target) -> Path:
    """The folder in which everything is prepared, new and empty. Raises OSError."""
    shutil.rmtree(to.partial, ignore_errors=True)
    to.partial.mkdir(mode=0o700)
    return to.partial


def swap(to: Target, ready: Path, now: datetime) -> Path | None:
    """Put `ready` in the target's place; where to what was there has gone, if there was something.

    At every moment the target is the old folder, the new one, or for an instant missing: then the next try
    puts the old one back first. Backups inside the old folder go on in the new one. Raises OSError.
    """
    aside = to.path.with_name(f"{to.path.name}.before-{local(now):%Y%m%d-%H%M%S}") if to.occupied else None
    nested = [str(one.relative_to(to.path)) for one in to.nested if one.exists()]
    said = {"aside": None if aside is None else aside.name, "nested": nested}
    write_atomically(to.journal, json.dumps(said).encode())
    if aside is not None:
        os.rename(to.path, aside)
    elif to.path.is_dir():
        to.path.rmdir()
    os.rename(ready, to.path)
    sync_folder(to.path.parent)
    _move_nested(to, aside, nested)
    to.journal.unlink()
    return aside


def undo(to: Target) -> None:
    """Put right what a swap left that was broken off. Raises OSError."""
    try:
        said = json.loads(to.journal.read_bytes())
        aside = None if said["aside"] is None else to.path.with_name(Path(said["aside"]).name)
        nested = [str(name) for name in said["nested"]]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        aside, nested = None, []
    if aside is not None and aside.is_dir():
        if not to.path.exists():
            os.rename(aside, to.path)
        else:
            _move_nested(to, aside, nested)
        sync_folder(to.path.parent)
    to.journal.unlink()


def _move_nested(to: Target, aside: Path | None, nested: Collection[str]) -> None:
    for name in nested:
        if aside is not None and (aside / name).exists() and not (to.path / name).exists():
            (to.path / name).parent.mkdir(parents=True, exist_ok=True)
            os.rename(aside / name, to.path / name)
            sync_folder((to.path / name).parent)
