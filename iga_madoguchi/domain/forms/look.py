"""What each participant of a call sees of its forms: read-only."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls import seats as calls
from iga_madoguchi.domain.forms import repository, sealing, values
from iga_madoguchi.domain.forms.catalogue import all_forms, form_of, of_departments
from iga_madoguchi.domain.forms.lifecycle import ACTIVE, State, missing
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.forms.seats import filling_of, must_be, part_of
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.forms.views import (
    FillingView,
    FinishedView,
    KeptFormView,
    Part,
    TableView,
    ValueView,
)
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound


def table(database: Database, sealer: Sealer, who: Identity, call_id: str) -> TableView:
    """The form that both sides have before them, and which ones the desk may take up. Raises NotFound."""
    with database.reading() as session:
        part = part_of(session, who, call_id)
        fillings = [row for row in repository.fillings(session, call_id) if row.forgotten_at is None]
        active = next((row for row in fillings if row.state in ACTIVE), None)
        past = [] if active is not None else _past(fillings) if part == "desk" else fillings[-1:]
        return TableView(
            part,
            _forms(session, call_id) if part == "desk" else (),
            None if active is None else _view(session, sealer, active),
            tuple(_view(session, sealer, row) for row in past),
        )


def finished(database: Database, who: Identity, call_id: str) -> tuple[FinishedView, ...]:
    """What the resident has given in this call, oldest first; for its desk. Raises NotFound, NotAllowed."""
    with database.reading() as session:
        must_be(session, who, call_id, "desk")
        return tuple(
            FinishedView(row.id, form_of(row.form_id), row.finished_at)
            for row in repository.fillings(session, call_id)
            if row.finished_at is not None and row.document is not None
        )


def kept(database: Database, who: Identity, call_id: str) -> tuple[KeptFormView, ...]:
    """The printed forms that this desk's department keeps of a call that is over; nobody else has any."""
    now = database.clock.now()
    with database.reading() as session:
        if not attendance.over(session, call_id):
            return ()
        return tuple(
            KeptFormView(row.id, form_of(row.form_id), row.kept_until)
            for row in repository.fillings(session, call_id)
            if row.document is not None
            and row.kept_until is not None
            and row.kept_until > now
            and attendance.desk_of(session, who, row.kept_by)
        )


def form_of_filling(database: Database, who: Identity, call_id: str, filling_id: str) -> Form:
    """The blank form of a filling, for its page pictures. Raises NotFound."""
    with database.reading() as session:
        part_of(session, who, call_id)
        return form_of(filling_of(session, call_id, filling_id).form_id)


def writers(database: Database, who: Identity, call_id: str) -> tuple[Part, str, Form] | None:
    """(this terminal's part, active filling, its form); None while there is nothing to type into."""
    with database.reading() as session:
        try:
            part = part_of(session, who, call_id)
        except NotFound:
            return None
        active = repository.active(session, call_id)
        return None if active is None else (part, active.id, form_of(active.form_id))


def _forms(session: Session, call_id: str) -> tuple[Form, ...]:
    """Those of the call's department and of its desk first, then all others: a colleague may be away."""
    call = calls.require(session, call_id)
    near = {view.id for view in terminals.departments_of(session, call.desk_id or "")}
    own = of_departments(frozenset({call.department_id}))
    desks = tuple(form for form in of_departments(frozenset(near)) if form not in own)
    return (*own, *desks, *(form for form in all_forms() if form not in (*own, *desks)))


def _past(fillings: list[Filling]) -> list[Filling]:
    """All that are done, and the newest of those that were dropped: several may be given in one call."""
    dropped = [row for row in fillings if row.state == State.DROPPED]
    return [row for row in fillings if row.state == State.DONE or row in dropped[-1:]]


def _view(session: Session, sealer: Sealer, filling: Filling) -> FillingView:
    form = form_of(filling.form_id)
    rows = repository.values(session, filling.id)
    seen = []
    for row in rows:
        field = form.field(row.field)
        if field is None:
            continue
        value = sealing.unseal(sealer, filling.id, row.field, row.value)
        shown = values.shown(field, value)
        confirmed, doubted = row.confirmed_at is not None, row.doubted_at is not None
        seen.append(ValueView(row.field, value, shown, row.version, row.written_by, confirmed, doubted))
    strokes = sealing.unseal_strokes(sealer, filling.id, filling.signature) if filling.signature else ()
    written = {row.field for row in rows if not row.empty}
    return FillingView(
        id=filling.id,
        form=form,
        state=filling.state,
        revision=filling.revision,
        values=tuple(seen),
        missing=missing(form, written),
        strokes=strokes,
        finished_at=filling.finished_at,
        kept_until=filling.kept_until,
    )
