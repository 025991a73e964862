"""順番が来たら鳴らす: the ticket keeps its place while the terminal serves others."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.calls import look, media, sweeping, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import RECALL_LIMIT_S, SITTING_LIMIT
from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.errors import Conflict, NotFound, WrongOrder
from tests.cast import City


def _busy(city: City, branch: str = "iga") -> str:
    """Hoken's desk talks to somebody."""
    desk = city.desk("hoken")
    call = calls.place(city.database, city.presence, city.branch(branch), "hoken")
    calls.answer(city.database, city.presence, desk, call)
    return call


def _end(city: City, call: str) -> None:
    calls.hang_up(city.database, city.presence, city.branch("iga"), call)


def _sit(city: City, branch: str = "ayama", department: str = "hoken") -> str:
    who = city.branch(branch)
    call = calls.place(city.database, city.presence, who, department)
    tickets.sit_down(city.database, city.presence, who, call)
    return call


def _shown(city: City, branch: str = "ayama") -> CallView | None:
    return look.kiosk(city.database, city.presence, city.branch(branch)).call


def test_the_terminal_is_free_and_the_place_is_kept(city: City) -> None:
    _busy(city)
    sits = _sit(city)
    behind = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    assert _shown(city) is None
    assert [(call.id, call.ahead) for call in look.beside(city.database, city.branch()).bench] == [(sits, 1)]
    late = _shown(city, "aoyama")
    assert late is not None
    assert (late.id, late.ahead) == (behind, 2)
    hoken = next(d for d in look.departments(city.database, city.presence) if d.id == "hoken")
    assert hoken.waiting == 2


def test_when_the_turn_comes_the_branch_rings_and_a_touch_connects(city: City) -> None:
    before = _busy(city)
    sits = _sit(city)
    calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    _end(city, before)
    rings = _shown(city)
    assert rings is not None
    assert (rings.id, rings.state, rings.parked) == (sits, "recalled", "ring_me")
    assert rings.staff_name == "hokenさん"
    late = _shown(city, "aoyama")
    assert late is not None
    assert late.state == "placed", "who came later waits"
    tickets.come_back(city.database, city.presence, city.branch(), sits)
    assert len(media.open_participants(city.database, sits) or ()) == 2


def test_who_does_not_come_is_called_back_later_and_the_next_one_is_served(city: City) -> None:
    before = _busy(city)
    sits = _sit(city)
    late = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    _end(city, before)
    city.clock.advance(seconds=RECALL_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    kept = look.one(city.database, city.branch(), sits)
    assert (kept.state, kept.parked) == ("parked", "missed")
    assert look.one(city.database, city.branch("aoyama"), late).state == "ringing"


def test_while_another_resident_uses_the_terminal_the_next_goes_first_and_it_comes_right_after(
    city: City,
) -> None:
    before, kaigo = _busy(city), city.desk("kaigo")
    sits = _sit(city)
    other = calls.place(city.database, city.presence, city.branch(), "kaigo")
    calls.answer(city.database, city.presence, kaigo, other)
    late = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    _end(city, before)
    assert look.one(city.database, city.branch("aoyama"), late).state == "ringing"
    last = calls.place(city.database, city.presence, city.branch("iga"), "hoken")
    calls.hang_up(city.database, city.presence, city.branch(), other)
    assert look.one(city.database, city.branch(), sits).state == "parked", "its desk rings for the next"
    calls.hang_up(city.database, city.presence, city.branch("aoyama"), late)
    assert look.one(city.database, city.branch(), sits).state == "recalled"
    assert look.one(city.database, city.branch("iga"), last).state == "placed"


def test_a_desk_that_vanishes_does_not_cost_the_place(city: City) -> None:
    before = _busy(city)
    sits = _sit(city)
    _end(city, before)
    city.presence.absent["hoken"] = 10
    sweeping.sweep(city.database, city.presence)
    kept = look.one(city.database, city.branch(), sits)
    assert (kept.state, kept.parked) == ("parked", "ring_me")
    city.presence.absent.clear()
    sweeping.sweep(city.database, city.presence)
    assert look.one(city.database, city.branch(), sits).state == "recalled"


def test_only_who_waits_may_sit_down_and_the_bench_has_an_end(city: City) -> None:
    before = _busy(city)
    for _ in range(SITTING_LIMIT):
        _sit(city)
    ayama = city.branch()
    call = calls.place(city.database, city.presence, ayama, "hoken")
    with pytest.raises(Conflict) as full:
        tickets.sit_down(city.database, city.presence, ayama, call)
    assert full.value.code == "calls.ring_me.full"
    with pytest.raises(NotFound):
        tickets.sit_down(city.database, city.presence, city.branch("aoyama"), call)
    with pytest.raises(WrongOrder):
        tickets.sit_down(city.database, city.presence, city.branch("iga"), before)
