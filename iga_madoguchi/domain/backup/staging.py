"""Puts together in one folder what is to be stored: the database of one moment, the files that agree with it,
and what describes both.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from iga_madoguchi.db import copies, migrate
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.backup import manifest, plan
from iga_madoguchi.domain.backup.digests import Digests
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.domain.backup.policy import (
    AGREE_TRIES,
    DATA,
    MANIFEST,
    PROGRAM,
    SPARE,
    SUMS,
    SYSTEM,
    Kind,
)
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.station import Claimed, Station
from iga_madoguchi.errors import Unavailable

FOLDER = "stage"


@dataclass(frozen=True)
class Staged:
    """What lies in `folder`: `sizes` of all files by name. `claimed` is nothing for an older schema.

    `lacking`: names that rows rely on and that are not there, though the database was copied again.
    """

    folder: Path
    manifest: Manifest
    sizes: Mapping[str, int]
    claimed: Claimed | None = None
    lacking: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(entry.name for entry in os.scandir(self.folder)))


def stage(station: Station, kind: Kind, progress: Progress) -> Staged:
    """Raises Unavailable `db.unreachable`, `backup.disk.full`, `backup.place.unwritable`."""
    folder = station.work / FOLDER
    try:
        clear(station)
        (folder / SYSTEM).mkdir(parents=True)
        _describe(station, folder / SYSTEM)
        return _whole(station, folder, progress) if kind == "whole" else _program(station, folder, progress)
    except OSError as error:
        code = "disk.full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "place.unwritable"
        raise Unavailable(f"backup.{code}", place=str(folder)) from error


def clear(station: Station) -> None:
    """Nothing that was put together stays, also not after a crash."""
    shutil.rmtree(station.work / FOLDER, ignore_errors=True)


def _whole(station: Station, folder: Path, progress: Progress) -> Staged:
    lacking: frozenset[str] | None = None
    for _ in range(AGREE_TRIES):
        facts, claimed = _copy_database(station, folder, progress)
        progress.at("files")
        _link_all(station, folder / DATA)
        before, lacking = lacking, _lacking(station, folder / DATA, claimed)
        # What was deleted in between lacks only until the next copy; what lacks twice is really gone.
        if not lacking or lacking == before:
            break
    made = _close(station, "whole", folder, progress, facts, claimed)
    return Staged(folder, made, _sizes(folder), claimed, lacking or frozenset())


def _copy_database(
    station: Station, folder: Path, progress: Progress
) -> tuple[DatabaseFacts, Claimed | None]:
    """The database first: a file that comes later than its row does no harm, a row without its file does."""
    shutil.rmtree(folder / DATA, ignore_errors=True)
    (folder / DATA).mkdir()
    engine = station.database.engine
    _room_for(engine.url.database if engine.dialect.name == "sqlite" else None, folder)
    tick = progress.on("database")

    def dump(address: copies.Address, file: Path, moment: str) -> None:
        station.tools.dump(address, file, moment, tick)

    with copies.copied(engine, folder / DATA, dump) as copy:
        revision = copies.revision(copy.session)
        if not revision:
            raise Unavailable("db.unreachable")
        claimed = station.claims(copy.session) if revision == migrate.newest() else None
        return _facts(copy.session, engine.dialect.name, copy.file.name, revision), claimed


def _facts(session: Session, kind: str, file: str, revision: str) -> DatabaseFacts:
    head = audit.head(session)
    return DatabaseFacts(kind, file, revision, copies.rows(session), head.seq, head.hash)


def _room_for(file: str | None, folder: Path) -> None:
    needed = SPARE + (Path(file).stat().st_size if file and Path(file).is_file() else 0)
    if shutil.disk_usage(folder).free < needed:
        raise Unavailable("backup.disk.full", place=str(folder))


def _link_all(station: Station, target: Path) -> None:
    for name in plan.names(station.data_dir, {*station.places, *copies.live_files(station.database.engine)}):
        try:
            _link(station.data_dir / name, target / name)
        except FileNotFoundError:
            continue  # deleted since it was listed


def _link(source: Path, target: Path) -> None:
    """The same file once more, so that it stays while it is stored; a copy where links cannot be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copy2(source, target)


def _lacking(station: Station, staged: Path, claimed: Claimed | None) -> frozenset[str]:
    if claimed is None:
        return frozenset()
    files = {name for name in claimed.files if not (staged / name).is_file()}
    return frozenset(files | {name for name in claimed.keys if not (station.data_dir / name).is_file()})


def _program(station: Station, folder: Path, progress: Progress) -> Staged:
    progress.at("files")
    data = (station.data_dir, *station.places)
    for name in station.release.files():
        if any((station.release.root / name).is_relative_to(one) for one in data):
            continue  # data that lies in the program's folder is no part of it
        target = folder / PROGRAM / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(station.release.root / name, target)
    made = _close(station, "program", folder, progress)
    return Staged(folder, made, _sizes(folder))


def _describe(station: Station, folder: Path) -> None:
    """What somebody needs who builds the machine anew. Passwords in settings are masked already."""
    settings = "".join(f"{name}\t{value}\n" for name, value in station.settings.items())
    found = {"settings.txt": settings.encode(), **station.machine.facts()}
    for name, path in station.extra_files.items():
        if path.is_file():
            found[name] = path.read_bytes()
    for name, content in found.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _close(
    station: Station,
    kind: Kind,
    folder: Path,
    progress: Progress,
    database: DatabaseFacts | None = None,
    claimed: Claimed | None = None,
) -> Manifest:
    """Write the sums of all files, and the manifest."""
    sizes = _sizes(folder)
    whole, read, digests, sums = sum(sizes.values()), 0, Digests(station.work), {}

    def tick(count: int) -> None:
        nonlocal read
        read += count
        progress.at("sums", read / whole if whole else 1.0)

    for name in sizes:
        sums[name] = digests.of(name, folder / name, tick)
    if kind == "whole":
        digests.save()
    listing = manifest.listing(sums)
    (folder / SUMS).write_bytes(listing)
    made = Manifest(
        kind=kind,
        made_at=station.database.clock.now(),
        version=station.version,
        files=len(sizes),
        size=whole,
        sums=manifest.sum_of(folder / SUMS),
        database=database,
        keys=0 if claimed is None else len(claimed.keys),
    )
    (folder / MANIFEST).write_bytes(made.to_json())
    return made


def _sizes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in _files(folder)}


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
