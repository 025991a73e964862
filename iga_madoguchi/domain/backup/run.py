"""Makes one backup: put together once, stored at the first place, copied to the second, looked at, tidied."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from iga_madoguchi.domain.backup import archive, places, retention, sealed, staging
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import MANIFEST, SUMS, Kind
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.staging import Staged
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import DomainError, Unavailable

log = logging.getLogger(__name__)


def run(station: Station, kind: Kind, progress: Progress, fresh: bool = False) -> Result:
    """Done when every place has it; with a warning when a place or a file is missing.

    Raises what the first place raised when no place has it. Only one at a time (`service` sees to that).
    """
    if station.store.missing:
        raise Unavailable("backup.tool.missing", package=station.store.missing)
    if not station.data_dir.is_dir():
        raise Unavailable("db.unreachable")
    try:
        staged = staging.stage(station, kind, progress)
        return _store(station, staged, progress, fresh)
    finally:
        staging.clear(station)


@dataclass(frozen=True)
class _Kept:
    """A backup at the place that it was stored at first; `keys` is the snapshot of the sealed half."""

    place: Place
    snapshot: str
    keys: str
    added: int


def _store(station: Station, staged: Staged, progress: Progress, fresh: bool) -> Result:
    kept: _Kept | None = None
    troubles: list[str] = []
    first: DomainError | None = None
    for path in station.places:
        try:
            place = places.ready(station, path, kept.place if kept else None, fresh)
            if kept is None:
                kept = _save(station, place, staged, progress)
            else:
                _copy(station, kept, place, progress)
            retention.tidy(station, place, staged.manifest.kind, bool(staged.lacking), progress)
        except DomainError as error:
            if error.code == "backup.stopped":
                raise
            log.error("backup place=%s code=%s", path, error.code)
            first = first or error
            troubles.append(f"{error.code}@{path}")
    if kept is None:
        assert first is not None
        raise first
    if staged.lacking:
        troubles.append(f"backup.files.lacking={len(staged.lacking)}")
    figures = f"files={staged.manifest.files} bytes={staged.manifest.size} added={kept.added}"
    detail = " ".join([*troubles, figures])
    return Result("warning" if troubles else "done", detail, kept.snapshot)


def _save(station: Station, place: Place, staged: Staged, progress: Progress) -> _Kept:
    made, kind = staged.manifest, staged.manifest.kind
    # Keys first: a backup that dies in between must not leave a newest one whose keys lie nowhere.
    keys = sealed.save(station, place, staged, progress) if kind == "whole" else ""
    tick = progress.on("store")
    stored = station.store.save(place.main, staged.folder, staged.names, kind, made.made_at, tick)
    progress.at("check")
    _same(archive.sizes(station, place, stored.snapshot), staged)
    return _Kept(place, stored.snapshot, keys, stored.added)


def _same(found: Mapping[str, int], staged: Staged) -> None:
    """Everything that was put together is in the snapshot, in its full length."""
    made = {
        **staged.sizes,
        **{name: (staged.folder / name).stat().st_size for name in (MANIFEST, SUMS)},
    }
    if found != made:
        raise Unavailable("backup.repository.damaged", place="")


def _copy(station: Station, kept: _Kept, place: Place, progress: Progress) -> None:
    tick = progress.on("copy")
    station.store.copy(kept.place.sealed, place.sealed, [kept.keys] if kept.keys else [], tick)
    station.store.copy(kept.place.main, place.main, [kept.snapshot], tick)
