"""One touch at the end of a call: how was it. Counted by day, hour, place and procedure, never by whom.

That a call was answered and what was touched stand in two tables that nothing joins.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import seats
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.records import access, repository
from iga_madoguchi.domain.records.counting import repository as counting
from iga_madoguchi.domain.records.counting.stays import Told
from iga_madoguchi.domain.records.models import SurveyCount, SurveyGiven
from iga_madoguchi.domain.records.policy import FACES, SURVEY_FOR
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from iga_madoguchi.kit.clock import local

ANSWERED = "records.survey.answered"  # payload: branch id


def answer(database: Database, who: Identity, call_id: str, face: str) -> None:
    """The resident touches a face, at the branch's own terminal, once, within ten minutes of the call's end.

    Raises InvalidInput `records.survey.unknown`, NotFound `records.survey.call`,
    WrongOrder `records.survey.on|no_talk|late`, Conflict `records.survey.given`.
    """
    if face not in FACES:
        raise InvalidInput("records.survey.unknown")
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "survey")
        stay = _askable(session, who, call_id, now)
        if repository.given(session, call_id):
            raise Conflict("records.survey.given")
        session.add(SurveyGiven(call_id=call_id))
        _count(session, call_id, who.terminal_id, stay, face)
        audit.record(session, now, "records.survey.answered", who.actor, call_id)
        announce(session, ANSWERED, who.terminal_id)


def asks(database: Database, who: Identity, call_id: str) -> bool:
    """Whether the faces are to be shown at this terminal for this call now."""
    with database.reading() as session:
        try:
            require(session, "survey")
            _askable(session, who, call_id, database.clock.now())
        except (NotFound, WrongOrder):
            return False
        return not repository.given(session, call_id)


def _askable(session: Session, who: Identity, call_id: str, now: datetime) -> Told:
    """The stay that the answer is about: the last one that was answered. Raises as `answer` does."""
    if who.terminal_kind != "branch":
        raise NotFound("records.survey.call")
    try:
        call = seats.require(session, call_id)
    except NotFound as error:
        raise NotFound("records.survey.call") from error
    if call.branch_id != who.terminal_id:
        raise NotFound("records.survey.call")
    if call.state != State.ENDED or call.ended_at is None:
        raise WrongOrder("records.survey.on")
    answered = [stay for stay in access.story(session, call_id, now).stays if stay.answered]
    if not answered:
        raise WrongOrder("records.survey.no_talk")
    # A clock that was set back must not keep the question open.
    if abs(now - call.ended_at) > SURVEY_FOR:
        raise WrongOrder("records.survey.late")
    return max(answered, key=lambda stay: stay.order)


def _count(session: Session, call_id: str, branch_id: str, stay: Told, face: str) -> None:
    began = local(stay.began)
    key = SurveyCount(
        day=began.date(),
        hour=began.hour,
        branch_id=branch_id,
        department_id=stay.department_id,
        matter=repository.said(session, call_id, stay.department_id)[0],
        face=face,
        month=began.year * 100 + began.month,
        weekday=began.weekday(),
        count=0,
    )
    row = repository.face_count(session, key) or key
    row.count += 1
    session.add(row)
    session.flush()
    counting.change(session, row.day)
