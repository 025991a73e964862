"""Where backups lie: which folder is ready, which disk is not plugged in, which one is somebody else's."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from iga_madoguchi.domain.backup import secret
from iga_madoguchi.domain.backup.policy import MAIN_SHELF, SEALED_SHELF
from iga_madoguchi.domain.backup.ports import Shelf, Snapshot
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.errors import NotFound, Unavailable
from iga_madoguchi.kit.files import write_atomically

FILE = "places.json"
README = "README.txt"
NOTE = """伊賀市 遠隔窓口 のバックアップです。消したり、名前を変えたりしないでください。
中身は暗号になっています。開くには「復元の控え」（金庫の紙）に書かれたパスワードがいります。
もどし方：遠隔窓口のプログラムの ops/bin/restore　（手順は docs/operate/fukugen.md）
プログラムもないとき、このフォルダで：
　restic -r main restore latest --tag program --target /tmp/p
　mv /tmp/p/program /opt/madoguchi
　つづきは /opt/madoguchi/docs/operate/koukan.md
"""


@dataclass(frozen=True)
class Place:
    """A folder with two repositories: everything, and the keys of papers and forms."""

    path: Path
    main: Shelf
    sealed: Shelf


def of(path: Path, password: str) -> Place:
    return Place(path, Shelf(path / MAIN_SHELF, password), Shelf(path / SEALED_SHELF, password))


def opened(station: Station, path: Path, password: str) -> Place:
    """A place that has backups already.

    Raises Unavailable `backup.place.missing`, `backup.repository.missing|damaged`, `backup.key.wrong`.
    """
    place = of(path, password)
    if not path.is_dir():
        raise Unavailable("backup.place.missing", place=str(path))
    if not station.store.exists(place.main.path):
        raise Unavailable("backup.repository.missing", place=str(path))
    return place


def ready(station: Station, path: Path, like: Place | None = None, fresh: bool = False) -> Place:
    """The place with both repositories; made when it is new. `like`: what it will be copied from.

    An empty folder where there was a backup before is taken for a disk that is not plugged in, unless it is
    wanted `fresh`. Raises as `opened`, and `backup.disk.full`, `backup.place.unwritable`.
    """
    place = of(path, secret.ensure(station))
    known = _known(station)
    first = path == station.places[0]
    there = station.store.exists(place.main.path)
    if not there and not fresh and (str(path) in known or not (first or path.is_dir())):
        raise Unavailable("backup.place.missing", place=str(path))
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for shelf, other in ((place.main, like and like.main), (place.sealed, like and like.sealed)):
            if not station.store.exists(shelf.path):
                station.store.make(shelf, other or None)
        if not (path / README).exists():
            write_atomically(path / README, NOTE.encode(), mode=0o644)
    except OSError as error:
        raise Unavailable("backup.place.unwritable", place=str(path)) from error
    if str(path) not in known:
        write_atomically(station.work / FILE, json.dumps(sorted({*known, str(path)})).encode())
    return place


def readable(station: Station, password: str, chosen: Path | None = None) -> Place:
    """The first place that opens, or the chosen one. Raises what keeps the first from opening."""
    first: Unavailable | None = None
    for path in station.places if chosen is None else (chosen,):
        try:
            place = opened(station, path, password)
            station.store.identity(place.main)
            return place
        except Unavailable as error:
            first = first or error
    raise first or Unavailable("backup.place.missing", place="")


def snapshot(station: Station, place: Place, wanted: str, kind: str) -> Snapshot:
    """The newest of a kind for "latest", else the one with this id.

    Raises NotFound `backup.snapshot.unknown`.
    """
    found = station.store.snapshots(place.main, kind if wanted == "latest" else "")
    if wanted != "latest":
        found = tuple(one for one in found if len(wanted) >= 8 and one.is_named(wanted))
    if not found:
        raise NotFound("backup.snapshot.unknown", snapshot=wanted[:64], place=str(place.path))
    return found[-1]


def free(path: Path) -> int | None:
    """Free bytes there, nothing if it cannot be asked."""
    with suppress(OSError):
        found = os.statvfs(path)
        return found.f_bavail * found.f_frsize
    return None


def _known(station: Station) -> set[str]:
    with suppress(OSError, ValueError):
        return {str(one) for one in json.loads((station.work / FILE).read_bytes())}
    return set()
