"""The Store of backups, on Debian's restic."""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from iga_madoguchi.adapters import background
from iga_madoguchi.adapters.background import Done, TooMuch
from iga_madoguchi.adapters.restic.complaints import DAMAGE, meaning
from iga_madoguchi.adapters.restic.process import PACKAGE, PROGRAM, Order, carry_out
from iga_madoguchi.domain.backup.ports import Entry, Keep, Saved, Shelf, Snapshot, Tick
from iga_madoguchi.errors import DomainError, Unavailable

HOST = "madoguchi"  # in every snapshot, so that a new machine goes on with the old one's
ID = re.compile(r"[0-9a-f]{8,64}")
PARTLY = 3  # exit code: a snapshot was made, but something could not be read


class _How(TypedDict, total=False):
    """As in `Order`."""

    source: Shelf | None
    folder: Path
    given: bytes
    line: Callable[[bytes], None]
    complaint: Callable[[str], bool]
    look: Callable[[], None]
    accepted: Collection[int]
    limit: int


class ResticStore:
    """One restic process for each call; they take about a second each, because opening is slow by design.

    `quick`: at normal priority, for somebody who waits for a restore.
    """

    def __init__(self, quick: bool = False) -> None:
        self._quick = quick

    @property
    def missing(self) -> str:
        return "" if background.available(PROGRAM) else PACKAGE

    def exists(self, path: Path) -> bool:
        return (path / "config").is_file()

    def make(self, shelf: Shelf, like: Shelf | None = None) -> None:
        options = [] if like is None else ["--from-repo", str(like.path), "--copy-chunker-params"]
        self._run(shelf, "init", *options, source=like)

    def identity(self, shelf: Shelf) -> str:
        return str(json.loads(self._run(shelf, "cat", "config").output)["id"])

    def save(
        self, shelf: Shelf, folder: Path, names: Sequence[str], tag: str, at: datetime, tick: Tick
    ) -> Saved:
        summary: dict[str, Any] = {}
        unread: list[str] = []
        done_part = 0.0

        def line(said: bytes) -> None:
            nonlocal done_part
            message = _message(said)
            match message.get("message_type"):
                case "status":
                    done_part = float(message.get("percent_done", 0.0))
                case "summary":
                    summary.update(message)

        def complaint(said: str) -> bool:
            message = _message(said.encode())
            if message.get("message_type") == "error" and message.get("item"):
                unread.append(str(message["item"]))
            return False

        # Files that are kept never change once written; only their links come and go.
        options = ["--host", HOST, "--tag", tag, "--ignore-inode", "--ignore-ctime"]
        moment = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        done = self._run(
            shelf,
            *("backup", "--json", "--files-from-raw", "-", "--time", moment, *options),
            folder=folder,
            given=b"".join(os.fsencode(name) + b"\0" for name in names),
            line=line,
            complaint=complaint,
            look=lambda: tick(done_part),
            accepted=(0, PARTLY),
        )
        if not summary.get("snapshot_id") or (done.code == PARTLY and not unread):
            raise meaning(done.errors, shelf.path)
        return Saved(str(summary["snapshot_id"]), int(summary.get("data_added", 0)), tuple(unread))

    def snapshots(self, shelf: Shelf, tag: str = "") -> tuple[Snapshot, ...]:
        chosen = ["--tag", tag] if tag else []
        listed = json.loads(self._run(shelf, "snapshots", "--json", *chosen).output) or []
        found = [_snapshot(one) for one in listed]
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def entries(self, shelf: Shelf, snapshot: str) -> Iterator[Entry]:
        found: list[Entry] = []

        def line(said: bytes) -> None:
            message = _message(said)
            if message.get("struct_type") == "node":
                found.append(Entry(str(message["path"]), str(message["type"]), int(message.get("size", 0))))

        self._run(shelf, "ls", "--json", _safe(snapshot), line=line)
        return iter(found)

    def read(self, shelf: Shelf, snapshot: str, path: str, limit: int) -> bytes:
        try:
            return self._run(shelf, "dump", _safe(snapshot), path, limit=limit).output
        except TooMuch as error:
            raise Unavailable("backup.archive.altered", path=path) from error

    def read_all(self, shelf: Shelf, snapshot: str, limit: int) -> Mapping[str, bytes]:
        try:
            packed = self._run(shelf, "dump", _safe(snapshot), "/", limit=limit).output
        except TooMuch as error:
            raise Unavailable("backup.archive.altered", path="/") from error
        found: dict[str, bytes] = {}
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is not None:
                    found[member.name.lstrip("/")] = content.read()
        return found

    def bring_back(self, shelf: Shelf, snapshot: str, target: Path, size: int, tick: Tick) -> None:
        before = _free(target)

        def look() -> None:
            # restic does not say how far it is; what has gone from the disk does.
            tick(min(1.0, max(0.0, (before - _free(target)) / size)) if size else 1.0)

        self._run(shelf, "restore", _safe(snapshot), "--target", str(target), look=look)

    def copy(self, source: Shelf, target: Shelf, snapshots: Sequence[str], tick: Tick) -> None:
        if snapshots:
            chosen = [_safe(one) for one in snapshots]
            self._run(
                target,
                "copy",
                "--from-repo",
                str(source.path),
                *chosen,
                source=source,
                look=lambda: tick(0.0),
            )

    def forget(self, shelf: Shelf, tag: str, keep: Keep, wholly: bool, tick: Tick) -> None:
        rules = [(name, getattr(keep, name)) for name in ("last", "daily", "weekly", "monthly", "yearly")]
        wanted = [part for name, count in rules if count for part in (f"--keep-{name}", str(count))]
        options = ["--tag", tag, "--group-by", "host", "--prune"]
        options += ["--max-unused", "0"] if wholly else []
        self._run(shelf, "forget", *options, *wanted, look=lambda: tick(0.0))

    def check(self, shelf: Shelf, read: str, tick: Tick) -> None:
        depth = {"": [], "all": ["--read-data"]}.get(read, [f"--read-data-subset={read}"])
        damage: list[str] = []

        def complaint(said: str) -> bool:
            if DAMAGE.search(said):
                damage.append(said)
            return bool(damage)

        try:
            self._run(shelf, "check", *depth, complaint=complaint, look=lambda: tick(0.0))
        except DomainError:
            if damage:
                raise Unavailable("backup.repository.damaged", place=str(shelf.path)) from None
            raise

    def _run(self, shelf: Shelf, *arguments: str, **how: Unpack[_How]) -> Done:
        return carry_out(Order(shelf, arguments, **how), self._quick)


def _message(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _snapshot(one: dict[str, Any]) -> Snapshot:
    at = datetime.fromisoformat(one["time"])
    return Snapshot(one["id"], at, tuple(one.get("tags") or ()), str(one.get("original", "")))


def _safe(snapshot: str) -> str:
    if not ID.fullmatch(snapshot):
        raise Unavailable("backup.failed", why="not an id")
    return snapshot


def _free(folder: Path) -> int:
    """Free bytes where `folder` is."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
