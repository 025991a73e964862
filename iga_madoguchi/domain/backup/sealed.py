"""The keys of papers and forms: stored apart from what they open, and for a short time only.

They are never copied to another place on the disk, not even for a moment: a crash would leave them there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import KEYS, MASTER_KEYS, SEALED, SEALED_LIMIT, WORK
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.staging import Staged
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.errors import DomainError, Unavailable
from iga_madoguchi.kit.files import write_atomically

LIST = f"{WORK}/sealed.json"
NAME = re.compile(rf"{KEYS}/[A-Za-z0-9_-]{{22}}|" + "|".join(re.escape(name) for name in MASTER_KEYS))
FILE_LIMIT = 4096  # bytes; a wrapped key has 60


def save(station: Station, place: Place, staged: Staged, progress: Progress) -> str:
    """Store the keys that rows rely on, and the data directory's own master key; the snapshot's id.

    Keys of what passes stay out. What is destroyed in this moment is not missed.
    """
    wanted = _present(station, staged)
    listing = json.dumps({"at": staged.manifest.made_at.isoformat(), "keys": len(wanted)})
    write_atomically(station.data_dir / LIST, listing.encode())
    names, at = [LIST, *wanted], staged.manifest.made_at
    saved = station.store.save(place.sealed, station.data_dir, names, SEALED, at, progress.on("keys"))
    return saved.snapshot


def newest(station: Station, place: Place) -> Mapping[str, bytes]:
    """The keys as they were last stored, by name in the data directory, in memory only.

    The newest of all, not that of a certain backup: what was deleted since stays deleted.
    Raises Unavailable `backup.repository.missing|damaged`, `backup.archive.altered`.
    """
    damage: DomainError | None = None
    for snapshot in reversed(station.store.snapshots(place.sealed, SEALED)):
        try:
            found = station.store.read_all(place.sealed, snapshot.id, SEALED_LIMIT)
        except Unavailable as error:
            damage = damage or error
            continue
        return _checked(found)
    raise damage or Unavailable("backup.repository.missing", place=str(place.sealed.path))


def _present(station: Station, staged: Staged) -> list[str]:
    folder = station.data_dir / KEYS
    if staged.claimed is not None:
        keys = sorted(staged.claimed.keys)
    else:  # of an older release's rows we do not know what they rely on
        keys = sorted(f"{KEYS}/{path.name}" for path in folder.iterdir()) if folder.is_dir() else []
    found = [name for name in (*MASTER_KEYS, *keys) if (station.data_dir / name).is_file()]
    return [name for name in found if NAME.fullmatch(name)]


def _checked(found: Mapping[str, bytes]) -> Mapping[str, bytes]:
    for name, content in found.items():
        if name != LIST and (not NAME.fullmatch(name) or len(content) > FILE_LIMIT):
            raise Unavailable("backup.archive.altered", path=name[:80])
    return {name: content for name, content in found.items() if name != LIST}
