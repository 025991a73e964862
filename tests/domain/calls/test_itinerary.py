"""Several matters in one visit: the least waiting, one ticket, and a plan that survives whatever happens."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import guests, itinerary, look, planner, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.itinerary import Plan
from iga_madoguchi.domain.calls.planner import Stop
from iga_madoguchi.errors import DomainError, InvalidInput, NotFound, Unavailable, WrongOrder
from tests.cast import City

SECONDS = st.integers(0, 7200)


@st.composite
def stops(draw: st.DrawFn) -> list[Stop]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        later = draw(SECONDS)
        found.append(Stop(str(number), later + draw(SECONDS), later, draw(SECONDS)))
    return found


@given(stops())
def test_no_other_order_waits_less(found: list[Stop]) -> None:
    best = planner.order(found)
    assert sorted(stop.id for stop in best) == sorted(stop.id for stop in found)
    assert planner.total_wait(best) == min(planner.total_wait(route) for route in permutations(found))


@given(st.lists(SECONDS, min_size=1, max_size=4))
def test_where_it_makes_no_difference_the_residents_order_stays(talks: list[int]) -> None:
    found = [Stop(str(number), 0, 0, talk) for number, talk in enumerate(talks)]
    assert planner.order(found) == tuple(found)


def test_a_plan_follows_what_really_happens() -> None:
    plan = itinerary.begin(("hoken", "kaigo", "kodomo"))
    assert plan.rest == ("kaigo", "kodomo")
    assert plan.to("kodomo").rest == ("kaigo",), "another order"
    assert plan.to("shogai").rest == ("kaigo", "kodomo"), "one more department"
    assert plan.to("kaigo").back() == plan, "nobody took it there"
    assert plan.at("shogai") == Plan(("shogai", "kaigo", "kodomo"), 1)
    assert itinerary.begin(("hoken",)).to("kaigo").back().at("kodomo") == Plan()
    for turn in range(50):
        plan = plan.to(("hoken", "shogai")[turn % 2])
    assert len(plan.stops) <= itinerary.KEPT + itinerary.MOST_STOPS
    assert plan.rest == ("kaigo", "kodomo")


@pytest.fixture
def people(city: City) -> tuple[Identity, Identity, Identity]:
    return city.branch(), city.desk("hoken"), city.desk("kaigo")


def serve(city: City, branch: Identity, desk: Identity, department: str, minutes: float) -> None:
    call = calls.place(city.database, city.presence, branch, department)
    calls.answer(city.database, city.presence, desk, call)
    city.clock.advance(minutes=minutes)
    calls.hang_up(city.database, city.presence, desk, call)


def names(view: object) -> list[tuple[str, str]]:
    return [(stop.id, stop.state) for stop in view.plan]  # type: ignore[attr-defined]


def test_the_same_ticket_goes_on_with_its_notes(
    city: City, people: tuple[Identity, Identity, Identity]
) -> None:
    ayama, hoken, kaigo = people
    kodomo = city.desk("kodomo")
    call = calls.place(city.database, city.presence, ayama, "hoken", then=("kaigo", "kodomo", "hoiku"))
    calls.answer(city.database, city.presence, hoken, call)
    talk.write_note(city.database, hoken, call, "保険証は済みました。")
    talk.go_on(city.database, city.presence, hoken, call)
    rings = look.desk(city.database, city.presence, kaigo).ringing
    assert rings is not None
    assert (rings.id, rings.ticket, [note.text for note in rings.notes]) == (
        call,
        1,
        ["保険証は済みました。"],
    )
    assert names(rings) == [("hoken", "done"), ("kaigo", "now"), ("kodomo", "next"), ("hoiku", "next")]
    with pytest.raises(NotFound):
        talk.go_on(city.database, city.presence, hoken, call)
    calls.answer(city.database, city.presence, kaigo, call)
    talk.go_on(city.database, city.presence, kaigo, call)
    calls.answer(city.database, city.presence, kodomo, call)
    talk.go_on(city.database, city.presence, kodomo, call)
    on = look.desk(city.database, city.presence, kodomo).call
    assert on is not None
    assert (on.state, on.department_id) == ("answered", "hoiku"), "the same clerk answers it: no ring between"
    with pytest.raises(WrongOrder) as done:
        talk.go_on(city.database, city.presence, kodomo, call)
    assert done.value.code == "calls.itinerary.done"


def test_a_next_desk_that_is_not_there_is_refused_and_what_nobody_takes_comes_back(
    city: City, people: tuple[Identity, Identity, Identity]
) -> None:
    ayama, hoken, kaigo = people
    call = calls.place(city.database, city.presence, ayama, "hoken", then=("kaigo",))
    calls.answer(city.database, city.presence, hoken, call)
    city.presence.absent["kaigo"] = 60
    with pytest.raises(Unavailable):
        talk.go_on(city.database, city.presence, hoken, call)
    on = look.desk(city.database, city.presence, hoken).call
    assert on is not None
    assert names(on) == [("hoken", "now"), ("kaigo", "next")]
    city.presence.absent.clear()
    talk.go_on(city.database, city.presence, hoken, call)
    calls.decline(city.database, city.presence, kaigo, call, "wait5")
    back = look.desk(city.database, city.presence, hoken).ringing
    assert back is not None
    assert (back.returned, names(back)) == (True, [("hoken", "now"), ("kaigo", "next")])
    calls.answer(city.database, city.presence, hoken, call)
    calls.hang_up(city.database, city.presence, hoken, call)
    assert names(look.one(city.database, ayama, call))[-1] == ("kaigo", "next"), "offered at the end"


def test_a_colleague_who_takes_over_takes_the_plan_over(
    city: City, people: tuple[Identity, Identity, Identity]
) -> None:
    ayama, hoken, kaigo = people
    call = calls.place(city.database, city.presence, ayama, "hoken", then=("kodomo",))
    calls.answer(city.database, city.presence, hoken, call)
    guests.ask(city.database, city.presence, hoken, call, "kaigo")
    guests.join(city.database, city.presence, kaigo, call)
    seats = look.desk(city.database, city.presence, hoken).call
    assert seats is not None
    colleague = next(peer.participant for peer in seats.peers if peer.kind == "desk")
    talk.hand_over(city.database, city.presence, hoken, call, colleague)
    on = look.desk(city.database, city.presence, kaigo).call
    assert on is not None
    assert names(on) == [("kaigo", "now"), ("kodomo", "next")]


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        (("hoken",), InvalidInput),
        (("kaigo", "kaigo"), InvalidInput),
        (("kaigo", "kodomo", "hoiku", "shogai"), InvalidInput),
        (("tourism",), NotFound),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    city: City, then: tuple[str, ...], kind: type[DomainError]
) -> None:
    ayama = city.branch()
    with pytest.raises(kind):
        calls.place(city.database, city.presence, ayama, "hoken", then=then)
    with pytest.raises(kind):
        look.route(city.database, ("hoken", *then))
    assert look.open_calls(city.database) == ()


def test_the_order_waits_least_and_is_honest_without_history(city: City) -> None:
    ayama, aoyama, hoken, kaigo = city.branch(), city.branch("aoyama"), city.desk("hoken"), city.desk("kaigo")
    busy = calls.place(city.database, city.presence, aoyama, "hoken")
    calls.answer(city.database, city.presence, hoken, busy)
    route = look.route(city.database, ("hoken", "kaigo"))
    assert (route.stops, route.minutes) == (("kaigo", "hoken"), None)
    calls.hang_up(city.database, city.presence, hoken, busy)
    for _ in range(20):
        serve(city, ayama, hoken, "hoken", 12)
        serve(city, ayama, kaigo, "kaigo", 5)
    assert look.route(city.database, ("hoken", "kaigo")).minutes == 0
    busy = calls.place(city.database, city.presence, aoyama, "hoken")
    calls.answer(city.database, city.presence, hoken, busy)
    route = look.route(city.database, ("hoken", "kaigo"))
    assert (route.stops, route.minutes) == (("kaigo", "hoken"), 7), "five of the twelve pass at kaigo"
