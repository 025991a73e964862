"""Tickets outlive the visit: parked, called back, preferred for a reason, escalated, never lost."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look, media, sweeping, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import ESCALATE_AFTER_S, RECALL_LIMIT_S, RING_LIMIT_S
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, Unavailable, WrongOrder
from tests.cast import City


def test_who_leaves_keeps_the_ticket_and_is_called_back(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    tickets.park(city.database, city.presence, ayama, call)
    assert look.kiosk(city.database, city.presence, ayama).call is None
    (parked,) = look.desk(city.database, city.presence, hoken).parked
    assert (parked.ticket, parked.parked) == (1, "left")
    tickets.recall(city.database, city.presence, hoken, call)
    rings = look.kiosk(city.database, city.presence, ayama).call
    assert rings is not None
    assert rings.state == "recalled"
    assert not media.open_participants(city.database, call)
    tickets.come_back(city.database, city.presence, ayama, call)
    assert len(media.open_participants(city.database, call) or ()) == 2
    calls.hang_up(city.database, city.presence, ayama, call)


@pytest.mark.parametrize("by", ["resident", "desk", "time", "power cut"])
def test_a_call_back_that_finds_nobody_keeps_the_ticket(city: City, by: str) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    tickets.park(city.database, city.presence, ayama, call)
    tickets.recall(city.database, city.presence, hoken, call)
    match by:
        case "resident":
            tickets.miss(city.database, city.presence, ayama, call)
        case "desk":
            tickets.miss(city.database, city.presence, hoken, call)
        case "time":
            city.clock.advance(seconds=RECALL_LIMIT_S)
        case "power cut":
            city.presence.absent["ayama"] = 10
    sweeping.sweep(city.database, city.presence)
    view = look.desk(city.database, city.presence, hoken)
    assert view.call is None
    assert [(ticket.id, ticket.parked) for ticket in view.parked] == [(call, "missed")]


def test_a_branch_that_is_used_or_gone_is_not_rung(city: City) -> None:
    ayama, hoken, _ = city.branch(), city.desk("hoken"), city.desk("kaigo")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    with pytest.raises(WrongOrder):
        tickets.recall(city.database, city.presence, hoken, call)
    tickets.park(city.database, city.presence, ayama, call)
    other = calls.place(city.database, city.presence, ayama, "kaigo")
    with pytest.raises(Conflict) as busy:
        tickets.recall(city.database, city.presence, hoken, call)
    assert busy.value.code == "calls.branch.busy"
    calls.hang_up(city.database, city.presence, ayama, other)
    city.presence.absent["ayama"] = 10
    with pytest.raises(Unavailable):
        tickets.recall(city.database, city.presence, hoken, call)
    with pytest.raises(NotFound):
        tickets.recall(city.database, city.presence, city.desk("kodomo"), call)


def test_the_desk_may_settle_a_ticket_and_the_night_ends_the_rest(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    first, second = (_parked(city, ayama) for _ in range(2))
    tickets.discard(city.database, city.presence, hoken, first)
    assert look.one(city.database, ayama, first).end_reason == "settled"
    city.clock.advance(days=1)
    sweeping.expire(city.database)
    assert look.one(city.database, ayama, second).end_reason == "expired"


def test_priority_goes_first_once_and_for_a_known_reason(city: City) -> None:
    ayama, aoyama, hoken = city.branch(), city.branch("aoyama"), city.desk("hoken")
    city.presence.absent["hoken"] = 0.0
    busy = calls.place(city.database, city.presence, city.branch("iga"), "hoken")
    calls.answer(city.database, city.presence, hoken, busy)
    calls.place(city.database, city.presence, ayama, "hoken")
    urgent = calls.place(city.database, city.presence, aoyama, "hoken")
    with pytest.raises(InvalidInput):
        tickets.prefer(city.database, city.presence, hoken, urgent, "friend of mine")
    tickets.prefer(city.database, city.presence, aoyama, urgent, "wheelchair")
    with pytest.raises(Conflict) as twice:
        tickets.prefer(city.database, city.presence, hoken, urgent, "infant")
    assert twice.value.code == "calls.priority.already"
    waiting = look.desk(city.database, city.presence, hoken).waiting
    assert [(call.id == urgent, call.ahead) for call in waiting] == [(True, 1), (False, 2)]
    calls.hang_up(city.database, city.presence, hoken, busy)
    rings = look.desk(city.database, city.presence, hoken).ringing
    assert rings is not None
    assert rings.id == urgent


def test_unanswered_the_deputy_rings_too_and_then_the_ticket_is_kept(city: City) -> None:
    ayama, kaigo = city.branch(), city.desk("kaigo")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    assert look.desk(city.database, city.presence, kaigo).ringing is None
    city.clock.advance(seconds=ESCALATE_AFTER_S)
    sweeping.sweep(city.database, city.presence)
    rings = look.desk(city.database, city.presence, kaigo).ringing
    assert rings is not None
    assert rings.id == call
    city.clock.advance(seconds=RING_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    kept = look.one(city.database, ayama, call)
    assert (kept.state, kept.parked) == ("parked", "no_answer")
    assert look.desk(city.database, city.presence, kaigo).ringing is None


def test_the_deputy_may_answer(city: City) -> None:
    ayama, kaigo = city.branch(), city.desk("kaigo")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    city.clock.advance(seconds=ESCALATE_AFTER_S)
    sweeping.sweep(city.database, city.presence)
    calls.answer(city.database, city.presence, kaigo, call)
    on = look.desk(city.database, city.presence, kaigo).call
    assert on is not None
    assert (on.id, on.guest) == (call, False)


def test_a_terminal_of_the_department_that_becomes_free_rings_too(city: City) -> None:
    terminals.set_deputy(city.database, "hoken", None, SYSTEM)
    terminals.serve(city.database, "shogai", "hoken", SYSTEM)
    ayama, shogai = city.branch(), city.desk("shogai")
    city.presence.absent["shogai"] = 60
    call = calls.place(city.database, city.presence, ayama, "hoken")
    city.clock.advance(seconds=ESCALATE_AFTER_S)
    sweeping.sweep(city.database, city.presence)
    assert look.desk(city.database, city.presence, shogai).ringing is None
    city.presence.absent.clear()
    sweeping.sweep(city.database, city.presence)
    rings = look.desk(city.database, city.presence, shogai).ringing
    assert rings is not None
    assert rings.id == call


@pytest.mark.parametrize("how", ["page gone", "seat left"])
@pytest.mark.parametrize("deputy", [False, True])
def test_who_waits_where_nobody_is_left_is_not_forgotten(city: City, how: str, deputy: bool) -> None:
    ayama, hoken, kaigo = city.branch(), city.desk("hoken"), city.desk("kaigo")
    city.presence.absent["kaigo"] = 0.0 if deputy else 600
    before = calls.place(city.database, city.presence, city.branch("iga"), "hoken")
    calls.answer(city.database, city.presence, hoken, before)
    call = calls.place(city.database, city.presence, ayama, "hoken")
    presence.set_away(city.database, "hoken", True, hoken.actor)
    calls.hang_up(city.database, city.presence, hoken, before)
    sweeping.sweep(city.database, city.presence)
    assert look.one(city.database, ayama, call).state == "placed", "a clerk may be away for a moment"
    if how == "page gone":
        city.presence.absent["hoken"] = RING_LIMIT_S
    else:
        city.clock.advance(seconds=RING_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    rings = look.desk(city.database, city.presence, kaigo).ringing
    assert (rings is not None and rings.id == call) == deputy
    kept = look.one(city.database, ayama, call)
    assert (kept.state, kept.parked) == (("ringing", "") if deputy else ("parked", "no_answer"))


def _parked(city: City, who: Identity) -> str:
    call = calls.place(city.database, city.presence, who, "hoken")
    tickets.park(city.database, city.presence, who, call)
    return call
