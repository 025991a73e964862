"""What a snapshot says of itself, to be proven later: versions, counts, the end of the log, sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from iga_madoguchi.domain.backup.policy import FORMAT, KINDS, Kind
from iga_madoguchi.errors import Unavailable

BLOCK = 1024 * 1024


@dataclass(frozen=True)
class DatabaseFacts:
    """A database at one moment. `kind`: "sqlite" or "postgresql"; `log_seq`, `log_hash`: its newest entry."""

    kind: str
    file: str
    revision: str
    rows: Mapping[str, int]
    log_seq: int
    log_hash: str


@dataclass(frozen=True)
class Manifest:
    """`files` and `size` (bytes) are of what SHA256SUMS lists, whose own sum is `sums`.

    `keys`: how many of papers and forms were claimed.
    """

    kind: Kind
    made_at: datetime
    version: str
    files: int
    size: int
    sums: str
    database: DatabaseFacts | None = None
    keys: int = 0
    format: int = FORMAT

    def to_json(self) -> bytes:
        document = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(document, ensure_ascii=False, indent=1).encode()


def parse(data: bytes) -> Manifest:
    """Raises Unavailable `restore.newer` for a later release's, `backup.archive.altered` for nonsense."""
    try:
        found: dict[str, Any] = json.loads(data)
        if int(found["format"]) > FORMAT:
            raise Unavailable("restore.newer", revision=str(found.get("version", ""))[:20])
        if found["kind"] not in KINDS:
            raise ValueError(found["kind"])
        database = found["database"]
        return Manifest(
            kind=found["kind"],
            made_at=datetime.fromisoformat(found["made_at"]),
            version=str(found["version"])[:40],
            files=int(found["files"]),
            size=int(found["size"]),
            sums=str(found["sums"]),
            database=None if database is None else DatabaseFacts(**database),
            keys=int(found["keys"]),
            format=int(found["format"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Unavailable("backup.archive.altered", path="manifest") from error


def sum_of(path: Path, tick: Callable[[int], None] = lambda _bytes: None) -> str:
    """SHA-256 of a file, hex; `tick` is told how many bytes were read. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            tick(len(block))
    return digest.hexdigest()


def listing(sums: Mapping[str, str]) -> bytes:
    """As `sha256sum -c` reads it, so that it can also be checked by hand."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def listed(data: bytes) -> Iterator[tuple[str, str]]:
    """(name, sum). Raises Unavailable `backup.archive.altered` for a name that leads out of its folder."""
    try:
        for line in data.decode().splitlines():
            digest, name = line[:64], line[66:]
            if line[64:66] != "  " or not is_inside(name):
                raise ValueError(line[:80])
            yield name, digest
    except ValueError as error:
        raise Unavailable("backup.archive.altered", path="SHA256SUMS") from error


def is_inside(name: str) -> bool:
    """Whether a name stays below the folder that it is looked for in."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\0" not in name
