"""Who may send and watch media in a call, and short-lived single-use tokens that say so."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import ON, State
from iga_madoguchi.domain.calls.models import Call, Participant
from iga_madoguchi.domain.calls.policy import OBSERVER
from iga_madoguchi.domain.calls.views import Answered, MediaGrant, OpenGate
from iga_madoguchi.domain.calls.vigils import suspended
from iga_madoguchi.errors import NotFound
from iga_madoguchi.kit.ids import digest, new_secret

TOKEN_LIFE_S = 30
TOKEN_LIMIT = 5000  # more open tokens than 60 terminals ask for in their life; the oldest go first

LIVE_STATES = (State.RINGING, State.ANSWERED, State.HELD, State.RECALLED)


@dataclass(frozen=True)
class _Room:
    """What media need to know of a call or a vigil: who has a seat, by terminal, and what may flow.

    `gate` is None while nobody may even prepare: it only waits, is over, or gives way.
    """

    seats: dict[str, str]
    gate: OpenGate | None


def grant(database: Database, who: Identity, call_id: str) -> MediaGrant:
    """This terminal's seat in what rings or is on. Raises NotFound `calls.call.unknown`."""
    with database.reading() as session:
        room = _room(session, call_id)
        mine = room.seats.get(who.terminal_id)
        if mine is None or room.gate is None or _somebody_else(session, call_id, who):
            raise NotFound("calls.call.unknown")
        return MediaGrant(call_id, mine, room.gate.participants)


def seat(database: Database, call_id: str, participant: str) -> MediaGrant:
    """The grant of a participant whose token was redeemed. Raises NotFound when the call is over or left."""
    with database.reading() as session:
        room = _room(session, call_id)
        if room.gate is None or participant not in room.seats.values():
            raise NotFound("calls.call.unknown")
        return MediaGrant(call_id, participant, room.gate.participants)


def open_gate(database: Database, call_id: str) -> OpenGate | None:
    """What may flow now; None when the call is over or unknown, or the vigil gives way."""
    with database.reading() as session:
        return _room(session, call_id).gate


def answered(session: Session, call_id: str) -> Answered:
    """The news of an answer, in the transaction that makes it so."""
    gate = _room(session, call_id).gate
    return Answered(call=call_id, participants=[] if gate is None else sorted(gate.participants))


def open_participants(database: Database, call_id: str) -> frozenset[str] | None:
    """Between whom media may flow now; None as for `open_gate`."""
    found = open_gate(database, call_id)
    return None if found is None else found.participants


def seated(database: Database, call_id: str) -> frozenset[str]:
    """Every participant that may prepare media: invited or joined; the bureau only once it has joined."""
    with database.reading() as session:
        return frozenset(_room(session, call_id).seats.values())


def vigils(database: Database) -> tuple[str, ...]:
    """What has to give way, or comes back, whenever a call changes."""
    with database.reading() as session:
        return tuple(found.id for found in repository.vigils(session) if found.state == "on")


def _somebody_else(session: Session, call_id: str, who: Identity) -> bool:
    """Desk and resident let in one person of the bureau by name, not whoever logs in there next."""
    seat = repository.participant_at(session, call_id, who.terminal_id)
    return seat is not None and seat.kind == OBSERVER and seat.staff_name != who.staff_name


def _room(session: Session, call_id: str) -> _Room:
    call = repository.call(session, call_id)
    if call is None:
        return _vigil_room(session, call_id)
    found = repository.participants(session, call_id)
    seats = [seat for seat in found if seat.kind != OBSERVER or seat.state == "joined"]
    blind = frozenset(seat.id for seat in seats if seat.kind == OBSERVER)
    everybody = frozenset(seat.id for seat in seats)
    gate = OpenGate(_open(call, seats), blind, everybody) if call.state in LIVE_STATES else None
    return _Room({seat.terminal_id: seat.id for seat in seats}, gate)


def _vigil_room(session: Session, vigil_id: str) -> _Room:
    """Two faces and two voices; what lies under the document camera is nobody's business meanwhile."""
    vigil = repository.vigil(session, vigil_id)
    if vigil is None or vigil.state != "on" or suspended(session, vigil):
        return _Room({}, None)
    both = frozenset((vigil.asker_id, vigil.asked_id))
    return _Room({terminal: terminal for terminal in both}, OpenGate(both, both, both))


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
