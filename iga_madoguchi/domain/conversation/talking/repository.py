"""All queries on what is said in writing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from iga_madoguchi.domain.conversation.talking.models import Talk, Utterance
from iga_madoguchi.domain.conversation.talking.policy import SAYINGS_LIMIT

TALKS = 500  # at most in one sweep; the next one takes the rest


def talk(session: Session, call_id: str) -> Talk | None:
    return session.get(Talk, call_id)


def utterances(session: Session, call_id: str) -> list[Utterance]:
    """The sayings of a call, oldest first."""
    query = select(Utterance).where(Utterance.call_id == call_id).order_by(col(Utterance.number))
    return list(session.exec(query.limit(SAYINGS_LIMIT)))


def utterance(session: Session, call_id: str, saying_id: str) -> Utterance | None:
    """A saying of this call; one of another call is not found."""
    query = select(Utterance).where(Utterance.id == saying_id, Utterance.call_id == call_id)
    return session.exec(query).first()


def by_tmp(session: Session, call_id: str, participant_id: str, tmp: str) -> Utterance | None:
    """What this participant has said under this name already."""
    query = select(Utterance).where(
        Utterance.call_id == call_id, Utterance.participant_id == participant_id, Utterance.tmp == tmp
    )
    return session.exec(query).first()


def count(session: Session, call_id: str) -> int:
    return session.exec(select(func.count()).where(Utterance.call_id == call_id)).one()


def next_number(session: Session, call_id: str) -> int:
    highest = session.exec(select(func.max(Utterance.number)).where(Utterance.call_id == call_id)).one()
    return int(highest or 0) + 1


def forget(session: Session, call_id: str) -> None:
    session.execute(delete(Utterance).where(col(Utterance.call_id) == call_id))
    session.execute(delete(Talk).where(col(Talk.call_id) == call_id))


def unkept(session: Session) -> list[Talk]:
    """Talks of which nothing shall stay, the oldest first; their calls may still be on."""
    query = select(Talk).where(col(Talk.kept_until).is_(None))
    return list(session.exec(query.order_by(col(Talk.started_at)).limit(TALKS)))


def lapsed(session: Session, moment: datetime) -> list[Talk]:
    """Talks that were kept until then."""
    query = select(Talk).where(col(Talk.kept_until) <= moment)
    return list(session.exec(query.order_by(col(Talk.kept_until)).limit(TALKS)))


def keys(session: Session, *, kept_only: bool = False) -> list[str]:
    query = select(Talk.key)
    if kept_only:
        query = query.where(col(Talk.kept_until).is_not(None))
    return list(session.exec(query))


def every(session: Session) -> list[Talk]:
    return list(session.exec(select(Talk)))
