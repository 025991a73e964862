"""Write a field, say yes to it, ask for a correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.forms import repository, sealing, values
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.forms.lifecycle import Event, step
from iga_madoguchi.domain.forms.models import Filling, FillingValue
from iga_madoguchi.domain.forms.ports import FormPrinter, Sealer
from iga_madoguchi.domain.forms.seats import filling_of, must_be
from iga_madoguchi.domain.forms.service import settle
from iga_madoguchi.domain.forms.template import Field
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound
from iga_madoguchi.kit.clock import local

BY_TOUCH = ("date", "number", "phone", "choice", "check")
"""Kinds that a resident can correct on a screen without a keyboard."""


def write(
    database: Database,
    sealer: Sealer,
    printer: FormPrinter,
    who: Identity,
    call_id: str,
    filling_id: str,
    field_id: str,
    raw: str,
    seen: int,
) -> int:
    """Keep what was typed; the new version. Needs the resident's yes again, also when a touch wrote it.

    `seen` is the version the writer had before its eyes, 0 for an empty field. The resident may write what
    digits and touches can say. Raises NotFound, NotAllowed `forms.part|forms.field.by_hand`, WrongOrder,
    InvalidInput `forms.value.*`, ValueConflict with both values.
    """
    now = database.clock.now()
    try:
        with database.transaction() as session:
            part = must_be(session, who, call_id, "desk", "branch")
            filling = filling_of(session, call_id, filling_id)
            field = _field(filling, field_id)
            if part == "branch" and field.kind not in BY_TOUCH:
                raise NotAllowed("forms.part")
            step(filling.state, Event.WRITE)
            value = values.checked(field, raw, local(now).date())
            if odd := printer.unprintable(value):
                raise InvalidInput("forms.value.no_glyph", chars=odd)
            row = repository.value(session, filling.id, field.id)
            if (0 if row is None else row.version) != seen:
                raise _conflict(sealer, filling, row, field, value)
            if row is not None and not row.doubted_at and _kept(sealer, row) == value:
                return row.version
            _keep(session, sealer, filling, field, value, seen, part, now)
            settle(session, filling)
            audit.record(
                session, now, "forms.field.written", who.actor, call_id, filling=filling.id, field=field.id
            )
            return seen + 1
    except IntegrityError as error:
        raise Conflict("forms.filling.changed") from error


def confirm(
    database: Database, who: Identity, call_id: str, filling_id: str, read: Mapping[str, int]
) -> None:
    """The resident says yes to these fields, each in the version that stood on the screen.

    Raises NotFound, NotAllowed, WrongOrder, Conflict `forms.value.newer` when one has changed meanwhile.
    """
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.CONFIRM)
        rows = {row.field: row for row in repository.values(session, filling.id)}
        for field_id, version in read.items():
            row = rows.get(field_id)
            if row is None or row.version != version:
                raise Conflict("forms.value.newer")
            row.confirmed_at, row.doubted_at = now, None
            session.add(row)
        session.flush()
        settle(session, filling)
        audit.record(
            session, now, "forms.fields.confirmed", who.actor, call_id, filling=filling.id, count=len(read)
        )


def doubt(database: Database, who: Identity, call_id: str, filling_id: str, field_id: str) -> None:
    """The resident asks the desk to correct a field. Raises NotFound, NotAllowed, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.DOUBT)
        row = repository.value(session, filling.id, _field(filling, field_id).id)
        if row is None:
            raise NotFound("forms.field.unknown")
        row.confirmed_at, row.doubted_at = None, now
        session.add(row)
        session.flush()
        settle(session, filling)
        audit.record(
            session, now, "forms.field.doubted", who.actor, call_id, filling=filling.id, field=field_id
        )


def _keep(
    session: Session,
    sealer: Sealer,
    filling: Filling,
    field: Field,
    value: str,
    seen: int,
    part: str,
    now: datetime,
) -> None:
    sealed = sealing.seal(sealer, filling.id, field.id, value)
    if seen == 0:
        session.add(
            FillingValue(
                filling_id=filling.id, field=field.id, value=sealed, empty=not value, written_by=part, at=now
            )
        )
        session.flush()
        return
    changed = repository.replace(
        session,
        filling.id,
        field.id,
        seen,
        value=sealed,
        empty=not value,
        written_by=part,
        at=now,
        confirmed_at=None,
        doubted_at=None,
    )
    if not changed:
        raise Conflict("forms.filling.changed")


def _kept(sealer: Sealer, row: FillingValue) -> str:
    return sealing.unseal(sealer, row.filling_id, row.field, row.value)


def _conflict(
    sealer: Sealer, filling: Filling, row: FillingValue | None, field: Field, mine: str
) -> Conflict:
    if row is None:
        return Conflict("forms.value.newer")
    return values.ValueConflict(
        values.shown(field, mine), values.shown(field, _kept(sealer, row)), row.version
    )


def _field(filling: Filling, field_id: str) -> Field:
    field = form_of(filling.form_id).field(field_id)
    if field is None:
        raise NotFound("forms.field.unknown")
    return field
