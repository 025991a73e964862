"""An estimate is given only with enough history, and is what the arithmetic of a queue says."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import estimate, look
from iga_madoguchi.domain.calls import service as calls
from tests.cast import City

spans = st.lists(st.floats(1, 7200), min_size=1, max_size=50)


def serve(city: City, branch: Identity, desk: Identity, minutes: float) -> None:
    call = calls.place(city.database, city.presence, branch, "hoken")
    calls.answer(city.database, city.presence, desk, call)
    city.clock.advance(minutes=minutes)
    calls.hang_up(city.database, city.presence, desk, call)


def test_with_nineteen_calls_there_is_only_the_place_with_twenty_the_minutes(city: City) -> None:
    ayama, aoyama, iga, hoken = city.branch(), city.branch("aoyama"), city.branch("iga"), city.desk("hoken")
    for _ in range(19):
        serve(city, ayama, hoken, 12)
    talked = calls.place(city.database, city.presence, ayama, "hoken")
    calls.answer(city.database, city.presence, hoken, talked)
    calls.place(city.database, city.presence, aoyama, "hoken")

    def told(who: Identity) -> tuple[int, int | None]:
        call = look.kiosk(city.database, city.presence, who).call
        assert call is not None
        return call.ahead, call.estimate

    assert told(aoyama) == (1, None)
    city.clock.advance(minutes=12)
    calls.hang_up(city.database, city.presence, hoken, talked)
    on = look.desk(city.database, city.presence, hoken).ringing
    assert on is not None
    calls.answer(city.database, city.presence, hoken, on.id)
    calls.place(city.database, city.presence, ayama, "hoken")
    calls.place(city.database, city.presence, iga, "hoken")
    city.clock.advance(minutes=4)
    assert told(ayama) == (1, 10), "twelve minutes, of which four have passed, said in fives"
    assert told(iga) == (2, 20)
    busy = next(d for d in look.departments(city.database, city.presence) if d.id == "hoken")
    assert busy.free_at == city.clock.now() + timedelta(minutes=10)


def test_what_is_older_than_thirty_days_says_nothing(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    for _ in range(20):
        serve(city, ayama, hoken, 5)
    with city.database.reading() as session:
        assert len(estimate.durations(session, "hoken", city.clock.now()) or ()) == 20
    city.clock.advance(days=31)
    with city.database.reading() as session:
        assert estimate.durations(session, "hoken", city.clock.now()) is None


@given(spans, st.floats(0, 10_000))
def test_what_remains_is_never_negative_and_bounded(history: list[float], age: float) -> None:
    assert 0 <= estimate.remaining(history, age) <= max(history)


@given(spans, st.integers(0, 20), st.floats(1, 3600))
def test_more_people_never_wait_less_and_more_desks_never_longer(
    free_in: list[float], ahead: int, mean: float
) -> None:
    waits = estimate.seconds_until(free_in, ahead, mean)
    assert estimate.seconds_until(free_in, ahead + 1, mean) >= waits
    assert estimate.seconds_until([*free_in, 0.0], ahead, mean) <= waits


@given(st.floats(0, 1e6))
def test_minutes_are_said_as_people_say_them(seconds: float) -> None:
    said = estimate.in_words(seconds)
    assert 1 <= said <= estimate.LONGEST_MIN
    assert said <= 5 or said % 5 == 0
