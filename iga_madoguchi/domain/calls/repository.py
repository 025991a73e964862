"""All queries on calls and participants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import CursorResult, func, update
from sqlmodel import Session, col, select

from iga_madoguchi.db.session import once
from iga_madoguchi.domain.calls.lifecycle import GONE, ON, Parked, State
from iga_madoguchi.domain.calls.models import Call, CallNote, HelpRequest, Participant, Vigil

LIMIT = 500
# By number and not by time: a clock that is set back must not let anybody pass.
QUEUE = (col(Call.rank), col(Call.day), col(Call.ticket))
# Named one by one, so that an index finds them among all the calls of many years.
HERE = tuple(str(state) for state in State if state not in GONE)
HISTORY = 200  # calls; older ones say less about today


def call(session: Session, call_id: str) -> Call | None:
    return session.get(Call, call_id)


def tickets(session: Session, call_ids: Collection[str]) -> dict[str, int]:
    """By call; what is not there is not in it."""
    query = select(Call.id, Call.ticket).where(col(Call.id).in_(list(call_ids)))
    return dict(session.exec(query).all())


def asked_most(session: Session, since: date) -> list[str]:
    """Procedures of calls from this day on, the most frequent first."""
    often = func.count()
    query = select(Call.procedure_id).where(Call.day >= since, Call.procedure_id != "")
    query = query.group_by(col(Call.procedure_id)).order_by(often.desc(), col(Call.procedure_id))
    return list(session.exec(query.limit(LIMIT)))


def claim(session: Session, call_id: str, sources: Iterable[State], **values: object) -> bool:
    """Change a call only if it is still in one of `sources`; True for the one caller who did it."""
    statement = update(Call).where(col(Call.id) == call_id, col(Call.state).in_([str(s) for s in sources]))
    result = session.execute(statement.values(**values).execution_options(synchronize_session=False))
    claimed = isinstance(result, CursorResult) and result.rowcount == 1
    if claimed and (row := session.get(Call, call_id)) is not None:
        session.refresh(row)
    return claimed


def next_ticket(session: Session, day: date) -> int:
    highest = session.exec(select(func.max(Call.ticket)).where(Call.day == day)).one()
    return (highest or 0) + 1


def answered_at(session: Session, day: date, desks: Collection[str]) -> Counter[str]:
    """How many calls of this day each of the desks has taken."""
    query = select(Call.desk_id, func.count()).where(Call.day == day, col(Call.desk_id).in_(desks))
    return Counter({str(desk): count for desk, count in session.exec(query.group_by(col(Call.desk_id)))})


@once
def open_calls(session: Session) -> list[Call]:
    """Every call for which somebody sits at a branch, in the order of the queue."""
    query = select(Call).where(col(Call.state).in_(HERE))
    order = query.order_by(*QUEUE)
    return list(session.exec(order.limit(LIMIT)))


@once
def in_line(session: Session) -> list[Call]:
    """The open calls and the tickets whose residents wait on the bench, in the order of the queue."""
    bench = (col(Call.state) == State.PARKED) & (col(Call.parked) == Parked.RING_ME)
    query = select(Call).where(col(Call.state).in_(HERE) | bench)
    order = query.order_by(*QUEUE)
    return list(session.exec(order.limit(LIMIT)))


def parked_calls(session: Session) -> list[Call]:
    """Tickets whose residents have gone, in the order in which they are called back."""
    query = select(Call).where(Call.state == State.PARKED)
    order = query.order_by(*QUEUE)
    return list(session.exec(order.limit(LIMIT)))


def sitting(session: Session, branch_id: str) -> list[Call]:
    """Tickets of a branch whose residents wait on the bench, in the order of the queue."""
    return [call for call in in_line(session) if call.state == State.PARKED and call.branch_id == branch_id]


@once
def durations(session: Session, department_id: str, since: datetime) -> list[float]:
    """Seconds from answer to end of a department's newest finished calls that ended after `since`."""
    finished = select(Call.answered_at, Call.ended_at).where(
        Call.department_id == department_id,
        Call.state == State.ENDED,
        col(Call.ended_at) >= since,
        col(Call.answered_at).is_not(None),
    )
    rows = session.exec(finished.order_by(col(Call.ended_at).desc()).limit(HISTORY))
    return [(ended - answered).total_seconds() for answered, ended in rows if answered and ended]


def notes(session: Session, call_id: str) -> list[CallNote]:
    """The notes of a call, oldest first."""
    query = select(CallNote).where(CallNote.call_id == call_id).order_by(col(CallNote.id))
    return list(session.exec(query.limit(LIMIT)))


def help_request(session: Session, branch_id: str) -> HelpRequest | None:
    return session.get(HelpRequest, branch_id)


def ended_before(session: Session, call_ids: Iterable[str], moment: datetime) -> set[str]:
    query = select(Call.id).where(col(Call.id).in_(list(call_ids)), col(Call.ended_at) < moment)
    return set(session.exec(query))


def open_call_of_branch(session: Session, branch_id: str) -> Call | None:
    return session.exec(select(Call).where(Call.branch_id == branch_id, col(Call.state).in_(HERE))).first()


def seated_calls(session: Session, terminal_id: str) -> list[Call]:
    """Open calls in which this terminal is asked or joined, in the order of the queue."""
    # From the few open calls to their seats: a terminal has sat in thousands of calls that are over.
    calls = open_calls(session)
    query = select(Participant.call_id).where(
        col(Participant.call_id).in_([call.id for call in calls]), Participant.terminal_id == terminal_id
    )
    seated = set(session.exec(query)) if calls else set()
    return [call for call in calls if call.id in seated]


def calls_of_day(session: Session, day: date) -> list[Call]:
    return list(
        session.exec(select(Call).where(Call.day == day).order_by(col(Call.ticket).desc()).limit(LIMIT))
    )


@once
def participants(session: Session, call_id: str) -> list[Participant]:
    query = select(Participant).where(Participant.call_id == call_id)
    return list(session.exec(query.order_by(col(Participant.kind), col(Participant.terminal_id)).limit(50)))


def participant_at(session: Session, call_id: str, terminal_id: str) -> Participant | None:
    query = select(Participant).where(Participant.call_id == call_id, Participant.terminal_id == terminal_id)
    return session.exec(query).first()


def invitations(session: Session, desk_id: str) -> list[Participant]:
    """Open invitations of a terminal: what rings there, for a resident or as a guest."""
    ringing = [call.id for call in open_calls(session) if call.state in (State.RINGING, *ON)]
    query = select(Participant).where(
        col(Participant.call_id).in_(ringing),
        Participant.terminal_id == desk_id,
        Participant.state == "invited",
    )
    return list(session.exec(query.limit(50))) if ringing else []


def vigil(session: Session, vigil_id: str) -> Vigil | None:
    return session.get(Vigil, vigil_id)


def vigils(session: Session) -> list[Vigil]:
    """Every vigil that is asked for or on, oldest first."""
    query = select(Vigil).where(Vigil.state != "ended").order_by(col(Vigil.asked_at), col(Vigil.id))
    return list(session.exec(query.limit(LIMIT)))


def vigil_of(session: Session, terminal_id: str) -> Vigil | None:
    """The one vigil a terminal is asked for, asks for or keeps."""
    mine = (Vigil.asker_id == terminal_id) | (Vigil.asked_id == terminal_id)
    return session.exec(select(Vigil).where(Vigil.state != "ended", mine)).first()
