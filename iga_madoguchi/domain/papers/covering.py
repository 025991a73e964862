"""Something lies under the branch's camera that nobody may see, from the desk's order until the resident says
that it is gone. It stands with the call: neither a new page nor a new server forgets it.

The row holds the oldest and the newest order, so that a newer one that nobody heard leaves the other.
"""

from __future__ import annotations

import json

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.forms.views import Cover
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import attending_as
from iga_madoguchi.domain.papers.models import CallPapers
from iga_madoguchi.domain.papers.views import CoverOrder
from iga_madoguchi.errors import Conflict


def order(session: Session, call_id: str, request: str, cover: Cover) -> None:
    """From now on the camera is dark. A newer order stands in place of the one before."""
    row = repository.table(session, call_id) or CallPapers(call_id=call_id)
    _write(session, row, [*_orders(row)[:1], CoverOrder(request, cover.frame, cover.places)])


def must_be_clear(session: Session, call_id: str, request: str) -> None:
    """While something lies there, only the picture that its order asked for is taken in.

    Raises Conflict `papers.cover.lying`.
    """
    orders = _orders(repository.table(session, call_id))
    if orders and orders[-1].request != request:
        raise Conflict("papers.cover.lying")


def standing(database: Database, call_id: str) -> CoverOrder | None:
    """The order that nobody has answered for yet."""
    with database.reading() as session:
        orders = _orders(repository.table(session, call_id))
        return orders[-1] if orders else None


def end(database: Database, who: Identity, call_id: str, request: str) -> None:
    """The resident says that nothing lies there any more: the camera may be seen again.

    An older order than the standing one ends nothing. Raises NotFound, NotAllowed `papers.not_yours`.
    """
    with database.transaction() as session:
        attending_as(session, who, call_id, "branch")
        row = repository.table(session, call_id)
        orders = _orders(row)
        if row is not None and orders and orders[-1].request == request:
            _write(session, row, [])
            now = database.clock.now()
            audit.record(session, now, "papers.camera.uncovered", who.actor, call_id, request=request)


def withdraw(database: Database, call_id: str, request: str) -> None:
    """No page of the branch was there to hear the order: what stood before stands on."""
    with database.transaction() as session:
        row = repository.table(session, call_id)
        if row is not None:
            _write(session, row, [order for order in _orders(row) if order.request != request])


def _write(session: Session, row: CallPapers, orders: list[CoverOrder]) -> None:
    row.covering = json.dumps([[one.request, one.frame, one.places] for one in orders]) if orders else ""
    session.add(row)
    session.flush()


def _orders(row: CallPapers | None) -> list[CoverOrder]:
    if row is None or not row.covering:
        return []
    return [
        CoverOrder(request, frame, tuple((x, y, width, height) for x, y, width, height in places))
        for request, frame, places in json.loads(row.covering)
    ]
