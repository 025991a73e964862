"""Brings the newest backup back into a scratch folder and compares: a backup nobody restored is a hope."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iga_madoguchi.db import copies, migrate
from iga_madoguchi.domain.backup import archive, places, proof, sealed, secret
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import DATA, SPARE
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import Unavailable

FOLDER = "drill"
SCRATCH = "iga_restore_drill"


def drill(station: Station, progress: Progress) -> Result:
    """The newest backup of the whole, from the first place that opens. Nothing of it stays.

    Raises Unavailable `backup.archive.altered`, `backup.database.damaged`, `backup.log.broken`,
    `backup.disk.full`, and as `places.readable`.
    """
    if station.store.missing:
        raise Unavailable("backup.tool.missing", package=station.store.missing)
    place = places.readable(station, secret.of(station))
    snapshot = places.snapshot(station, place, "latest", "whole").id
    made = archive.describe(station, place, snapshot)
    folder = station.work / FOLDER
    clear(station)
    try:
        folder.mkdir(parents=True)
        if shutil.disk_usage(folder).free < made.size + SPARE:
            raise Unavailable("backup.disk.full", place=str(folder))
        archive.sizes(station, place, snapshot)
        station.store.bring_back(place.main, snapshot, folder, made.size, progress.on("restore"))
        return _compared(station, place, folder, made, progress, snapshot)
    finally:
        clear(station)


def clear(station: Station) -> None:
    shutil.rmtree(station.work / FOLDER, ignore_errors=True)


def _compared(
    station: Station, place: Place, folder: Path, made: Manifest, progress: Progress, snapshot: str
) -> Result:
    proven = proof.files(folder, made, progress)
    if made.database is None:
        raise Unavailable("backup.archive.altered", path=DATA)
    troubles, rows, checked = [], 0, 0
    with _database(station, folder / DATA, made.database, progress) as url:
        if url is None:
            troubles.append("backup.drill.not_loaded")
        else:
            rows, verdict = proof.database(url, folder / DATA, made.database, station.database.clock)
            checked = verdict.fitting
            if verdict.faults:
                raise Unavailable("backup.log.broken", seq=verdict.faults[0].first)
            lacking = _lacking(station, place, folder, made.database, url)
            troubles += [f"backup.files.lacking={len(lacking)}"] if lacking else []
    figures = f"files={proven.files} bytes={proven.size} rows={rows} log={checked}"
    return Result("warning" if troubles else "done", " ".join([*troubles, figures]), snapshot)


@contextmanager
def _database(
    station: Station, folder: Path, made: DatabaseFacts, progress: Progress
) -> Iterator[str | None]:
    """The database that was brought back, opened apart from the real one; None where that is not allowed."""
    if made.kind == "sqlite":
        yield copies.sqlite_url(folder / made.file)
        return
    engine = station.database.engine
    if engine.dialect.name != "postgresql":
        yield None
        return
    with copies.scratch_database(engine.url, f"{SCRATCH}_{os.getpid()}") as url:
        if url is not None:
            station.tools.load(copies.address_of(url), folder / made.file, progress.on("adopt"))
        yield None if url is None else url.render_as_string(hide_password=False)


def _lacking(station: Station, place: Place, folder: Path, made: DatabaseFacts, url: str) -> list[str]:
    """What rows rely on and what was not brought back with them."""
    if made.revision != migrate.newest():
        return []
    with copies.looking(url) as session:
        claimed = station.claims(session)
    keys = sealed.newest(station, place)
    return sorted(
        {name for name in claimed.files if not (folder / DATA / name).is_file()} | (claimed.keys - set(keys))
    )
