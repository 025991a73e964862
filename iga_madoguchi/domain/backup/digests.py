"""Sums of files that never change once they are written: each is read once, not every night."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from iga_madoguchi.domain.backup.manifest import sum_of
from iga_madoguchi.kit.files import write_atomically

FILE = "digests.json"


class Digests:
    """Remembers a sum by name, size and time of change; what is not asked for again is forgotten."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: dict[str, list[object]] = {}
        self._asked: dict[str, list[object]] = {}
        with suppress(OSError, ValueError):
            found = json.loads(self._path.read_bytes())
            self._known = found if isinstance(found, dict) else {}

    def of(self, name: str, path: Path, tick: Callable[[int], None]) -> str:
        """The sum of `path`, called `name` here. Raises OSError."""
        facts = path.stat()
        seen: list[object] = [facts.st_size, facts.st_mtime_ns]
        known = self._known.get(name, [])
        if known[:2] == seen:
            tick(facts.st_size)
        else:
            known = [*seen, sum_of(path, tick)]
        self._asked[name] = known
        return str(known[2])

    def save(self) -> None:
        with suppress(OSError):
            write_atomically(self._path, json.dumps(self._asked).encode())
