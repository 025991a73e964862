"""What a terminal has found of a session after it: numbers and kinds, never what it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import InvalidInput, NotFound

OCCASIONS = ("call", "night", "again")
"""After a call, once a night, and after the browser began anew because something was found."""
PAGE_KINDS = ("storage", "session", "caches", "databases", "workers", "cookies", "permissions")
DISK_KINDS = (
    *("cache", "storage", "databases", "workers", "blobs", "history"),
    *("downloads", "temporary", "dumps", "spool", "other"),
)
MOST = 1_000_000_000
"""Of anything; a terminal that says more is broken."""
CALL = re.compile(r"[A-Za-z0-9_-]{1,40}")

NONE, PARTLY, CLEARED, FOUND = (f"terminals.residue.{one}" for one in ("none", "partly", "cleared", "found"))
VERDICTS = (NONE, PARTLY, CLEARED, FOUND)


@dataclass(frozen=True)
class Residue:
    """`before` and `after` the page has cleared: how many of each of PAGE_KINDS.

    `disk`: (files, bytes) for each of DISK_KINDS where something lies, None where nobody looked; `unread`:
    kinds of which nobody could tell.
    """

    occasion: str
    call: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    disk: Mapping[str, tuple[int, int]] | None
    unread: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """The action for the log: the worst that is true."""
        if any(self.after.values()) or self.disk:
            return FOUND
        if any(self.before.values()):
            return CLEARED
        return PARTLY if self.disk is None or self.unread else NONE


def read(document: Mapping[str, object]) -> Residue:
    """What a terminal says. Raises InvalidInput `terminals.residue.malformed` for anything else."""
    if set(document) != {"occasion", "call", "before", "after", "disk"}:
        raise _malformed()
    occasion, call = document["occasion"], document["call"]
    if occasion not in OCCASIONS or not isinstance(occasion, str) or not isinstance(call, str):
        raise _malformed()
    if (occasion == "call") != bool(CALL.fullmatch(call)) or (occasion != "call" and call):
        raise _malformed()
    before, after = (_counts(document[name]) for name in ("before", "after"))
    disk = document["disk"]
    if disk is None:
        return Residue(occasion, call, before, after, None)
    if not isinstance(disk, dict) or set(disk) != {"left", "unread"}:
        raise _malformed()
    return Residue(occasion, call, before, after, _amounts(disk["left"]), _kinds(disk["unread"]))


def note(database: Database, terminal: str, found: Residue, actor: Actor) -> str:
    """Write it into the operation log; the action it became.

    Raises NotFound `calls.call.unknown` for a call in which this terminal had no part.
    """
    left = {} if found.disk is None else found.disk
    with database.transaction() as session:
        if found.call and not _took_part(audit.of_subject(session, found.call, "calls."), terminal):
            raise NotFound("calls.call.unknown")
        audit.record(
            session,
            database.clock.now(),
            found.verdict,
            actor,
            found.call or terminal,
            occasion=found.occasion,
            browser=_listed({**found.before, **{kind: n for kind, n in found.after.items() if n}}),
            stays=_listed(found.after),
            disk=_listed({kind: files for kind, (files, _) in left.items()}),
            size=sum(size for _, size in left.values()) or None,
            unread="all" if found.disk is None else " ".join(found.unread),
        )
    return found.verdict


def _took_part(entries: list[audit.LogEntry], terminal: str) -> bool:
    return any(one.terminal == terminal for one in entries)


def _listed(counts: Mapping[str, int]) -> str:
    return " ".join(f"{kind}={count}" for kind, count in sorted(counts.items()) if count)


def _counts(given: object) -> dict[str, int]:
    if not isinstance(given, dict) or set(given) != set(PAGE_KINDS):
        raise _malformed()
    return {kind: _number(count) for kind, count in given.items()}


def _amounts(given: object) -> dict[str, tuple[int, int]]:
    if not isinstance(given, dict) or not set(given) <= set(DISK_KINDS):
        raise _malformed()
    found = {}
    for kind, pair in given.items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise _malformed()
        files, size = _number(pair[0]), _number(pair[1])
        if files:
            found[kind] = (files, size)
    return found


def _kinds(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or any(one not in DISK_KINDS for one in given):
        raise _malformed()
    return tuple(sorted(set(given)))


def _number(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST:
        raise _malformed()
    return given


def _malformed() -> InvalidInput:
    return InvalidInput("terminals.residue.malformed")
