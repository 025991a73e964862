"""The staff's text line: what the branch's staff and the desk of a call write to each other.

It is for them alone. A kiosk is the resident's screen and gets none of it; the log learns that something was
written and how long it was, never what.
"""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import look, seats
from iga_madoguchi.domain.conversation import repository
from iga_madoguchi.domain.conversation.models import LineMessage
from iga_madoguchi.domain.conversation.policy import KEPT_AFTER_END, LINE_LIMIT, TEXT_LIMIT
from iga_madoguchi.domain.conversation.views import LineMessageView, LineView, Reach
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput

CHANGED = "conversation.line"  # payload: call id


def write(database: Database, presence: Presence, who: Identity, call_id: str, text: str) -> None:
    """A message to the staff at the other end.

    Raises NotFound, InvalidInput `conversation.line.empty|too_long`, Conflict `conversation.line.full`.
    """
    words = text.strip()
    if not words:
        raise InvalidInput("conversation.line.empty")
    if len(words) > TEXT_LIMIT:
        raise InvalidInput("conversation.line.too_long", limit=str(TEXT_LIMIT), length=str(len(words)))
    now = database.clock.now()
    with database.transaction() as session:
        require(session, "line")
        call = seats.call_for_staff(session, who, call_id)
        if repository.count(session, call.id) >= LINE_LIMIT:
            raise Conflict("conversation.line.full", limit=str(LINE_LIMIT))
        session.add(
            LineMessage(
                call_id=call.id,
                at=now,
                side=who.terminal_kind,
                author=who.staff_name,
                place=who.terminal_name,
                text=words,
            )
        )
        audit.record(session, now, "conversation.line.written", who.actor, call.id, length=len(words))
        announce(session, CHANGED, call.id)


def at_hand(database: Database, presence: Presence, who: Identity) -> LineView | None:
    """The line of the call that this terminal's staff have before them; None without such a call."""
    with database.reading() as session:
        call = seats.at_hand(session, who)
        if call is None:
            return None
        messages = tuple(
            LineMessageView(m.id or 0, m.at, m.side == who.terminal_kind, m.author, m.place, m.text)
            for m in repository.messages(session, call.id)
        )
        if who.terminal_kind == "desk":
            return LineView(call.id, messages, _staff_reach(session, presence, call.branch_id))
        here = call.desk_id is not None and presence.online(call.desk_id)
        return LineView(call.id, messages, "here" if here else "away")


def sweep(database: Database) -> None:
    """Forget what was written about calls that ended more than a day ago."""
    limit = database.clock.now() - KEPT_AFTER_END
    with database.reading() as session:
        over = look.ended_before(session, repository.calls(session), limit)
    if not over:
        return
    with database.transaction() as session:
        repository.forget(session, over)


def _staff_reach(session: Session, presence: Presence, branch_id: str) -> Reach:
    screens = terminals.staff_terminals(session, branch_id)
    if not screens:
        return "none"
    return "here" if any(presence.online(screen) for screen in screens) else "away"
