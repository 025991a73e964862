"""What the bureau sees and does of alerts: how each means does, the drill, what the screen showed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring.alerts import policy, repository
from iga_madoguchi.domain.monitoring.alerts.courier import UNSET, event_of
from iga_madoguchi.domain.monitoring.alerts.models import AlertSending
from iga_madoguchi.domain.monitoring.alerts.outbox import CHANGED, Outbox
from iga_madoguchi.domain.monitoring.alerts.policy import SCREEN
from iga_madoguchi.domain.monitoring.alerts.views import MeansView, SendingState, SendingView
from iga_madoguchi.errors import InvalidInput, Unavailable, WrongOrder

SHOWN = 60
KEPT = timedelta(days=400)
DRILL_S = 60
"""A drill is on the screens for so long, and the next one is not before."""
BELIEVED = 2
"""A means is failing when two tries in a row did not work: one hiccup is no alarm."""
HEARD = ("played", "blocked", "silenced", "none")


def how_means_do(database: Database, server: str, names: Sequence[str]) -> tuple[MeansView, ...]:
    with database.reading() as session:
        return tuple(of_means(session, server, name) for name in names)


def of_means(session: Session, server: str, name: str) -> MeansView:
    sent = repository.last(session, server, name, "sent")
    lost = repository.last(session, server, name, "given_up")
    if lost is not None and lost[0].fault == UNSET:
        lost = None  # it was switched off then
    waits = repository.failing(session, server, name, 1)
    worked_at = None if sent is None else sent[0].tried_at
    trouble = waits or (None if lost is None else lost[0])
    failed_at = None if trouble is None else trouble.tried_at
    gave_up = lost is not None and (sent is None or lost[0].alert_id > sent[0].alert_id)
    failing = gave_up or (waits is not None and waits.tries >= BELIEVED)
    return MeansView(
        name,
        failing and name != SCREEN,
        worked_at,
        failed_at,
        "" if trouble is None else trouble.fault,
        "" if sent is None else sent[0].detail,
        repository.count_waiting(session, server, name),
    )


def newest(database: Database, server: str, limit: int = SHOWN) -> tuple[SendingView, ...]:
    """What was told lately, by each means, the newest first."""
    with database.reading() as session:
        return tuple(_view(row) for row in repository.newest(session, server, limit))


def drill(database: Database, server: str, outbox: Outbox, actor: Actor) -> None:
    """A false alarm through every means, which says that it is one.

    Raises WrongOrder `alerts.drill.again` while the last one is on the screens.
    """
    with database.transaction() as session:
        now = database.clock.now()
        if _drilled(session, server, now) is not None:
            raise WrongOrder("alerts.drill.again")
        outbox.put(session, server, "drill", None, now)
        audit.record(session, now, "monitoring.alert.drill", actor, means=len(outbox.means) + 1)


def on_pages(database: Database, server: str) -> tuple[int, int | None]:
    """The newest alert, 0 for none; and the drill that is on the screens now.

    Raises Unavailable `db.unreachable`.
    """
    try:
        with database.reading() as session:
            found = repository.newest(session, server, 1)
            return found[0][0].alert_id if found else 0, _drilled(session, server, database.clock.now())
    except SQLAlchemyError as error:
        raise Unavailable("db.unreachable") from error


class DrillWatch:
    """Called every few seconds: the pages are told when a drill is over."""

    def __init__(self, database: Database, server: str) -> None:
        self._database, self._server, self._drill = database, server, 0

    def look(self) -> None:
        drill = on_pages(self._database, self._server)[1] or 0
        if drill == 0 and self._drill:
            self._database.hub.publish(CHANGED)
        self._drill = drill


def on_screen(database: Database, server: str, how: str) -> None:
    """A page of the bureau shows all that is to be told; `how`: whether it rang, too.

    Raises InvalidInput `alerts.heard`.
    """
    if how not in HEARD:
        raise InvalidInput("alerts.heard")
    with database.reading() as session:  # every page says it, one of them first
        if not repository.count_waiting(session, server, SCREEN):
            return
    now = database.clock.now()
    with database.transaction() as session:
        rows = [row for row, _, _ in repository.waiting(session, server, SCREEN)]
        for row in rows:
            row.state, row.tries, row.tried_at, row.detail = "sent", 1, now, how
            session.add(row)
        if rows:
            audit.record(session, now, "monitoring.alert.sent", SYSTEM, SCREEN, alerts=len(rows), how=how)
            announce(session, CHANGED)


def prune(database: Database) -> None:
    """What was told more than a year ago goes; a screen that nobody had open is not waited for."""
    now = database.clock.now()
    with database.transaction() as session:
        repository.forget(session, now - KEPT)
        repository.give_up_screen(session, now - policy.GIVE_UP)


def _drilled(session: Session, server: str, now: datetime) -> int | None:
    found = repository.last_drill(session, server)
    if found is None or now - found.queued_at >= timedelta(seconds=DRILL_S):
        return None
    return found.id


def _view(row: repository.Row) -> SendingView:
    sending, alert, incident = row
    return SendingView(
        sending.alert_id,
        sending.means,
        event_of(alert),
        _state(sending),
        sending.held,
        sending.tries,
        alert.queued_at,
        sending.next_at,
        sending.tried_at,
        sending.fault,
        sending.detail,
        None if incident is None else incidents.view(incident),
    )


def _state(sending: AlertSending) -> SendingState:
    known: tuple[SendingState, ...] = ("waiting", "sent", "given_up")
    return next(state for state in known if state == sending.state)
