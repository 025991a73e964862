"""Asks the UPS again and again, keeps the state that its readings lead to, and notes what changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.power import service
from iga_madoguchi.domain.power.policy import Limits, Phase, State, practised, step
from iga_madoguchi.domain.power.ports import PowerSignal, Reading, UpsReader
from iga_madoguchi.domain.power.views import Glance, Standing, Ups
from iga_madoguchi.errors import Unavailable

log = logging.getLogger(__name__)

ACTIONS = {
    Phase.LINE: "power.back",
    Phase.BATTERY: "power.failed",
    Phase.PREPARE: "power.low",
    Phase.HALT: "power.halt",
}


class Line(UpsReader, PowerSignal, Protocol):
    """Both ways of one UPS."""


Connect = Callable[[Ups, str], Line]


class Watch:
    """One thread calls `look`; anybody may ask `glance` and say `prepared`."""

    def __init__(
        self, database: Database, data_dir: Path, connect: Connect, limits: Limits | None = None
    ) -> None:
        self._database, self._data_dir, self._connect = database, data_dir, connect
        self.limits = limits or Limits()
        self._glance = Glance(None, None, State())
        self._outcome = ""
        self._ordered = self._refused = False
        self._told_none = False
        self._shown: tuple[object, ...] = ()

    @property
    def glance(self) -> Glance:
        return self._glance

    def connect(self, ups: Ups) -> Line:
        """The way to the UPS, with the password that was set for it."""
        return self._connect(ups, service.password(self._data_dir))

    def prepared(self, outcome: str) -> None:
        """What `prepare` asks for is done, or as much of it as could be. `outcome`: "done" or codes."""
        self._outcome = outcome

    def look(self) -> Standing:
        """Ask once and note what has changed; how it stands now. Blocks for seconds at most."""
        ups, before = service.ups(self._database), service.standing(self._database)
        if ups is None:
            self._without()
        else:
            self._ask(ups)
        now = self._standing(before)
        if now != before:
            self._note(before, now)
        elif self._shows(now) != self._shown:
            self._database.hub.publish(service.CHANGED)
        self._shown = self._shows(now)
        if now.phase == Phase.HALT and ups is not None and ups.login and not self._ordered:
            self._order_stop(ups)
        return now

    def left_s(self) -> float | None:
        """Seconds until the stop is ordered, as the UPS tells; nothing when it does not."""
        reading = self._glance.reading
        if reading is None or reading.fault or reading.runtime_s is None:
            return None
        return max(0.0, reading.runtime_s - self.limits.critical_s)

    def _without(self) -> None:
        if not self._told_none:
            log.info("- no UPS is set; a power cut stops the server without notice")
            self._told_none = True
        self._glance = Glance(None, None, State())

    def _ask(self, ups: Ups) -> None:
        state = self._glance.state if self._glance.ups == ups else State()
        reading = self.connect(ups).read(self._database.clock.now())
        prepared = bool(self._outcome) and state.phase == Phase.PREPARE
        self._glance = Glance(ups, reading, step(state, reading, self.limits, prepared=prepared))

    def _standing(self, before: Standing) -> Standing:
        state, now = self._glance.state, self._database.clock.now()
        phase = state.phase
        if before.wanted_at is not None and phase in (Phase.LINE, Phase.BATTERY):
            phase = Phase.PREPARE
        if phase in (Phase.LINE, Phase.BATTERY):
            self._outcome = ""
        prepared_at = before.prepared_at or (now if self._outcome else None)
        left = self.left_s() if state.phase != Phase.LINE else None
        return Standing(
            phase=phase,
            since=state.outage_since,
            holds=phase == Phase.PREPARE or state.holds_calls(now, self.limits),
            left_min=None if left is None else int(left // 60),
            fault=state.fault,
            wanted_at=before.wanted_at,
            prepared_at=prepared_at if self._outcome else None,
            outcome=self._outcome,
            restart_at=before.restart_at,
            drill_since=before.drill_since if self._practised(before, phase) else None,
        )

    def _practised(self, before: Standing, phase: Phase) -> bool:
        """Whether a drill goes on; the real thing ends it."""
        since, real = before.drill_since, phase != Phase.LINE or before.wanted_at is not None
        return since is not None and not real and practised(since, self._database.clock.now()) is not None

    def _shows(self, now: Standing) -> tuple[object, ...]:
        since = now.drill_since
        stage = None if since is None else practised(since, self._database.clock.now())
        return (*_shown(self._glance.reading), stage)

    def _note(self, before: Standing, now: Standing) -> None:
        """A phase, a fault and held calls are operations of the log; minutes that pass are not."""
        action, data = "", _figures(self._glance.reading)
        if now.phase != before.phase:
            action = ACTIONS[now.phase]
        elif now.outcome != before.outcome and now.outcome:
            action, data = "power.prepared", {"outcome": now.outcome}
        elif now.fault != before.fault:
            action, data = ("power.ups.silent", {"why": now.fault}) if now.fault else ("power.ups.heard", {})
        elif now.holds and not before.holds:
            action = "power.calls.held"
        elif before.drill_since is not None and now.drill_since is None:
            action, data = "power.drill.ended", {}
        if action:
            log.warning("power phase=%s action=%s", now.phase, action)
        service.note(self._database, now, SYSTEM, action, **data)

    def _order_stop(self, ups: Ups) -> None:
        try:
            self.connect(ups).stop_machine()
        except Unavailable:
            if not self._refused:
                self._refused = True
                service.note(self._database, service.standing(self._database), SYSTEM, "power.stop.refused")
            return
        self._ordered = True
        service.note(self._database, service.standing(self._database), SYSTEM, "power.stop.ordered")


def _shown(reading: Reading | None) -> tuple[object, ...]:
    """What a page shows of it, so coarse that a UPS on line seldom changes it."""
    if reading is None:
        return ()
    figures = (reading.charge, reading.load, None if reading.runtime_s is None else reading.runtime_s / 60)
    coarse = (None if value is None else round(value / 5) for value in figures)
    return reading.words, reading.fault, reading.test, *coarse


def _figures(reading: Reading | None) -> dict[str, str | int | None]:
    if reading is None:
        return {}
    found = {"charge": reading.charge, "runtime_s": reading.runtime_s}
    return {name: int(value) for name, value in found.items() if value is not None}
