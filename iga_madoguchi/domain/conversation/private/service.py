"""Ask in private, take it back, answer, read.

What was asked and answered lies sealed under a key of its own from the moment it comes to rest, and both go
when the desk has read. The log learns that it happened, never which question it was: that alone would tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.conversation.private import (
    answers,
    catalogue,
    questions,
    repository,
    sealing,
    seats,
)
from iga_madoguchi.domain.conversation.private.answers import Answer
from iga_madoguchi.domain.conversation.private.events import CHANGED
from iga_madoguchi.domain.conversation.private.models import PrivateQuestion
from iga_madoguchi.domain.conversation.private.ports import Sealer
from iga_madoguchi.domain.conversation.private.questions import Question
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.errors import Conflict, WrongOrder


def ask(database: Database, sealer: Sealer, who: Identity, call_id: str, question_id: str) -> str:
    """A question of the catalogue appears at the branch; the id under which it is open.

    Raises NotFound `private.question.unknown`, NotAllowed `private.part`, Conflict `private.question.open`,
    Unavailable `papers.disk.full`.
    """
    return _ask(database, sealer, who, call_id, catalogue.question(question_id))


def ask_own(
    database: Database,
    sealer: Sealer,
    who: Identity,
    call_id: str,
    text: str,
    choices: Sequence[str],
    pad: str | None = None,
) -> str:
    """The same with what the desk has typed, in Japanese: 2 to 8 choices, or a number pad and none.

    Raises what `ask` raises, InvalidInput `private.question.empty|too_long|choices|pad`.
    """
    return _ask(database, sealer, who, call_id, questions.own(text, choices, pad))


def withdraw(database: Database, sealer: Sealer, who: Identity, call_id: str, question_id: str) -> None:
    """The desk takes its question back, with an answer that it has not read. Raises NotFound, NotAllowed."""
    now = database.clock.now()
    with database.transaction() as session:
        seats.must_be(session, who, call_id, "desk")
        row = seats.open_here(session, call_id, question_id)
        _destroy(session, sealer, row)
        audit.record(session, now, "private.question.withdrawn", who.actor, call_id)


def answer(
    database: Database, sealer: Sealer, who: Identity, call_id: str, question_id: str, given: Answer
) -> None:
    """The resident's touch; from now on it is at the desk alone.

    Raises NotFound, NotAllowed `private.part`, InvalidInput `private.answer.unfit`,
    Conflict `private.answer.given`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        seats.must_be(session, who, call_id, "branch")
        row = seats.open_here(session, call_id, question_id)
        answers.check(questions.restored(sealing.unseal(sealer, row.id, "question", row.question)), given)
        sealed = sealing.seal(sealer, row.id, "answer", given.plain())
        if not repository.give(session, question_id, sealed):
            raise Conflict("private.answer.given")
        audit.record(session, now, "private.question.answered", who.actor, call_id)
        announce(session, CHANGED, call_id)


def read(database: Database, sealer: Sealer, who: Identity, call_id: str, question_id: str) -> None:
    """The desk has read it: question and answer are destroyed.

    Raises NotFound, NotAllowed `private.part`, WrongOrder `private.question.unanswered`.
    """
    now = database.clock.now()
    with database.transaction() as session:
        seats.must_be(session, who, call_id, "desk")
        row = seats.open_here(session, call_id, question_id)
        if row.answer is None:
            raise WrongOrder("private.question.unanswered")
        _destroy(session, sealer, row)
        audit.record(session, now, "private.question.read", who.actor, call_id)


def _ask(database: Database, sealer: Sealer, who: Identity, call_id: str, question: Question) -> str:
    now, key = database.clock.now(), sealer.new_key()
    try:
        with database.transaction() as session:
            require(session, "private")
            seats.must_be(session, who, call_id, "desk")
            before = repository.of_call(session, call_id)
            if before is not None and not seats.over(session, before):
                raise Conflict("private.question.open")
            if before is not None:
                _destroy(session, sealer, before)
            sealed = sealing.seal(sealer, key, "question", question.plain())
            session.add(
                PrivateQuestion(id=key, call_id=call_id, desk_id=who.terminal_id, at=now, question=sealed)
            )
            session.flush()
            audit.record(session, now, "private.question.asked", who.actor, call_id)
            announce(session, CHANGED, call_id)
    except IntegrityError as error:
        sealer.destroy(key)
        raise Conflict("private.question.open") from error
    except BaseException:
        sealer.destroy(key)
        raise
    return key


def _destroy(session: Session, sealer: Sealer, row: PrivateQuestion) -> None:
    """The key goes before the row: who dies in between leaves what nobody can read, and the sweep ends it."""
    sealer.destroy(row.id)
    repository.forget(session, row.id)
    session.expire_all()
    announce(session, CHANGED, row.call_id)
