"""Backups, the proof that they can be brought back, and all else that is due at a time of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from iga_madoguchi.domain.auditing import checking
from iga_madoguchi.domain.backup import service as backup_service
from iga_madoguchi.domain.backup.policy import FRESH_HOURS
from iga_madoguchi.domain.monitoring import integrity
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.policy import GOOD
from iga_madoguchi.domain.runs.views import RunView

HOUR_S = 3600
WHOLE = (backup_service.RUN, "whole")
PROOF = (backup_service.DRILL, "whole")
SERIOUS = {"backup.age": 74, "backup.proof": 14 * 24}
"""Hours after which it is no longer one night that was missed."""
DUE = {
    **{key: hours for key, hours in FRESH_HOURS.items() if key not in (WHOLE, PROOF)},
    (checking.CHECK, "all"): 26,
    (integrity.CHECK, "all"): 26,
}
FAILURES = ("failed",)
TOLD = {".".join(WHOLE), ".".join(PROOF)}
"""That these failed is said with their age."""


def backups(around: Around, now: datetime) -> Iterator[Finding]:
    missing = around.station.store.missing
    yield Finding(Cause("backup.tool"), Status.WARN if missing else Status.OK, words={"package": missing})
    began = runs.latest(around.database, runs.BEGAN)
    for check, (what, kind) in (("backup.age", WHOLE), ("backup.proof", PROOF)):
        last = runs.latest(around.database, what, kind)
        failure = runs.latest(around.database, what, kind, FAILURES)
        yield _aged(check, last, failure, began, now, FRESH_HOURS[what, kind])


def places(around: Around, _now: datetime) -> Iterator[Finding]:
    """Where backups lie, and what an operation stumbled over that nothing has disproved since.

    Before the first backup no place is missed: it is made by it.
    """
    whole = runs.latest(around.database, *WHOLE)
    gone = set()
    for number, place in enumerate(backup_service.place_views(around.station), 1):
        well = place.state == "ok"
        seen = Status.NONE if whole is None else Status.OK if well else Status.WARN
        gone |= set() if well else {place.path}
        words = {"place": place.path, "state": "" if well else place.state}
        yield Finding(Cause("backup.place", f"{number}"), seen, words=words)
    yield Finding(Cause("backup.doubt"), Status.OK)
    doubts = {_key(one): one for one in _warned(around, gone)}
    doubts |= {_key(one): one for one in backup_service.standing(around.station) if _key(one) not in TOLD}
    for key, _ in doubts.items():
        yield Finding(Cause("backup.doubt", key), Status.WARN, words={"job": key})


def _warned(around: Around, gone: set[str]) -> Iterator[RunView]:
    """Done, and yet not all is as it should be, for another reason than a place that is gone anyhow."""
    for what in (backup_service.RUN, backup_service.DRILL, backup_service.CHECK):
        last = runs.latest(around.database, what)
        if last is not None and last.outcome == "warning":
            noted = [word.partition("@") for word in last.detail.split()]
            # Figures have no dot; codes have.
            if any("." in code.partition("=")[0] and not _lies_in(at, gone) for code, _, at in noted):
                yield last


def _lies_in(at: str, gone: set[str]) -> bool:
    return any(at == path or at.startswith(f"{path}/") for path in gone)


def _key(run: RunView) -> str:
    return f"{run.what}.{run.kind}"


def schedule(around: Around, now: datetime) -> Iterator[Finding]:
    began = runs.latest(around.database, runs.BEGAN)
    for (what, kind), hours in DUE.items():
        outcomes = ("done", "warning", "failed") if what in (checking.CHECK, integrity.CHECK) else GOOD
        last = runs.latest(around.database, what, kind, outcomes)
        cause, words = Cause("job.overdue", f"{what}.{kind}"), {"job": f"{what}.{kind}"}
        known = last or began
        if known is None or (last is None and now - known.started_at <= timedelta(hours=hours)):
            yield Finding(cause, Status.UNKNOWN, words=words)
        else:
            late = now - known.started_at > timedelta(hours=hours)
            yield Finding(cause, Status.WARN if late else Status.OK, words=words)


def _aged(
    check: str,
    last: RunView | None,
    failure: RunView | None,
    began: RunView | None,
    now: datetime,
    hours: int,
) -> Finding:
    """Late, or tried in vain since: either way what there is gets older."""
    cause, known = Cause(check), last or began
    if known is None:
        return Finding(cause, Status.UNKNOWN, words={"never": "yes"})
    age = (now - known.started_at).total_seconds() / HOUR_S
    words = {"never": "yes"} if last is None else {}
    value = None if last is None else age
    if age > SERIOUS[check]:
        return Finding(cause, Status.BAD, value, words)
    if failure is not None and failure.started_at > known.started_at:
        return Finding(cause, Status.WARN, value, {**words, "failed": failure.detail[:60] or "unexpected"})
    if age > hours:
        return Finding(cause, Status.WARN, value, words)
    return Finding(cause, Status.OK if last is not None else Status.UNKNOWN, value, words)
