"""Takes away what is too old; and the keys of what was deleted, which is the reason why they lie apart."""

from __future__ import annotations

from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import KEEP, SEALED, Kind
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.backup.station import Station


def tidy(station: Station, place: Place, kind: Kind, lacking: bool, progress: Progress) -> None:
    """Forget what the rules no longer keep. Raises as the store.

    While something is `lacking` that rows rely on, no key ages out: it may be the last one.
    """
    tick = progress.on("tidy")
    station.store.forget(place.main, kind, KEEP[kind], False, tick)
    if kind == "whole" and not lacking:
        station.store.forget(place.sealed, SEALED, KEEP[SEALED], True, tick)
