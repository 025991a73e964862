"""All queries on private questions."""

from __future__ import annotations

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from iga_madoguchi.domain.conversation.private.models import PrivateQuestion

LIMIT = 500  # in one sweep; the next one takes the rest


def of_call(session: Session, call_id: str) -> PrivateQuestion | None:
    return session.exec(select(PrivateQuestion).where(PrivateQuestion.call_id == call_id)).first()


def every(session: Session) -> list[PrivateQuestion]:
    """What is open, the oldest first."""
    return list(session.exec(select(PrivateQuestion).order_by(col(PrivateQuestion.at)).limit(LIMIT)))


def ids(session: Session) -> list[str]:
    return list(session.exec(select(PrivateQuestion.id)))


def give(session: Session, question_id: str, sealed: bytes) -> bool:
    """Put the answer where none is yet; True for the one who did it."""
    statement = update(PrivateQuestion).where(
        col(PrivateQuestion.id) == question_id, col(PrivateQuestion.answer).is_(None)
    )
    result = session.execute(statement.values(answer=sealed).execution_options(synchronize_session=False))
    done = isinstance(result, CursorResult) and result.rowcount == 1
    session.expire_all()
    return done


def forget(session: Session, question_id: str) -> bool:
    """True for the one who did it."""
    statement = delete(PrivateQuestion).where(col(PrivateQuestion.id) == question_id)
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1
