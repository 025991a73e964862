"""Brings a backup back: looked at first, prepared beside its target, proven, then put there in one step."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from iga_madoguchi.db import copies, migrate
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import adoption, archive, places, proof, sealed, secret, target
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import (
    DATA,
    MANIFEST,
    ORIGIN,
    PROGRAM,
    SPARE,
    SPEED,
    SUMS,
    SYSTEM,
    Kind,
)
from iga_madoguchi.domain.backup.ports import Snapshot
from iga_madoguchi.domain.backup.progress import Listen, Progress
from iga_madoguchi.domain.backup.proof import Proof
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.backup.target import Target
from iga_madoguchi.errors import Conflict, Unavailable


@dataclass(frozen=True)
class Plan:
    """What a restore would do. `seconds`: how long it takes, roughly.

    Not `with_keys`: what is kept of papers and forms is given up, because their keys cannot be brought back.
    """

    place: Place
    snapshot: Snapshot
    made: Manifest
    to: Target
    with_keys: bool = True

    @property
    def seconds(self) -> float:
        return 10 + self.made.size / SPEED


@dataclass(frozen=True)
class Restored:
    """What was done. `aside`: where what was there has gone; `forgotten`: rows whose keys are gone for good.

    `warnings` are codes of what somebody must look at before the server is started.
    """

    path: Path
    aside: Path | None
    proof: Proof
    revision: str = ""
    forgotten: int = 0
    warnings: tuple[str, ...] = ()


def plan(
    station: Station,
    wanted: str,
    kind: Kind,
    path: Path,
    password: str,
    chosen: Path | None = None,
    with_keys: bool = True,
) -> Plan:
    """Find out whether it can be done, without changing anything.

    Raises Unavailable `restore.newer`, `backup.archive.altered`, and as `places.readable`; NotFound
    `backup.snapshot.unknown`; InvalidInput `restore.target.unusable`; Conflict `restore.database.occupied`.
    """
    if station.store.missing:
        raise Unavailable("backup.tool.missing", package=station.store.missing)
    place = places.readable(station, password, chosen)
    snapshot = places.snapshot(station, place, wanted, kind)
    made = archive.describe(station, place, snapshot.id)
    if made.database is not None:
        if made.database.revision and not migrate.knows(made.database.revision):
            raise Unavailable("restore.newer", revision=made.database.revision)
        _database_has_room(station, made.database)
    to = target.target(path, {*station.places, place.path}, station.release.root)
    return Plan(place, snapshot, made, to, with_keys)


def carry_out(station: Station, plan: Plan, keep_aside: bool, actor: Actor, listen: Listen) -> Restored:
    """Do it; nothing has changed at the target until everything is proven. Can be broken off and repeated.

    Raises Conflict `restore.busy`, `restore.target.serving`, `restore.target.occupied`; Unavailable
    `backup.disk.full`, `backup.archive.altered`, `backup.database.damaged`, and as the store.
    """
    try:
        with target.held(plan.to):
            if plan.to.occupied and not keep_aside:
                raise Conflict("restore.target.occupied", path=str(plan.to.path))
            return _carry_out(station, plan, actor, listen)
    except OSError as error:
        code = "disk.full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "place.unwritable"
        raise Unavailable(f"backup.{code}", place=str(plan.to.path.parent)) from error


def _carry_out(station: Station, plan: Plan, actor: Actor, listen: Listen) -> Restored:
    partial = target.empty_partial(plan.to)
    if shutil.disk_usage(partial).free < _room(plan):
        raise Unavailable("restore.space", needed=_room(plan) // 2**20, path=str(plan.to.path.parent))
    progress = Progress(None, station.database.clock, "restore", listen)
    archive.sizes(station, plan.place, plan.snapshot.id)
    tick = progress.on("restore")
    station.store.bring_back(plan.place.main, plan.snapshot.id, partial, plan.made.size, tick)
    proven = proof.files(partial, plan.made, progress)
    now = station.database.clock.now()
    if plan.made.kind == "program":
        return Restored(plan.to.path, target.swap(plan.to, partial / PROGRAM, now), proven)
    ready = partial / DATA
    ready.chmod(0o700)
    _note_origin(partial, ready)
    _put_keys(station, plan, ready)
    adopted = adoption.adopt(station, plan.made, plan.snapshot.id, ready, actor, progress)
    os.sync()  # what takes the old one's place is on the disk
    aside = target.swap(plan.to, ready, now)
    proven = replace(proven, rows=adopted.rows, log=adopted.log)
    return Restored(plan.to.path, aside, proven, adopted.revision, adopted.forgotten, adopted.warnings)


def _room(plan: Plan) -> int:
    """Bytes: what is brought back, and once more the database, which a migration may write anew."""
    return int(plan.made.size * 1.1) + SPARE


def _database_has_room(station: Station, made: DatabaseFacts) -> None:
    engine = station.database.engine
    if made.kind == "postgresql" and engine.dialect.name == "postgresql":
        if not copies.is_empty(engine.url.render_as_string(hide_password=False)):
            raise Conflict("restore.database.occupied")


def _note_origin(partial: Path, ready: Path) -> None:
    """What the backup says of itself and of the old machine stays beside the data."""
    origin = ready / ORIGIN
    origin.mkdir(mode=0o700)
    for name in (SYSTEM, MANIFEST, SUMS):
        if (partial / name).exists():
            os.rename(partial / name, origin / name)


def _put_keys(station: Station, plan: Plan, ready: Path) -> None:
    found = sealed.newest(station, plan.place) if plan.with_keys else {}
    for name, content in found.items():
        path = ready / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    if station.given_secret is None:
        secret.store(ready, plan.place.main.secret)
