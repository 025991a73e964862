"""From what restic complains of to what it means. Its exit code says little before version 0.17."""

from __future__ import annotations

import re
from pathlib import Path

from iga_madoguchi.errors import Conflict, DomainError, Unavailable

# The first that fits; what is said of the disk comes before what follows from it.
_MEANINGS: tuple[tuple[str, type[DomainError], str], ...] = (
    (r"no space left on device|disk quota exceeded|file too large", Unavailable, "backup.disk.full"),
    (r"wrong password or no key found", Unavailable, "backup.key.wrong"),
    (
        r"unable to open config file|Is there a repository at|repository does not exist",
        Unavailable,
        "backup.repository.missing",
    ),
    (
        r"permission denied|read-only file system|operation not permitted",
        Unavailable,
        "backup.place.unwritable",
    ),
    (r"already locked", Conflict, "backup.busy"),
    (
        r"damaged|invalid|contains errors|verification failed|unexpected file size|does not exist"
        r"|not found in repository|hash does not match|Unmarshal|unexpected end|no such file"
        r"|returned errors|ReadFull|input/output error|unexpected EOF|decrypting blob|content mismatch",
        Unavailable,
        "backup.repository.damaged",
    ),
)
DAMAGE = re.compile(
    r"^pack \S+: (does not exist|unexpected file size)|^pack \S+ contains"
    r"|^(error|Fatal): (load|error loading)|invalid data returned",
    re.IGNORECASE,
)
"""Where a check need not go on: it would try again and again for a minute what cannot be read."""


def meaning(errors: str, place: Path) -> DomainError:
    """What went wrong, as an error of ours."""
    # A repository whose own keys are gone answers as if the password were wrong.
    keys = place / "keys"
    if "no key found" in errors and keys.is_dir() and not any(keys.iterdir()):
        return Unavailable("backup.repository.damaged", place=str(place))
    for pattern, kind, code in _MEANINGS:
        if re.search(pattern, errors, re.IGNORECASE):
            return kind(code, place=str(place))
    return Unavailable("backup.failed", place=str(place), why=_last_words(errors))


def _last_words(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
