"""A desk lets the resident wait; and what time alone brings about."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.calls import look, sweeping
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import LOST_AFTER_S, RING_LIMIT_S
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.errors import InvalidInput
from tests.cast import City


def test_declined_keeps_the_ticket_tells_why_and_rings_again_after_its_minutes(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    calls.decline(city.database, city.presence, kodomo, call_id, "wait3")
    waiting = look.kiosk(city.database, city.presence, ayama).call
    assert waiting is not None
    assert (waiting.state, waiting.decline_reason, waiting.ticket) == ("placed", "wait3", 1)

    city.clock.advance(minutes=2, seconds=59)
    sweeping.sweep(city.database, city.presence)
    assert look.desk(city.database, city.presence, kodomo).ringing is None
    city.clock.advance(seconds=1)
    sweeping.sweep(city.database, city.presence)
    again = look.desk(city.database, city.presence, kodomo).ringing
    assert again is not None
    assert again.id == call_id


def test_the_desk_may_call_a_declined_one_earlier(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    calls.decline(city.database, city.presence, kodomo, call_id, "wait10")
    calls.pick(city.database, city.presence, kodomo, call_id)
    on = look.desk(city.database, city.presence, kodomo).call
    assert on is not None
    assert on.id == call_id


def test_an_unknown_reason_changes_nothing(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    with pytest.raises(InvalidInput):
        calls.decline(city.database, city.presence, kodomo, call_id, "lunch")
    assert look.desk(city.database, city.presence, kodomo).ringing is not None


def test_nobody_answers_and_it_does_not_ring_for_ever(city: City) -> None:
    ayama = city.branch()
    city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    city.clock.advance(seconds=RING_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    kept = look.one(city.database, ayama, call_id)
    assert (kept.state, kept.parked) == ("parked", "no_answer"), "the ticket waits for a call-back"


def test_a_desk_that_goes_away_while_it_rings_gives_the_call_back(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    calls.place(city.database, city.presence, ayama, "hoiku")
    presence.set_away(city.database, "kodomo", True, kodomo.actor)
    sweeping.sweep(city.database, city.presence)
    waiting = look.kiosk(city.database, city.presence, ayama).call
    assert waiting is not None
    assert waiting.state == "placed"
    presence.set_away(city.database, "kodomo", False, kodomo.actor)
    sweeping.sweep(city.database, city.presence)
    assert look.desk(city.database, city.presence, kodomo).ringing is not None


@pytest.mark.parametrize("absent", ["ayama", "kodomo"])
def test_a_call_survives_a_short_absence_and_ends_as_lost_after_a_long_one(city: City, absent: str) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    calls.answer(city.database, city.presence, kodomo, call_id)
    city.presence.absent[absent] = LOST_AFTER_S - 1
    sweeping.sweep(city.database, city.presence)
    assert look.one(city.database, ayama, call_id).state == "answered"
    city.presence.absent[absent] = LOST_AFTER_S
    sweeping.sweep(city.database, city.presence)
    assert look.one(city.database, ayama, call_id).end_reason == "lost"
