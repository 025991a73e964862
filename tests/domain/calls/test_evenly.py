"""Where a department has several desks, the calls go round among them."""

from __future__ import annotations

from collections import Counter

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look, sweeping
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import FIRST_ALONE_S
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.terminals import service as terminals
from tests.cast import City


@pytest.fixture
def desks(city: City) -> tuple[Identity, Identity]:
    """Both serve hoiku."""
    terminals.serve(city.database, "hoken", "hoiku", SYSTEM)
    return city.desk("kodomo"), city.desk("hoken")


def _ringing(city: City, desks: tuple[Identity, ...]) -> list[Identity]:
    return [desk for desk in desks if look.desk(city.database, city.presence, desk).ringing]


def _sweep(city: City, seconds: float) -> None:
    city.clock.advance(seconds=seconds)
    sweeping.sweep(city.database, city.presence)


def test_calls_go_to_whoever_had_the_fewest_today(city: City, desks: tuple[Identity, Identity]) -> None:
    ayama, had = city.branch(), Counter[str]()
    for _ in range(6):
        call = calls.place(city.database, city.presence, ayama, "hoiku")
        (one,) = _ringing(city, desks)
        calls.answer(city.database, city.presence, one, call)
        had[str(one.terminal_id)] += 1
        calls.hang_up(city.database, city.presence, one, call)
    assert had == {"kodomo": 3, "hoken": 3}


def test_what_the_first_does_not_answer_rings_at_the_others_too(
    city: City, desks: tuple[Identity, Identity]
) -> None:
    calls.place(city.database, city.presence, city.branch(), "hoiku")
    _sweep(city, FIRST_ALONE_S - 1)
    assert len(_ringing(city, desks)) == 1
    _sweep(city, 1)
    assert len(_ringing(city, desks)) == 2


def test_who_declines_hands_the_call_to_the_others_and_is_not_asked_again(
    city: City, desks: tuple[Identity, Identity]
) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "hoiku")
    (first,) = _ringing(city, desks)
    calls.decline(city.database, city.presence, first, call, "wait3")
    (second,) = _ringing(city, desks)
    assert second != first
    _sweep(city, FIRST_ALONE_S + 1)
    assert _ringing(city, desks) == [second]


def test_two_calls_ring_at_two_desks(city: City, desks: tuple[Identity, Identity]) -> None:
    for branch in ("ayama", "aoyama"):
        calls.place(city.database, city.presence, city.branch(branch), "hoiku")
    assert len(_ringing(city, desks)) == 2


def test_a_desk_that_is_away_is_passed_over(city: City, desks: tuple[Identity, Identity]) -> None:
    presence.set_away(city.database, "kodomo", True, desks[0].actor)
    calls.place(city.database, city.presence, city.branch(), "hoiku")
    assert _ringing(city, desks) == [desks[1]]
