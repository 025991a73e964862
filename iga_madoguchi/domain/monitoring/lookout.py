"""Looks at everything again and again, remembers what it believes, and writes faults down once each way.

What it believes lies in memory: a fault of the database is on the screen although it cannot be written.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.monitoring import figures, forecast, incidents, samples
from iga_madoguchi.domain.monitoring.alerts.views import Event
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import BY_ID, Cause
from iga_madoguchi.domain.monitoring.looks import Look
from iga_madoguchi.domain.monitoring.looks.everything import LOOKS
from iga_madoguchi.domain.monitoring.policy import Memory, Status, step
from iga_madoguchi.domain.monitoring.views import Acknowledged, CheckView, Finding, IncidentView, Standing
from iga_madoguchi.errors import DomainError, Unavailable
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

BLIND_S = 60.0
"""After so long without a look nobody may believe the last one."""
JUMP_S = 60.0
FORECAST_EVERY_S = 600.0
FORECAST_OVER = timedelta(days=21)
ENDED_LIMIT = 200
EXCUSED_S = 120.0
"""So long after a fault of the data's disk a job may still tell of a run that failed through it."""


@dataclass(frozen=True)
class _Known:
    memory: Memory
    view: CheckView


class Lookout:
    """One thread calls `look`; anybody may ask for the `standing` and acknowledge."""

    def __init__(self, around: Around, looks: Sequence[tuple[Look, tuple[str, ...]]] = LOOKS) -> None:
        self.around = around
        self._looks = looks
        self._lock = threading.RLock()
        self._known: dict[Cause, _Known] = {}
        self._open: dict[Cause, IncidentView] = {}
        self._ended: list[tuple[IncidentView, datetime]] = []
        self._elsewhere: tuple[IncidentView, ...] = ()
        self._unwritten: set[Cause] = set()
        self._loaded = False
        self._standing = Standing()
        self._looked = -BLIND_S
        self._gatherer = samples.Gatherer()
        self._forecasts: dict[str, tuple[float, float | None]] = {}
        self._clock_base: float | None = None
        self._excused_until = 0.0
        self._faults = Transitions(log)
        self._own = Transitions(log)

    def standing(self) -> Standing:
        """What is believed now; without a time when there was no look for too long."""
        found = self._standing
        return found if time.monotonic() - self._looked < BLIND_S else replace(found, looked_at=None)

    def look(self) -> bool:
        """Look once; whether something shown has changed. Blocks for some seconds at most, never raises."""
        now = self.around.database.clock.now()
        with self._lock:
            before = self._standing
            self._load()
            findings, unseen = self._see(now)
            self._believe(findings, unseen, now)
            self._write()
            self._measure(now)
            self._tell(now)
            changed = _shown(self._standing) != _shown(before)
        if changed:
            self.around.database.hub.publish(incidents.CHANGED)
        return changed

    def acknowledge(self, incident_id: int, actor: Actor, by: str, comment: str) -> None:
        """Somebody has seen it.

        Raises as `incidents.acknowledge`, and Unavailable `monitoring.incident.unwritten`.
        """
        try:
            seen = incidents.acknowledge(self.around.database, incident_id, actor, by, comment)
        except SQLAlchemyError as error:
            raise Unavailable("monitoring.incident.unwritten") from error
        with self._lock:
            for cause, one in self._open.items():
                if one.id == incident_id:
                    self._open[cause] = replace(one, acknowledged=seen)
            self._elsewhere = tuple(_seen(one, incident_id, seen) for one in self._elsewhere)
            self._tell(self._standing.looked_at)
        self.around.database.hub.publish(incidents.CHANGED)

    def _load(self) -> None:
        """What was open when the server was stopped goes on, until a look shows that it is over."""
        if self._loaded:
            return
        try:
            found = incidents.open_here(self.around.database, self.around.server)
        except (SQLAlchemyError, DomainError):
            return
        for one in found:
            if one.cause.check in BY_ID and one.cause not in self._open:
                self._open[one.cause] = one
                view = CheckView(one.cause, one.worst, None, one.words, one.raised_at)
                self._known.setdefault(one.cause, _Known(Memory(one.worst), view))
        # A check that this release does not know any more: nobody will ever see its end.
        now = self.around.database.clock.now()
        self._ended += [(one, now) for one in found if one.cause.check not in BY_ID]
        self._loaded = True

    def _see(self, now: datetime) -> tuple[list[Finding], set[str]]:
        """All findings, and the ids of checks that could not be looked at."""
        found, unseen = list(self._jumped(now)), set[str]()
        for look, ids in self._looks:
            try:
                seen = list(look(self.around, now))
            except Exception as error:  # a part that cannot be looked at must not hide the others
                self._own.failed(ids[0], repr(error))
                unseen.update(ids)
            else:
                self._own.worked(ids[0])
                found += seen
        follows = self._follows(found)
        unseen |= follows
        excused = time.monotonic() < self._excused_until
        found = [one for one in found if one.cause.check not in follows and not (excused and self._late(one))]
        try:
            found += self._forecast(found, now)
        except SQLAlchemyError:
            unseen.add("disk.forecast")
        return found, unseen

    def _follows(self, found: Sequence[Finding]) -> set[str]:
        """Checks that could only say again what others found: that is one fault, not twenty."""
        bad = {one.cause.check for one in found if one.seen == Status.BAD}
        unwritable = "data.unwritable" in bad
        full = any(one.cause.check == "disk.full" and one.words.get("full") for one in found)
        if not (unwritable or full or "database.away" in bad):
            return set()
        self._excused_until = time.monotonic() + EXCUSED_S
        return {"job.failing", "database.away"} if unwritable else {"job.failing"}

    def _late(self, one: Finding) -> bool:
        """A job that has not run again since that fault."""
        return one.cause.check == "job.failing" and one.seen != Status.OK and one.cause not in self._open

    def _believe(self, findings: Sequence[Finding], unseen: set[str], now: datetime) -> None:
        causes = set()
        for one in findings:
            if one.cause not in causes:  # two parts of one name: the first counts
                causes.add(one.cause)
                self._believe_one(one, now)
        for cause, known in list(self._known.items()):
            if cause in causes:
                continue
            seen = Status.UNKNOWN if cause.check in unseen else Status.NONE
            self._believe_one(Finding(cause, seen, words=known.view.words), now)
            if seen == Status.NONE and not self._known[cause].memory.raised:
                del self._known[cause]
        for check in unseen - {cause.check for cause in self._known}:
            self._believe_one(Finding(Cause(check), Status.UNKNOWN), now)

    def _believe_one(self, found: Finding, now: datetime) -> None:
        cause, rule = found.cause, BY_ID[found.cause.check].rule
        before = self._known.get(cause)
        memory = step(before.memory if before else Memory(), rule, found.seen, found.value)
        since = before.view.since if before and before.view.status == memory.status else now
        view = CheckView(cause, memory.status, found.value, found.words, since, found.counts)
        self._known[cause] = _Known(memory, view)
        there = self._open.get(cause)
        if not memory.raised:
            if there is not None:
                self._ended.append((replace(there, status=memory.status), now))
                del self._open[cause]
                self._faults.worked(_name(cause))
            return
        words = _with_figure(found) if found.seen not in (Status.UNKNOWN, Status.NONE) else None
        if there is None:
            self._open[cause] = IncidentView(
                None, cause, now, memory.status, _with_figure(found), memory.status
            )
            self._faults.failed(_name(cause), str(memory.status))
            return
        worse = memory.status == Status.BAD and there.worst != Status.BAD
        worst = Status.BAD if worse else there.worst
        self._open[cause] = replace(there, worst=worst, status=memory.status, words=words or there.words)
        if worse:
            self._unwritten.add(cause)

    def _write(self) -> None:
        """Bring the table in step. What fails is tried again with the next look."""
        new = [cause for cause, one in self._open.items() if one.id is None]
        if not (new or self._ended or self._unwritten):
            return
        del self._ended[:-ENDED_LIMIT]
        away = self._known.get(Cause("database.away"))
        if away is not None and (away.memory.bad or away.memory.raised):
            return  # each try would wait for ten seconds
        database, ids = self.around.database, dict[Cause, int]()
        try:
            with database.transaction() as session:
                for one, at in self._ended:
                    row = one if one.id is not None else replace(one, id=self._raised(session, one))
                    if incidents.over(session, row, at):
                        self._tell_outside(session, "over", row)
                for cause in new:
                    ids[cause] = self._raised(session, self._open[cause])
                for cause in self._unwritten & self._open.keys() - set(new):
                    incidents.worsened(session, self._open[cause])
                    self._tell_outside(session, "worse", self._open[cause])
        except (SQLAlchemyError, DomainError) as error:
            self._own.failed("incidents", repr(error))
            return
        self._own.worked("incidents")
        for cause, id_ in ids.items():
            self._open[cause] = replace(self._open[cause], id=id_)
        self._ended, self._unwritten = [], set()

    def _raised(self, session: Session, one: IncidentView) -> int:
        id_ = incidents.raised(session, self.around.server, one)
        self._tell_outside(session, "raised", replace(one, id=id_))
        return id_

    def _tell_outside(self, session: Session, event: Event, one: IncidentView) -> None:
        around = self.around
        around.outbox.put(session, around.server, event, one, around.database.clock.now())

    def _measure(self, now: datetime) -> None:
        values = {}
        for cause, known in self._known.items():
            figure = figures.of(cause.check, cause.subject)
            if figure and known.view.value is not None:
                values[figure] = known.view.value
        values[figures.PROCESS] = self.around.host.process_bytes() / 1e6
        charge = self._known.get(Cause("ups.battery"))
        if charge is not None and "charge" in charge.view.words:
            values[figures.of("ups.battery")] = float(charge.view.words["charge"])
        self._gatherer.add(now, values)
        try:
            samples.store(self.around.database, self._gatherer)
        except (SQLAlchemyError, DomainError) as error:
            self._own.failed("samples", repr(error))
        else:
            self._own.worked("samples")

    def _tell(self, now: datetime | None) -> None:
        checks = tuple(known.view for known in self._known.values())
        if self.around.several:
            self._look_elsewhere()
        found = sorted([*self._open.values(), *self._elsewhere], key=_urgency)
        self._standing = Standing(now, checks, tuple(found))
        self._looked = time.monotonic()

    def _look_elsewhere(self) -> None:
        try:
            self._elsewhere = incidents.open_elsewhere(self.around.database, self.around.server)
        except (SQLAlchemyError, DomainError):
            return

    def _jumped(self, now: datetime) -> Iterator[Finding]:
        """Whether the clock went another way than time did, since the first look."""
        apart = now.timestamp() - self.around.host.steady()
        if self._clock_base is None:
            self._clock_base = apart
        jump = apart - self._clock_base
        seen = Status.WARN if abs(jump) > JUMP_S else Status.OK
        yield Finding(Cause("clock.jumped"), seen, words={"seconds": f"{jump:+.0f}"})

    def _forecast(self, found: Sequence[Finding], now: datetime) -> list[Finding]:
        """Read anew now and then: what it reads is three weeks long."""
        made = []
        for one in found:
            if one.cause.check != "disk.full" or one.value is None:
                continue
            name = one.cause.subject
            at, days = self._forecasts.get(name, (-FORECAST_EVERY_S, None))
            if time.monotonic() - at >= FORECAST_EVERY_S:
                curve = samples.history(
                    self.around.database, figures.of("disk.full", name), now - FORECAST_OVER, now
                )
                days = forecast.days_until_full(curve, 100.0)
                self._forecasts[name] = time.monotonic(), days
            seen = Status.UNKNOWN if days is None else Status.OK
            made.append(Finding(Cause("disk.forecast", name), seen, days, one.words))
        return made


def _urgency(one: IncidentView) -> tuple[bool, int, bool, datetime]:
    """Whom it hampers, then how bad it is, then how long; what somebody has seen comes after the rest."""
    check = BY_ID.get(one.cause.check)
    weight = 3 if check is None else check.weight
    return one.acknowledged is not None, weight, one.status != Status.BAD, one.raised_at


def _shown(standing: Standing) -> tuple[object, ...]:
    """What of it changes a screen: states and faults, not figures that move with every look."""
    states = frozenset((view.cause, view.status) for view in standing.checks)
    faults = tuple((one.cause, one.id, one.status, one.acknowledged) for one in standing.incidents)
    return states, faults, standing.looked_at is None


def _with_figure(found: Finding) -> Mapping[str, str]:
    """What its sentences say for as long as it lasts, the figure with it."""
    if found.value is None:
        return found.words
    return {**found.words, "figure": f"{found.value:.3g}"}


def _seen(one: IncidentView, incident_id: int, seen: Acknowledged) -> IncidentView:
    return replace(one, acknowledged=seen) if one.id == incident_id else one


def _name(cause: Cause) -> str:
    return f"{cause.check}:{cause.subject}".rstrip(":")
