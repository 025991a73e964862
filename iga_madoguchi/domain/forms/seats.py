"""Who may touch a filling: the desk that owns the call writes, its branch confirms, guests look on."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance, seats
from iga_madoguchi.domain.forms import repository
from iga_madoguchi.domain.forms.models import Filling
from iga_madoguchi.domain.forms.views import Part
from iga_madoguchi.errors import NotAllowed, NotFound


def part_of(session: Session, who: Identity, call_id: str) -> Part:
    """This terminal's part in a call that is on. Raises NotFound `calls.call.unknown`."""
    return attendance.attending(session, who, call_id).role


def must_be(session: Session, who: Identity, call_id: str, *parts: Part) -> Part:
    """Raises NotFound for strangers, NotAllowed `forms.part` for participants with another part."""
    part = part_of(session, who, call_id)
    if part not in parts:
        raise NotAllowed("forms.part")
    return part


def filling_of(session: Session, call_id: str, filling_id: str) -> Filling:
    """Raises NotFound `forms.filling.unknown`."""
    found = repository.filling(session, call_id, filling_id)
    if found is None:
        raise NotFound("forms.filling.unknown")
    return found


def filling_for_desk(session: Session, who: Identity, call_id: str, filling_id: str) -> Filling:
    """For the call's owner and the desks of its department; once kept, for those of the one that keeps it.

    Raises NotFound `forms.filling.unknown`.
    """
    filling = filling_of(session, call_id, filling_id)
    call = seats.require(session, call_id)
    if filling.kept_by is not None and attendance.over(session, call_id):
        allowed = attendance.desk_of(session, who, filling.kept_by)
    else:
        allowed = who.terminal_kind == "desk" and (
            who.terminal_id == call.desk_id or attendance.desk_of(session, who, call.department_id)
        )
    if not allowed:
        raise NotFound("forms.filling.unknown")
    return filling
