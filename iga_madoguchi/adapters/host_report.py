"""Reads what the root collector wrote (`ops/bin/collect`): a small file, believed only in its own shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from iga_madoguchi.domain.monitoring.ports import HostReport, Part, PartState

LIMIT = 256 * 1024  # bytes
VERSION = 1
ITEMS, FIELDS, TEXT = 64, 12, 80
STATES: dict[str, PartState] = {"ok": "ok", "absent": "absent", "failed": "failed"}


class HostReportFile:
    """The ReportReader; the file is read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[tuple[int, int], HostReport] | None = None

    def read(self) -> HostReport:
        try:
            found = self._path.stat()
            mark = (found.st_mtime_ns, found.st_ino)
            if self._known is None or self._known[0] != mark:
                with self._path.open("rb") as file:
                    self._known = mark, parse(file.read(LIMIT + 1))
        except FileNotFoundError:
            return HostReport(None, why="missing")
        except OSError:
            return HostReport(None, why="unreadable")
        return self._known[1]


def parse(content: bytes) -> HostReport:
    """The report; one without a time when it is not what the collector writes."""
    if len(content) > LIMIT:
        return HostReport(None, why="nonsense")
    try:
        read = json.loads(content)
        if read["version"] != VERSION:
            return HostReport(None, why="version")
        at = datetime.fromtimestamp(float(read["at"]), UTC)
        parts = {str(name)[:TEXT]: _part(part) for name, part in list(read["parts"].items())[:ITEMS]}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError):
        return HostReport(None, why="nonsense")
    return HostReport(at, parts)


def _part(read: dict[str, object]) -> Part:
    items = read.get("items") or []
    if not isinstance(items, list):
        raise TypeError(items)
    return Part(STATES[str(read["state"])], tuple(_item(one) for one in items[:ITEMS]))


def _item(read: object) -> dict[str, str | float | bool]:
    if not isinstance(read, dict):
        raise TypeError(read)
    found: dict[str, str | float | bool] = {}
    for name, value in list(read.items())[:FIELDS]:
        if isinstance(value, bool | int | float):
            found[str(name)[:TEXT]] = value
        elif isinstance(value, str):
            found[str(name)[:TEXT]] = "".join(sign for sign in value[:TEXT] if sign.isprintable())
    return found
