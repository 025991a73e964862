"""What a backup is made of and how long it stays, as data. Pure."""

from __future__ import annotations

from typing import Literal

from iga_madoguchi.domain.audit.seal import WITNESS
from iga_madoguchi.domain.backup.ports import Keep

Kind = Literal["whole", "program"]
KINDS: tuple[Kind, ...] = ("whole", "program")
SEALED = "keys"

KEEP: dict[str, Keep] = {
    "whole": Keep(daily=14, weekly=8, monthly=24, yearly=7),
    "program": Keep(last=5, yearly=7),
    # What was deleted can be read from no backup once its key has aged out: with the second one after it.
    SEALED: Keep(last=2),
}

FORMAT = 1
"""Of what stands in a snapshot; a release that knows only smaller numbers refuses it."""

MAIN_SHELF, SEALED_SHELF = "main", "sealed"
"""The two repositories of a place: everything, and the keys without which the papers in it are noise."""

# Names in the data directory.
WORK = ".backup"
SECRET = "secrets/backup.password"
KEYS, MASTER_KEYS = "keys", ("vault.key", "vault.key.next")
KEPT_PAPERS = "papers/kept"
ORIGIN = "restored-from"

LEFT: dict[str, str] = {
    "papers": "only what is kept goes; what passes goes with its call",
    KEYS: "sealed apart",
    **dict.fromkeys(MASTER_KEYS, "sealed apart"),
    "secrets": "open the backup itself",
    "backup": "the backup itself",
    "madoguchi.db": "copied as of one moment",
    "madoguchi.db-wal": "copied as of one moment",
    "madoguchi.db-shm": "copied as of one moment",
    "database.dump": "an old copy",
    WITNESS: "knows a later moment than the copied database; a restored log is witnessed anew",
    ORIGIN: "about another backup",
    "bench": "figures of tests",
    "soak": "figures of tests",
    "simulate.svg": "made anew at any time",
}
"""What does not go as it lies in the data directory, and why. All else goes, also what nobody here knows."""

# Names in a snapshot.
DATA, PROGRAM, SYSTEM = "data", "program", "system"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"

MANIFEST_LIMIT = 1024 * 1024  # bytes
SUMS_LIMIT = 256 * 1024 * 1024
SEALED_LIMIT = 256 * 1024 * 1024
FRESH_HOURS: dict[tuple[str, str], int] = {
    ("backup.run", "whole"): 26,
    ("backup.drill", "whole"): 26,
    ("backup.run", "program"): 8 * 24,
    ("backup.verify", "part"): 8 * 24,
    ("backup.verify", "all"): 33 * 24,
}
"""How old the last good run of each scheduled operation may be."""

SPARE = 64 * 1024 * 1024  # bytes that stay free on a disk we write to
AGREE_TRIES = 5  # copies of the database until it agrees with the files
SPEED = 60 * 1024 * 1024  # bytes per second, for telling how long a restore takes
