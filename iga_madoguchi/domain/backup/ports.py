"""What a backup needs from the outside: an encrypted store, the tools of PostgreSQL, a look at the machine.

All block and are called from threads. Common errors: Unavailable `backup.tool.missing` with the Debian
`package`, `backup.key.wrong`, `backup.repository.missing`, `backup.repository.damaged`, `backup.disk.full`,
`backup.place.unwritable`, `backup.failed`; Conflict `backup.busy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from iga_madoguchi.db.copies import Address

Tick = Callable[[float], None]
"""Told again and again how much is done, 0..1; what it raises breaks the work off and comes through."""


@dataclass(frozen=True)
class Shelf:
    """One encrypted repository: where it lies, and what opens it."""

    path: Path
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Snapshot:
    """What was saved at one moment. `original` is its id at the place that it was copied from."""

    id: str
    at: datetime
    tags: tuple[str, ...]
    original: str = ""

    def is_named(self, prefix: str) -> bool:
        return self.id.startswith(prefix) or bool(self.original) and self.original.startswith(prefix)


@dataclass(frozen=True)
class Entry:
    """Something in a snapshot: `kind` is "file", "dir", or what else restic knows; `size` in bytes."""

    path: str
    kind: str
    size: int


@dataclass(frozen=True)
class Saved:
    """`added`: bytes that the repository grew by. `unread`: files that could not be read."""

    snapshot: str
    added: int
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """How many snapshots stay: the newest of so many days, weeks, months and years, and the last ones."""

    last: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0


class Store(Protocol):
    """Encrypted repositories on paths."""

    @property
    def missing(self) -> str:
        """The Debian package that is not there, "" when all is."""
        ...

    def exists(self, path: Path) -> bool: ...

    def make(self, shelf: Shelf, like: Shelf | None = None) -> None:
        """A new empty repository; `like` another one, so that copies between them share what is equal."""
        ...

    def identity(self, shelf: Shelf) -> str:
        """The repository's own id, once the secret has opened it."""
        ...

    def save(
        self, shelf: Shelf, folder: Path, names: Sequence[str], tag: str, at: datetime, tick: Tick
    ) -> Saved:
        """What lies in `folder` under these names, as seen from there."""
        ...

    def snapshots(self, shelf: Shelf, tag: str = "") -> tuple[Snapshot, ...]:
        """Oldest first."""
        ...

    def entries(self, shelf: Shelf, snapshot: str) -> Iterator[Entry]: ...

    def read(self, shelf: Shelf, snapshot: str, path: str, limit: int) -> bytes:
        """One file. Unavailable `backup.archive.altered` when it is longer than `limit` bytes."""
        ...

    def read_all(self, shelf: Shelf, snapshot: str, limit: int) -> Mapping[str, bytes]:
        """Every file by its path, in memory only. Unavailable `backup.archive.altered` beyond the limit."""
        ...

    def bring_back(self, shelf: Shelf, snapshot: str, target: Path, size: int, tick: Tick) -> None:
        """Everything of a snapshot into the folder `target`; `size` is how much that will be, in bytes."""
        ...

    def copy(self, source: Shelf, target: Shelf, snapshots: Sequence[str], tick: Tick) -> None:
        """What `target` has already is not copied again."""
        ...

    def forget(self, shelf: Shelf, tag: str, keep: Keep, wholly: bool, tick: Tick) -> None:
        """Take away the other snapshots of this tag. What only they needed goes too: `wholly` all of it, else
        most, because the rest would cost a rewrite of what stays."""
        ...

    def check(self, shelf: Shelf, read: str, tick: Tick) -> None:
        """Raises Unavailable `backup.repository.damaged`. `read`: "" structure only, "n/m" a part, "all"."""
        ...


class DatabaseTools(Protocol):
    """The programs of PostgreSQL that write a database into a file and bring it back."""

    def dump(self, address: Address, file: Path, moment: str, tick: Tick) -> None:
        """The database as the exported snapshot `moment` saw it. Unavailable `backup.database.failed`."""
        ...

    def load(self, address: Address, file: Path, tick: Tick) -> None:
        """All or nothing, into an empty database. Unavailable `backup.database.failed`."""
        ...


class Machine(Protocol):
    """What somebody needs to know who builds the machine anew."""

    def facts(self) -> Mapping[str, bytes]:
        """File name -> content: packages, disks, versions. What cannot be asked is said in the file."""
        ...
