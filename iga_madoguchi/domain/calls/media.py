"""Who may send and watch media in a call, and short-lived single-use tokens that say so."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.views import MediaGrant
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.ids import digest, new_secret

TOKEN_LIFE_S = 30
TOKEN_LIMIT = 5000  # more open tokens than 60 terminals ask for in their life; the oldest go first

LIVE_STATES = (State.RINGING, State.ANSWERED, State.HELD, State.RECALLED)


def grant(database: Database, who: Identity, call_id: str) -> MediaGrant:
    """This terminal's seat in a call that rings or is answered. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        seats = repository.participants(session, call_id)
        mine = next((seat.id for seat in seats if seat.terminal_id == who.terminal_id), None)
        if call is None or mine is None or call.state not in LIVE_STATES:
            raise NotFound("calls.call.unknown")
        return MediaGrant(call_id, mine, _open(call, seats))


def seat(database: Database, call_id: str, participant: str) -> MediaGrant:
    """The grant of a participant whose token was redeemed. Raises NotFound when the call is over or left."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        seats = repository.participants(session, call_id)
        if call is None or call.state not in LIVE_STATES or participant not in {seat.id for seat in seats}:
            raise NotFound("calls.call.unknown")
        return MediaGrant(call_id, participant, _open(call, seats))


def open_participants(database: Database, call_id: str) -> frozenset[str] | None:
    """Between whom media may flow now; None when the call is over or unknown."""
    with database.reading() as session:
        call = repository.call(session, call_id)
        if call is None or call.state not in LIVE_STATES:
            return None
        seats = repository.participants(session, call_id)
        return _open(call, seats)


def seated(database: Database, call_id: str) -> frozenset[str]:
    """Every participant of a call, invited or joined."""
    with database.reading() as session:
        return frozenset(seat.id for seat in repository.participants(session, call_id))


def _open(call: Call, seats: Sequence[Participant]) -> frozenset[str]:
    """Who has joined may see each other; on hold the colleagues may, without the resident."""
    if call.state not in ON:
        return frozenset()
    held = call.branch_id if call.state == State.HELD else None
    return frozenset(seat.id for seat in seats if seat.state == "joined" and seat.terminal_id != held)


@dataclass(frozen=True)
class _Token:
    call: str
    participant: str
    expires: float


class MediaTokens:
    """Bearer tokens bound to call and participant: single use, thirty seconds, in memory. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: OrderedDict[str, _Token] = OrderedDict()

    def issue(self, given: MediaGrant) -> str:
        token = new_secret()
        with self._lock:
            expires = time.monotonic() + TOKEN_LIFE_S
            self._tokens[digest(token)] = _Token(given.call, given.participant, expires)
            while len(self._tokens) > TOKEN_LIMIT:
                self._tokens.popitem(last=False)
        return token

    def redeem(self, token: str, call: str) -> str | None:
        """The participant this token speaks for in `call`, once; None for anything else."""
        key = digest(token)
        with self._lock:
            found = self._tokens.get(key)
            if found is None or found.call != call:
                return None
            del self._tokens[key]
        return found.participant if found.expires > time.monotonic() else None
