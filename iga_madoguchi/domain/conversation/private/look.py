"""What a terminal in a call may see of its open private question."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.conversation.private import answers, questions, repository, sealing, seats
from iga_madoguchi.domain.conversation.private.models import PrivateQuestion
from iga_madoguchi.domain.conversation.private.ports import Sealer
from iga_madoguchi.domain.conversation.private.views import OpenQuestion, Sight
from iga_madoguchi.errors import NotFound


def sight(database: Database, sealer: Sealer, who: Identity, call_id: str) -> Sight:
    """The desk that asked sees the question and the answer, its branch the question until it has answered.

    Everybody else who sits in the call sees nothing of it. Raises NotFound for who does not sit there.
    """
    with database.reading() as session:
        part = attendance.attending(session, who, call_id).role
        row = _of(session, part, call_id)
    if row is None or (part == "branch" and row.answer is not None):
        return Sight(part, None)
    try:
        return Sight(part, _opened(sealer, row, part))
    except NotFound:
        return Sight(part, None)  # It was read at this very moment.


def _of(session: Session, part: str, call_id: str) -> PrivateQuestion | None:
    if part not in ("desk", "branch"):
        return None
    row = repository.of_call(session, call_id)
    return None if row is None or seats.over(session, row) else row


def _opened(sealer: Sealer, row: PrivateQuestion, part: str) -> OpenQuestion:
    question = questions.restored(sealing.unseal(sealer, row.id, "question", row.question))
    if row.answer is None or part != "desk":
        return OpenQuestion(row.id, question, row.answer is not None, None)
    answer = answers.restored(sealing.unseal(sealer, row.id, "answer", row.answer))
    return OpenQuestion(row.id, question, True, answer)
