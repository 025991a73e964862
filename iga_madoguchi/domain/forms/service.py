"""Take up a form in a call, put it away, take it up again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.forms import repository
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.forms.events import CHANGED
from iga_madoguchi.domain.forms.lifecycle import Event, State, settled, step
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.forms.seats import filling_of, must_be
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.errors import Conflict

FILLINGS_LIMIT = 20  # of one call


def start(database: Database, sealer: Sealer, who: Identity, call_id: str, form_id: str) -> str:
    """The desk takes up a form; its id. Both screens show it.

    Raises NotFound, NotAllowed `forms.part`, Conflict `forms.filling.another|forms.filling.too_many`,
    Unavailable `papers.disk.full`.
    """
    form, key = form_of(form_id), sealer.new_key()
    try:
        return _start(database, who, call_id, form, key)
    except BaseException:
        sealer.destroy(key)
        raise


def _start(database: Database, who: Identity, call_id: str, form: Form, key: str) -> str:
    now = database.clock.now()
    try:
        with database.transaction() as session:
            require(session, "forms")
            must_be(session, who, call_id, "desk")
            if repository.active(session, call_id) is not None:
                raise Conflict("forms.filling.another")
            if len(repository.fillings(session, call_id)) >= FILLINGS_LIMIT:
                raise Conflict("forms.filling.too_many")
            made = Filling(
                id=key,
                call_id=call_id,
                form_id=form.id,
                version=form.version,
                state=State.OPEN,
                started_at=now,
            )
            session.add(made)
            session.flush()
            audit.record(
                session, now, "forms.filling.started", who.actor, call_id, form=form.id, filling=made.id
            )
            announce(session, CHANGED, call_id)
            return made.id
    except IntegrityError as error:
        raise Conflict("forms.filling.another") from error


def drop(database: Database, who: Identity, call_id: str, filling_id: str) -> None:
    """The desk puts the form away; `restore` brings it back. Raises NotFound, NotAllowed, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "desk")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.DROP)
        turn(session, filling, State.DROPPED)
        audit.record(session, now, "forms.filling.dropped", who.actor, call_id, filling=filling.id)


def restore(database: Database, who: Identity, call_id: str, filling_id: str) -> None:
    """The form is back as it was, with every value and every yes.

    Raises NotFound, NotAllowed, WrongOrder, Conflict `forms.filling.another`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "desk")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.RESTORE)
        if repository.active(session, call_id) is not None:
            raise Conflict("forms.filling.another")
        settle(session, filling)
        audit.record(session, now, "forms.filling.restored", who.actor, call_id, filling=filling.id)


def turn(session: Session, filling: Filling, state: State) -> None:
    """A new state, a new revision, and both screens are told."""
    filling.state = state
    filling.revision += 1
    session.add(filling)
    session.flush()
    announce(session, CHANGED, filling.call_id)


def settle(session: Session, filling: Filling) -> None:
    """After a change: what the filling is now. A signature under something that changed is none."""
    rows = [row for row in repository.values(session, filling.id) if not row.empty]
    written = {row.field for row in rows}
    confirmed = {row.field for row in rows if row.confirmed_at is not None}
    signed = filling.signature is not None
    state = settled(form_of(filling.form_id), written, confirmed, signed=signed)
    if state is State.OPEN and signed:
        unsign(filling)
    turn(session, filling, state)


def unsign(filling: Filling) -> None:
    filling.signature, filling.signed_at = None, None


def forget(session: Session, filling: Filling, now: datetime, *, document: bool) -> None:
    """What was written is gone; the printed form too, unless the desk keeps it."""
    repository.forget_values(session, filling.id)
    unsign(filling)
    if document:
        filling.document, filling.kept_until = None, None
    if filling.state != State.DONE:
        filling.state = State.DROPPED
    filling.forgotten_at = filling.forgotten_at or now
    session.add(filling)
    session.flush()
