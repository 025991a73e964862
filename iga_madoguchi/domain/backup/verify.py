"""Looks whether the backups are still what they were: the structure, or every byte of them."""

from __future__ import annotations

from iga_madoguchi.domain.backup import places, secret
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import DomainError, Unavailable


def verify(station: Station, read: str, progress: Progress) -> Result:
    """`read`: "" structure, "n/m" a part of the bytes, "all". Every place is looked at before it raises.

    Raises Unavailable `backup.repository.damaged`, and as `places.opened`. A second place that is not plugged
    in is a warning.
    """
    if station.store.missing:
        raise Unavailable("backup.tool.missing", package=station.store.missing)
    password, troubles = secret.of(station), []
    worst: DomainError | None = None
    for path in station.places:
        try:
            _check(station, places.opened(station, path, password), read, progress)
        except DomainError as error:
            if error.code == "backup.stopped":
                raise
            troubles.append(f"{error.code}@{path}")
            if path == station.places[0] or error.code != "backup.place.missing":
                worst = worst or error
    if worst is not None:
        raise worst
    return Result("warning" if troubles else "done", " ".join([*troubles, f"read={read or 'structure'}"]))


def _check(station: Station, place: Place, read: str, progress: Progress) -> None:
    tick = progress.on("check")
    station.store.check(place.main, read, tick)
    station.store.check(place.sealed, "all" if read else "", tick)
    newest = runs.latest(station.database, "backup.run")
    if newest is None or place.path != station.places[0] or not newest.snapshot:
        return
    # A snapshot that was taken away whole leaves a repository without any fault.
    if not any(one.is_named(newest.snapshot) for one in station.store.snapshots(place.main)):
        raise Unavailable("backup.repository.damaged", place=str(place.path))
