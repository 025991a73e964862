"""Makes a database that was brought back one that this release serves, and logs where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from iga_madoguchi.db import copies, migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import proof
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.domain.backup.policy import KEYS
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.kit.hub import Hub


@dataclass(frozen=True)
class Adopted:
    """`revision` of the schema now; `forgotten` things; `warnings`: codes; `rows` and `log` were counted."""

    revision: str
    forgotten: int
    warnings: tuple[str, ...]
    rows: int = 0
    log: int = 0


def adopt(
    station: Station, made: Manifest, snapshot: str, data_dir: Path, actor: Actor, progress: Progress
) -> Adopted:
    """Prove, migrate, and forget what nobody can read any more.

    Raises Unavailable `backup.database.damaged`, `backup.database.failed`, `db.newer`.
    """
    progress.at("adopt")
    facts, warnings = made.database, []
    if (data_dir / KEYS).is_dir() and not station.master_fits(data_dir):
        warnings.append("papers.vault.key_missing")
    if facts is None:
        return Adopted("", 0, tuple(warnings))
    url = _url(station, data_dir, facts, progress)
    if url is None:
        return Adopted(facts.revision, 0, (*warnings, "restore.database.left"))
    if facts.kind == "sqlite" and station.database.engine.dialect.name != "sqlite":
        warnings.append("restore.database.other")
    rows, verdict = proof.database(url, data_dir, facts, station.database.clock)
    if verdict.faults:
        warnings.append("audit.broken")
    engine = open_engine(url)
    try:
        _, revision = migrate.upgrade(engine)
        database = Database(engine, Hub(), station.database.clock, {audit.SEAL: Seal(data_dir)})
        runs.cut_all(database)
        forgotten = station.settle(database, data_dir)
        with database.transaction() as session:
            audit.record(
                session,
                database.clock.now(),
                "backup.restored",
                actor,
                snapshot[:64],
                made_at=made.made_at.isoformat(),
                forgotten=forgotten,
            )
    finally:
        engine.dispose()
    return Adopted(revision, forgotten, tuple(warnings), rows, verdict.fitting)


def _url(station: Station, data_dir: Path, facts: DatabaseFacts, progress: Progress) -> str | None:
    """The database that was brought back; a dump is loaded first, where there is a server to load it into."""
    file = data_dir / facts.file
    if facts.kind == "sqlite":
        return copies.sqlite_url(file)
    engine = station.database.engine
    if engine.dialect.name != "postgresql":
        return None
    station.tools.load(copies.address_of(engine.url), file, progress.on("adopt"))
    file.unlink()
    return engine.url.render_as_string(hide_password=False)
