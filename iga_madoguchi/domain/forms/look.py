"""What each participant of a call sees of its forms: read-only."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import seats as calls
from iga_madoguchi.domain.forms import repository, sealing, values
from iga_madoguchi.domain.forms.catalogue import all_forms, form_of, of_departments
from iga_madoguchi.domain.forms.lifecycle import ACTIVE, missing
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.domain.forms.seats import filling_of, part_of
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.forms.views import FillingView, Part, TableView, ValueView
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotFound


def table(database: Database, sealer: Sealer, who: Identity, call_id: str, language: str) -> TableView:
    """The form that both sides have before them, and which ones the desk may take up. Raises NotFound."""
    with database.reading() as session:
        part = part_of(session, who, call_id)
        fillings = [row for row in repository.fillings(session, call_id) if row.forgotten_at is None]
        active = next((row for row in fillings if row.state in ACTIVE), None)
        past = [row for row in fillings if row.state not in ACTIVE]
        return TableView(
            part,
            _forms(session, call_id) if part == "desk" else (),
            None if active is None else _view(session, sealer, active, language),
            _view(session, sealer, past[-1], language) if past and active is None else None,
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


def _view(session: Session, sealer: Sealer, filling: Filling, language: str) -> FillingView:
    form = form_of(filling.form_id)
    rows = repository.values(session, filling.id)
    seen = []
    for row in rows:
        field = form.field(row.field)
        if field is None:
            continue
        value = sealing.unseal(sealer, filling.id, row.field, row.value)
        shown = values.shown(field, value, language)
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
