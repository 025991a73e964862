"""Looks at a snapshot before anything of it is written: only our own kinds of things may be in it."""

from __future__ import annotations

from collections.abc import Mapping

from iga_madoguchi.domain.backup import manifest
from iga_madoguchi.domain.backup.manifest import Manifest
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import (
    DATA,
    MANIFEST,
    MANIFEST_LIMIT,
    PROGRAM,
    SUMS,
    SYSTEM,
)
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.errors import Unavailable

TOPS = {DATA, PROGRAM, SYSTEM, MANIFEST, SUMS}


def describe(station: Station, place: Place, snapshot: str) -> Manifest:
    """What the snapshot says of itself. Raises Unavailable `restore.newer`, `backup.archive.altered`."""
    return manifest.parse(station.store.read(place.main, snapshot, f"/{MANIFEST}", MANIFEST_LIMIT))


def sizes(station: Station, place: Place, snapshot: str) -> Mapping[str, int]:
    """Its files by name, in bytes.

    Raises Unavailable `backup.archive.altered` for a link, a device, or a name that leads out.
    """
    found: dict[str, int] = {}
    for entry in station.store.entries(place.main, snapshot):
        name = entry.path.lstrip("/")
        if (
            entry.kind not in ("file", "dir")
            or not manifest.is_inside(name)
            or name.split("/")[0] not in TOPS
        ):
            raise Unavailable("backup.archive.altered", path=entry.path[:80])
        if entry.kind == "file":
            found[name] = entry.size
    return found
