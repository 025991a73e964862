"""A clock that jumps, and a server that was away: no call is lost or expires by it, no wait is negative."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.calls import guests, look, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import RING_LIMIT_S
from iga_madoguchi.domain.calls.sweeping import Sweeper, sweep
from iga_madoguchi.domain.monitoring import service as monitoring
from iga_madoguchi.domain.monitoring.views import Standing
from tests.cast import City

JUMPS = [3600.0, -3600.0]


@pytest.mark.parametrize("seconds", JUMPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_what_rings_goes_on_ringing(city: City, seconds: float, restarted: bool) -> None:
    kodomo = city.desk()
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    sweeper = Sweeper(city.database, city.presence)
    sweeper.run()
    city.clock.advance(seconds=seconds)
    if restarted:
        sweeper = Sweeper(city.database, city.presence)
    sweeper.run()
    rings = look.desk(city.database, city.presence, kodomo).ringing
    assert rings is not None
    assert (rings.id, rings.state) == (call, "ringing")
    assert rings.placed_at <= city.clock.now()
    # It rings for its whole time from now, and no longer.
    city.clock.advance(seconds=RING_LIMIT_S)
    sweep(city.database, city.presence)
    assert look.desk(city.database, city.presence, kodomo).ringing is None


@pytest.mark.parametrize("seconds", JUMPS)
def test_a_call_a_guest_and_a_call_back_stay(city: City, seconds: float) -> None:
    ayama, aoyama = city.branch(), city.branch("aoyama")
    kodomo, hoken, kaigo = city.desk(), city.desk("hoken"), city.desk("kaigo")
    on = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, on)
    guests.ask(city.database, city.presence, kodomo, on, "kaigo")
    back = calls.place(city.database, city.presence, aoyama, "hoken")
    tickets.park(city.database, city.presence, aoyama, back)
    tickets.recall(city.database, city.presence, hoken, back)
    sweeper = Sweeper(city.database, city.presence)
    sweeper.run()
    city.clock.advance(seconds=seconds)
    sweeper.run()
    talk = look.desk(city.database, city.presence, kodomo).call
    asked = look.desk(city.database, city.presence, kaigo).ringing
    calling = look.desk(city.database, city.presence, hoken).call
    assert talk is not None
    assert (talk.id, talk.state) == (on, "answered")
    assert talk.answered_at is not None
    assert talk.answered_at <= city.clock.now()
    assert asked is not None
    assert asked.guest
    assert calling is not None
    assert calling.state == "recalled"
    assert (monitoring.overview(city.database, city.presence, Standing()).average_wait_s or 0) >= 0


def test_a_clock_set_back_lets_nobody_pass_and_keeps_nobody_waiting(city: City) -> None:
    ayama, aoyama, kodomo = city.branch(), city.branch("aoyama"), city.desk()
    first = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.decline(city.database, city.presence, kodomo, first, "wait3")
    sweeper = Sweeper(city.database, city.presence)
    sweeper.run()
    city.clock.advance(hours=-1)
    sweeper.run()
    city.presence.absent["kodomo"] = 3
    second = calls.place(city.database, city.presence, aoyama, "kodomo")
    waiting = look.kiosk(city.database, city.presence, aoyama).call
    assert waiting is not None
    order = [call.id for call in look.open_calls(city.database)]
    assert order == [first, second]
    calls.decline(city.database, city.presence, kodomo, second, "wait10")
    city.clock.advance(minutes=3)
    sweep(city.database, city.presence)
    rings = look.desk(city.database, city.presence, kodomo).ringing
    assert rings is not None
    assert rings.id == first, "after three minutes, not after an hour and three"


def test_time_that_passes_as_it_should_settles_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: moment)
    kodomo = city.desk()
    calls.place(city.database, city.presence, city.branch(), "kodomo")
    sweeper = Sweeper(city.database, city.presence)
    sweeper.run()
    for _ in range(6):
        moment += 10
        city.clock.advance(seconds=10)
        sweeper.run()
    assert look.desk(city.database, city.presence, kodomo).ringing is None, "a minute of ringing is over"
