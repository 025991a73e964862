"""Proves that what was brought back is what was stored: every sum, the database, its counts, the log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from iga_madoguchi.db import copies
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.examining import Verdict
from iga_madoguchi.domain.audit.seal import Head, Seal
from iga_madoguchi.domain.backup import manifest
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.domain.backup.policy import MANIFEST, SUMS, SUMS_LIMIT
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.clock import Clock
from iga_madoguchi.kit.hub import Hub


@dataclass(frozen=True)
class Proof:
    """What was compared."""

    files: int
    size: int
    rows: int = 0
    log: int = 0


def files(folder: Path, made: Manifest, progress: Progress) -> Proof:
    """Every file is there, none besides, each with its sum. Raises Unavailable `backup.archive.altered`."""
    path = folder / SUMS
    if not path.is_file() or path.stat().st_size > SUMS_LIMIT or manifest.sum_of(path) != made.sums:
        raise Unavailable("backup.archive.altered", path=SUMS)
    wanted = dict(manifest.listed(path.read_bytes()))
    there = {str(one.relative_to(folder)) for one in folder.rglob("*") if not one.is_dir()}
    odd = there.symmetric_difference({*wanted, SUMS, MANIFEST})
    if odd:
        raise Unavailable("backup.archive.altered", path=min(odd)[:80])
    read = 0

    def tick(count: int) -> None:
        nonlocal read
        read += count
        progress.at("proof", read / made.size if made.size else 1.0)

    for name, digest in wanted.items():
        if manifest.sum_of(folder / name, tick) != digest:
            raise Unavailable("backup.archive.altered", path=name[:80])
    return Proof(len(wanted), read)


def database(url: str, data_dir: Path, made: DatabaseFacts, clock: Clock) -> tuple[int, Verdict]:
    """(rows, what the operation log is like) of a database that was brought back; `data_dir` has its seal.

    Raises Unavailable `backup.database.damaged` when it is not sound or not what was counted.
    """
    with copies.looking(url) as session:
        flaw = copies.flaw(session)
        if flaw:
            raise Unavailable("backup.database.damaged", why=flaw)
        _counted(session, made)
    engine = open_engine(url)
    try:
        verdict = audit.examine(Database(engine, Hub(), clock, {audit.SEAL: Seal(data_dir)}))
    finally:
        engine.dispose()
    return sum(made.rows.values()), verdict


def _counted(session: Session, made: DatabaseFacts) -> None:
    found = copies.rows(session)
    if found != made.rows:
        odd = [name for name in {**found, **made.rows} if found.get(name) != made.rows.get(name)]
        raise Unavailable("backup.database.damaged", why=f"rows of {min(odd)[:60]}")
    if made.revision and audit.head(session) != Head(made.log_seq, made.log_hash):
        raise Unavailable("backup.database.damaged", why="end of the operation log")
