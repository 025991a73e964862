"""What backups work with, put together once by `bootstrap`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.backup.policy import WORK
from iga_madoguchi.domain.backup.ports import DatabaseTools, Machine, Store


class ReleaseTree(Protocol):
    """The program's own files."""

    root: Path

    def files(self) -> Sequence[str]:
        """Relative names of the plain files that make up the release."""
        ...


@dataclass(frozen=True)
class Claimed:
    """What rows of the database rely on, as names in the data directory."""

    files: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Station:
    """`places` in order of preference. `claims` reads what rows rely on; `settle` makes a database that was
    brought back fit what can still be read, and says how many things it forgot; `master_fits` tries the
    master key on the keys of a data directory. `given_secret` is the operator's, in place of our own;
    `master_given`: the operator keeps the master key of papers elsewhere.
    """

    database: Database
    data_dir: Path
    places: tuple[Path, ...]
    store: Store
    tools: DatabaseTools
    machine: Machine
    release: ReleaseTree
    version: str
    runner: str
    claims: Callable[[Session], Claimed]
    settle: Callable[[Database, Path], int]
    master_fits: Callable[[Path], bool]
    settings: Mapping[str, str] = field(default_factory=dict)
    extra_files: Mapping[str, Path] = field(default_factory=dict)
    given_secret: str | None = field(default=None, repr=False)
    master_given: bool = False

    @property
    def work(self) -> Path:
        """Where backups prepare what they store."""
        return self.data_dir / WORK
