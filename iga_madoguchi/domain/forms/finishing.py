"""Sign, print, keep, read: how a filling becomes a document."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls import seats as calls
from iga_madoguchi.domain.forms import repository, sealing, values
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.forms.events import CHANGED
from iga_madoguchi.domain.forms.lifecycle import Event, State, must_be_ready, step
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.ports import FormPrinter, Sealer, Stroke
from iga_madoguchi.domain.forms.seats import filling_for_desk, filling_of, must_be
from iga_madoguchi.domain.forms.service import settle, turn, unsign
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from iga_madoguchi.kit.clock import local

STROKES_LIMIT, POINTS_LIMIT = 100, 4000  # lines, and points in all
KEEP_DAYS = 365


def sign(
    database: Database,
    sealer: Sealer,
    who: Identity,
    call_id: str,
    filling_id: str,
    strokes: Sequence[Stroke],
) -> None:
    """The resident's own hand, once everything is confirmed; signing again replaces it.

    Raises NotFound, NotAllowed, WrongOrder, InvalidInput `forms.signature.empty|forms.signature.unusable`.
    """
    _check_strokes(strokes)
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.SIGN)
        if form_of(filling.form_id).signature is None:
            raise NotFound("forms.field.unknown")
        filling.signature, filling.signed_at = sealing.seal_strokes(sealer, filling.id, strokes), now
        settle(session, filling)
        audit.record(session, now, "forms.filling.signed", who.actor, call_id, filling=filling.id)


def erase(database: Database, who: Identity, call_id: str, filling_id: str) -> None:
    """書きなおす: the signature is gone. Raises NotFound, NotAllowed, WrongOrder."""
    now = database.clock.now()
    with database.transaction() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        step(filling.state, Event.UNSIGN)
        unsign(filling)
        settle(session, filling)
        audit.record(session, now, "forms.signature.erased", who.actor, call_id, filling=filling.id)


def finish(
    database: Database,
    sealer: Sealer,
    printer: FormPrinter,
    who: Identity,
    call_id: str,
    filling_id: str,
    revision: int,
) -> None:
    """この内容で出します: the resident has `revision` before their eyes, and it is printed as it stands.

    Raises NotFound, NotAllowed, WrongOrder `forms.filling.open|unsigned|done|dropped`,
    Conflict `forms.filling.changed`, Unavailable `forms.printer.*`.
    """
    now = database.clock.now()
    with database.reading() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        _must_be_seen(filling, revision)
        form = form_of(filling.form_id)
        must_be_ready(form, filling.state)
        kept = _values(session, sealer, filling)
        strokes = sealing.unseal_strokes(sealer, filling.id, filling.signature) if filling.signature else ()
        footer = _footer(session, call_id, filling, form, digest(form, kept, strokes), now)
    # Printing takes a while; nobody else waits for it.
    document = printer.filled(form, kept, strokes, footer)
    with database.transaction() as session:
        must_be(session, who, call_id, "branch")
        filling = filling_of(session, call_id, filling_id)
        _must_be_seen(filling, revision)
        must_be_ready(form, filling.state)
        filling.document, filling.finished_at = sealer.seal(filling.id, document), now
        turn(session, filling, State.DONE)
        audit.record(
            session, now, "forms.filling.finished", who.actor, call_id, filling=filling.id, form=form.id
        )


def keep(database: Database, who: Identity, call_id: str, filling_id: str, days: int) -> None:
    """The desk keeps the printed form beyond the call. Raises NotFound, WrongOrder, InvalidInput."""
    if not 1 <= days <= KEEP_DAYS:
        raise InvalidInput("forms.keep.days", limit=str(KEEP_DAYS))
    now = database.clock.now()
    with database.transaction() as session:
        filling = filling_for_desk(session, who, call_id, filling_id)
        if filling.document is None:
            raise WrongOrder(f"forms.filling.{filling.state}")
        if _lapsed(filling, now) and attendance.over(session, call_id):
            raise NotFound("forms.filling.unknown")  # its key may be going at this moment
        if filling.kept_by is None:
            filling.kept_by = attendance.department_of(session, call_id)
        filling.kept_until = now + timedelta(days=days)
        filling.revision += 1
        session.add(filling)
        session.flush()
        audit.record(session, now, "forms.filling.kept", who.actor, call_id, filling=filling.id, days=days)
        announce(session, CHANGED, call_id)


def document(database: Database, sealer: Sealer, who: Identity, call_id: str, filling_id: str) -> bytes:
    """The printed form, for the desks of its department. Every look is logged. Raises NotFound."""
    now = database.clock.now()
    with database.transaction() as session:
        filling = filling_for_desk(session, who, call_id, filling_id)
        if filling.document is None or (_lapsed(filling, now) and attendance.over(session, call_id)):
            raise NotFound("forms.filling.unknown")
        audit.record(session, now, "forms.document.read", who.actor, call_id, filling=filling.id)
        return sealer.unseal(filling.id, filling.document)


def _lapsed(filling: Filling, now: datetime) -> bool:
    return filling.kept_until is None or filling.kept_until <= now


def digest(form: Form, kept: dict[str, str], strokes: Sequence[Stroke]) -> str:
    """SHA-256 of what was written, hex: two prints of the same content have the same."""
    content = [form.id, form.version, sorted(kept.items()), [list(stroke) for stroke in strokes]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _values(session: Session, sealer: Sealer, filling: Filling) -> dict[str, str]:
    return {
        row.field: sealing.unseal(sealer, filling.id, row.field, row.value)
        for row in repository.values(session, filling.id)
        if not row.empty
    }


def _footer(
    session: Session, call_id: str, filling: Filling, form: Form, content: str, now: datetime
) -> tuple[str, ...]:
    call = calls.require(session, call_id)
    branch, desk = (terminals.terminal_name(session, one) for one in (call.branch_id, call.desk_id or ""))
    count = sum(not row.empty for row in repository.values(session, filling.id))
    signed = f"{_time(filling.signed_at)}に署名し、" if filling.signed_at is not None else ""
    confirmed = max(
        row.confirmed_at for row in repository.values(session, filling.id) if row.confirmed_at is not None
    )
    return (
        f"{branch}の画面で、来庁された方が{count}か所の記入を確かめ（{_time(confirmed)}）、{signed}"
        f"{_time(now)}に出されました。",
        f"代わりに書いた人　{desk}　{call.staff_name}　／　様式 {form.id} 第{form.version}版",
        f"記入内容 SHA-256 {content}",
    )


def _time(moment: datetime) -> str:
    here = local(moment)
    return f"{values.japanese(here.date())}{here:%H:%M}"


def _must_be_seen(filling: Filling, revision: int) -> None:
    if filling.revision != revision:
        raise Conflict("forms.filling.changed")


def _check_strokes(strokes: Sequence[Stroke]) -> None:
    points = [point for stroke in strokes for point in stroke]
    if len(points) < 2:
        raise InvalidInput("forms.signature.empty")
    fits = len(strokes) <= STROKES_LIMIT and len(points) <= POINTS_LIMIT
    if not fits or not all(math.isfinite(side) and 0 <= side <= 1 for point in points for side in point):
        raise InvalidInput("forms.signature.unusable")
