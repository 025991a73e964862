"""The server begins anew at a moment that was planned, as soon as nobody is in a call or waits for one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.views import RESTART_SOON, Standing

log = logging.getLogger(__name__)

MARKER = "restart.wanted"
"""A file in the data directory: whoever started this process starts the next one instead of ending."""
PATIENCE = timedelta(hours=2)


class Restarter:
    """Called every few seconds. `stop` asks this process to end as it does at Ctrl-C."""

    def __init__(self, database: Database, data_dir: Path, stop: Callable[[], None]) -> None:
        self._database, self._marker, self._stop = database, data_dir / MARKER, stop
        self._started = database.clock.now()
        self._shown: tuple[bool, bool] | None = None
        self._begun = False

    def look(self) -> None:
        """Tell the pages when it comes near; begin when it is time, and nobody would be cut off."""
        now, standing = self._database.clock.now(), power.standing(self._database)
        at = standing.restart_at
        if at is None or self._begun:
            self._shown = None
            return
        if at <= self._started:
            power.set_restart(self._database, None, SYSTEM, "power.restart.done")
        elif now > at + PATIENCE:
            power.set_restart(self._database, None, SYSTEM, "power.restart.given_up")
        elif now >= at and self._may(standing):
            self._begin()
        else:
            shown = (now >= at - RESTART_SOON, now >= at)
            if shown != self._shown:
                self._shown = shown
                self._database.hub.publish(power.CHANGED)

    def _may(self, standing: Standing) -> bool:
        """In a power cut the server has other things to do. Who waits at a screen would be in doubt."""
        calls = look.open_calls(self._database)
        return standing.phase == Phase.LINE and all(call.state == State.PARKED for call in calls)

    def _begin(self) -> None:
        at = power.standing(self._database).restart_at
        power.set_restart(self._database, at, SYSTEM, "power.restart.begun")
        self._begun = True
        self._marker.touch(mode=0o600)
        log.warning("- planned restart")
        self._stop()
