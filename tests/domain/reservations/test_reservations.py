"""A reservation holds one desk and one terminal for one time; a number brings in who made it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look as calls_look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls import tickets
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.presence.hours import Span
from iga_madoguchi.domain.reservations import look, policy
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.models import Reservation
from iga_madoguchi.domain.reservations.views import ReservationView, Wish
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, WrongOrder
from iga_madoguchi.kit.clock import TOKYO
from iga_madoguchi.kit.throttle import Throttle
from tests.cast import City, make_city

TODAY = date(2026, 11, 24)  # a Tuesday; the clock says 12:00


@pytest.fixture
def usual(tmp_path: Path) -> City:
    """With the city's usual hours, 8:30-17:15."""
    return make_city(tmp_path, always_open=False)


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime.combine(day, time(hour, minute), TOKYO)


def wish(start: datetime, department: str = "hoken", branch: str = "ayama") -> Wish:
    return Wish(department, branch, start, ("hearing",), "en", "renew")


def tries() -> Throttle:
    return Throttle(policy.TRIES_PER_S, policy.TRIES)


def refused(kind: type[DomainError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as error:
        act()
    return error.value.code


def arrive(city: City, who: Identity, number: str, throttle: Throttle | None = None) -> str:
    return reservations.arrive_by_number(city.database, city.presence, throttle or tries(), who, number)


def test_the_times_of_a_day_lie_within_its_hours_and_say_why_not(usual: City) -> None:
    desk = usual.desk("hoken")
    reservations.make(usual.database, desk, wish(at(13)))
    plan = look.plan(usual.database, "hoken", "ayama", TODAY)
    assert (plan.slots[0].starts_at, plan.slots[-1].starts_at) == (at(8, 30), at(16, 30))
    assert {slot.starts_at: slot.why for slot in plan.slots}[at(13)] == "branch"
    assert {slot.starts_at: slot.why for slot in plan.slots}[at(12)] == "past"
    assert {slot.starts_at: slot.why for slot in plan.slots}[at(12, 30)] == ""
    other = look.plan(usual.database, "hoken", "iga", TODAY)
    assert {slot.starts_at: slot.why for slot in other.slots}[at(13)] == "desk"
    presence.set_day(usual.database, TODAY, Span(time(9, 10), time(12, 50)), "短い日", SYSTEM)
    short = look.plan(usual.database, "hoken", "iga", TODAY)
    assert (short.slots[0].starts_at, short.slots[-1].starts_at) == (at(9, 30), at(12))
    assert look.plan(usual.database, "hoken", "iga", date(2027, 1, 1)).closed_for == "年末年始"
    assert look.plan(usual.database, "hoken", "iga", TODAY + timedelta(days=61)).slots == ()


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (at(11, 30), "reservations.slot.past"),
        (at(12), "reservations.slot.past"),
        (at(17), "reservations.slot.outside"),
        (at(12, 45), "reservations.slot.outside"),
        (at(10, day=date(2026, 11, 28)), "reservations.day.closed"),
        (at(10, day=date(2027, 1, 11)), "reservations.day.closed"),  # 成人の日
        (at(10, day=TODAY + timedelta(days=61)), "reservations.slot.too_far"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_changes_nothing(
    usual: City, start: datetime, code: str
) -> None:
    desk = usual.desk("hoken")
    before = audit.verify(usual.database)
    assert refused(InvalidInput, lambda: reservations.make(usual.database, desk, wish(start))) == code
    assert audit.verify(usual.database) == before
    assert look.of_desk(usual.database, desk, start.date()) == ()


def test_who_may_make_one(usual: City) -> None:
    hoken, ayama, bureau = usual.desk("hoken"), usual.branch(), usual.admin()
    made = reservations.make(usual.database, hoken, wish(at(13), branch="iga"))
    assert (made.branch_name, made.department_name, made.state) == ("伊賀支所", "保険年金課", "open")
    assert reservations.make(usual.database, ayama, wish(at(13), "kaigo")).branch_id == "ayama"
    for who, asked in (
        (hoken, wish(at(14), "kaigo")),
        (ayama, wish(at(14), branch="iga")),
        (bureau, wish(at(14))),
    ):
        code = refused(NotAllowed, lambda: reservations.make(usual.database, who, asked))  # noqa: B023
        assert code == "reservations.make.not_yours"
    for asked in (wish(at(14), "tourism"), wish(at(14), branch="hoken"), wish(at(14), branch="nowhere")):
        refused(NotFound, lambda: reservations.make(usual.database, hoken, asked))  # noqa: B023
    for more in ({"needs": ("name",)}, {"language": "xx"}, {"matter": "山田太郎"}):
        asked = Wish("hoken", "ayama", at(14), **more)  # type: ignore[arg-type]
        code = refused(InvalidInput, lambda: reservations.make(usual.database, hoken, asked))  # noqa: B023
        assert code == "reservations.choice.unknown"


def test_a_desk_is_kept_once_whichever_of_its_departments_is_meant(usual: City) -> None:
    kodomo, hoken = usual.desk("kodomo"), usual.desk("hoken")
    reservations.make(usual.database, kodomo, wish(at(13), "kodomo", "ayama"))
    taken = wish(at(13), "hoiku", "iga")
    code = refused(Conflict, lambda: reservations.make(usual.database, kodomo, taken))
    assert code == "reservations.slot.taken"
    same_branch = wish(at(13), "hoken", "ayama")
    code = refused(Conflict, lambda: reservations.make(usual.database, hoken, same_branch))
    assert code == "reservations.branch.taken"
    terminals.add_terminal(usual.database, "hoiku2", "desk", "保育の第二窓口", SYSTEM)
    terminals.serve(usual.database, "hoiku2", "hoiku", SYSTEM)
    assert reservations.make(usual.database, kodomo, taken), "two desks can take two"
    third = wish(at(13), "hoiku", "aoyama")
    refused(Conflict, lambda: reservations.make(usual.database, kodomo, third))


def test_the_desk_that_serves_fewest_is_taken_first(usual: City) -> None:
    kodomo = usual.desk("kodomo")
    terminals.add_terminal(usual.database, "second", "desk", "保育の第二窓口", SYSTEM)
    terminals.serve(usual.database, "second", "hoiku", SYSTEM)
    reservations.make(usual.database, kodomo, wish(at(13), "hoiku", "iga"))
    assert reservations.make(usual.database, kodomo, wish(at(13), "kodomo", "aoyama"))


@pytest.mark.parametrize("rivals", [("ayama", "iga"), ("ayama", "ayama")])
def test_of_simultaneous_makers_one_wins(usual: City, rivals: tuple[str, str]) -> None:
    desk = usual.desk("hoken")
    start = threading.Barrier(8)

    def make(number: int) -> str:
        start.wait()
        try:
            return reservations.make(usual.database, desk, wish(at(15), branch=rivals[number % 2])).id
        except Conflict as lost:
            return lost.code

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(make, range(8)))
    won = [result for result in results if not result.startswith("reservations.")]
    assert len(won) == 1
    assert [view.id for view in look.of_desk(usual.database, desk)] == won


@pytest.mark.parametrize(
    "same", [{"desk_id": "hoken"}, {"branch_id": "ayama"}, {"branch_id": "ayama", "number": "1234"}]
)
def test_the_database_itself_keeps_a_second_one_out(city: City, same: dict[str, str]) -> None:
    """Whatever the code above it does: what holds a desk, a terminal or a number holds it alone."""

    def row(key: str, start: datetime, **changed: str) -> Reservation:
        fields = {"branch_id": "iga", "desk_id": "kaigo", "number": "9999"} | changed
        return Reservation(id=key, department_id="hoken", day=TODAY, starts_at=start, state="open", **fields)

    later = at(16) if "number" in same else at(15)
    with city.database.transaction() as session:
        session.add(row("first", at(15), desk_id="hoken", branch_id="ayama", number="1234"))
    with pytest.raises(IntegrityError), city.database.transaction() as session:
        session.add(row("second", later, **same))
    with city.database.transaction() as session:
        found = session.get(Reservation, "first")
        assert found is not None
        found.state = "cancelled"
        session.add(found)
        session.flush()
        session.add(row("third", later, **same))


def test_the_number_brings_in_its_owner_before_the_others(city: City) -> None:
    ayama, iga, hoken = city.branch(), city.branch("iga"), city.desk("hoken")
    made = reservations.make(city.database, hoken, wish(at(12, 30)))
    talked = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    calls.answer(city.database, city.presence, hoken, talked)
    calls.place(city.database, city.presence, iga, "hoken")
    arrive(city, ayama, made.number)
    waiting = calls_look.desk(city.database, city.presence, hoken).waiting
    assert [(call.branch_id, call.priority) for call in waiting] == [("ayama", "reserved"), ("iga", "")]
    assert (waiting[0].needs, waiting[0].language) == (("hearing",), "en")
    calls.hang_up(city.database, city.presence, hoken, talked)
    ring = calls_look.desk(city.database, city.presence, hoken).ringing
    assert ring is not None
    assert ring.branch_id == "ayama"
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["arrived"]
    reasons = [e.data for e in audit.newest(city.database) if e.action == "calls.call.preferred"]
    assert reasons == [{"priority": "reserved"}]


def test_a_number_that_does_not_fit_says_why_and_changes_nothing(city: City) -> None:
    ayama, iga, hoken = city.branch(), city.branch("iga"), city.desk("hoken")
    soon = reservations.make(city.database, hoken, wish(at(12, 30)))
    later = reservations.make(city.database, hoken, wish(at(15), branch="iga"))
    tomorrow = reservations.make(city.database, hoken, wish(at(12, day=date(2026, 11, 25))))
    used = {soon.number, later.number, tomorrow.number}
    unknown = next(str(n) for n in reservations.NUMBERS if str(n) not in used)
    entries = len(audit.newest(city.database, 500))
    assert refused(InvalidInput, lambda: arrive(city, ayama, "12a4")) == "reservations.number.shape"
    assert refused(InvalidInput, lambda: arrive(city, ayama, "12345")) == "reservations.number.shape"
    assert refused(InvalidInput, lambda: arrive(city, ayama, "１２３４")) == "reservations.number.shape"
    assert refused(NotFound, lambda: arrive(city, ayama, unknown)) == "reservations.number.unknown"
    assert refused(WrongOrder, lambda: arrive(city, iga, soon.number)) == "reservations.number.other_branch"
    assert refused(WrongOrder, lambda: arrive(city, iga, later.number)) == "reservations.arrive.early"
    if tomorrow.number != soon.number:
        code = refused(WrongOrder, lambda: arrive(city, ayama, tomorrow.number))
        assert code == "reservations.number.other_day"
    refused(NotAllowed, lambda: arrive(city, hoken, soon.number))
    assert len(audit.newest(city.database, 500)) == entries
    assert calls_look.open_calls(city.database) == ()
    arrive(city, ayama, soon.number)
    assert refused(WrongOrder, lambda: arrive(city, ayama, soon.number)) == "reservations.number.arrived"


def test_guessing_is_slow(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    made = reservations.make(city.database, hoken, wish(at(12, 30)))
    wrong = [str(n) for n in reservations.NUMBERS if str(n) != made.number]
    throttle = Throttle(policy.TRIES_PER_S, policy.TRIES)
    codes = [refused(DomainError, lambda: arrive(city, ayama, guess, throttle)) for guess in wrong[:8]]  # noqa: B023
    assert codes == ["reservations.number.unknown"] * 5 + ["reservations.number.too_many"] * 3
    code = refused(DomainError, lambda: arrive(city, ayama, made.number, throttle))
    assert code == "reservations.number.too_many", "even the right one"
    iga = city.branch("iga")
    code = refused(DomainError, lambda: arrive(city, iga, wrong[0], throttle))
    assert code == "reservations.number.unknown", "another terminal is not hampered"


def test_an_arrival_that_cannot_be_called_leaves_the_reservation_open(city: City) -> None:
    ayama, hoken, kaigo = city.branch(), city.desk("hoken"), city.desk("kaigo")
    made = reservations.make(city.database, hoken, wish(at(12, 30)))
    presence.set_away(city.database, "hoken", True, hoken.actor)
    assert refused(DomainError, lambda: arrive(city, ayama, made.number)) == "calls.department.away"
    presence.set_away(city.database, "hoken", False, hoken.actor)
    calls.place(city.database, city.presence, ayama, "kaigo")
    code = refused(Conflict, lambda: arrive(city, ayama, made.number))
    assert code == "calls.branch.already_calling"
    (ring,) = calls_look.open_calls(city.database)
    calls.answer(city.database, city.presence, kaigo, ring.id)
    assert refused(Conflict, lambda: arrive(city, ayama, made.number)) == "calls.branch.in_call"
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["open"]


def test_staff_say_that_somebody_has_come(city: City) -> None:
    ayama, iga, hoken, kaigo = city.branch(), city.branch("iga"), city.desk("hoken"), city.desk("kaigo")
    made = reservations.make(city.database, hoken, wish(at(14)))
    at_branch = made.id

    def come(who: Identity) -> str:
        return reservations.arrive(city.database, city.presence, who, at_branch)

    assert refused(NotFound, lambda: come(iga)) == "reservations.unknown"
    assert refused(NotFound, lambda: come(kaigo)) == "reservations.unknown"
    assert refused(WrongOrder, lambda: come(ayama)) == "reservations.arrive.early"
    call = come(hoken)
    assert calls_look.one(city.database, ayama, call).priority == "reserved"
    assert refused(WrongOrder, lambda: come(hoken)) == "reservations.state.arrived"
    tomorrow = reservations.make(city.database, hoken, wish(at(10, day=date(2026, 11, 25))))
    code = refused(WrongOrder, lambda: reservations.arrive(city.database, city.presence, hoken, tomorrow.id))
    assert code == "reservations.arrive.other_day"


def test_a_desk_calls_one_up_and_the_residents_touch_begins_the_talk(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    made = reservations.make(city.database, hoken, wish(at(14)))
    city.presence.absent["ayama"] = 60
    up = lambda: reservations.call_up(city.database, city.presence, hoken, made.id)  # noqa: E731
    assert refused(DomainError, up) == "calls.branch.offline"
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["open"], "nothing was changed"
    city.presence.absent.clear()
    call = up()
    rings = calls_look.kiosk(city.database, city.presence, ayama).call
    assert rings is not None
    assert (rings.id, rings.state, rings.priority) == (call, "recalled", "reserved")
    tickets.come_back(city.database, city.presence, ayama, call)
    on = calls_look.desk(city.database, city.presence, hoken).call
    assert on is not None
    assert on.state == "answered"
    second = reservations.make(city.database, hoken, wish(at(15), branch="iga"))
    code = refused(Conflict, lambda: reservations.call_up(city.database, city.presence, hoken, second.id))
    assert code == "calls.desk.busy"


def test_a_cancellation_frees_the_time_and_can_be_taken_back_for_a_moment(city: City) -> None:
    hoken, kaigo, ayama = city.desk("hoken"), city.desk("kaigo"), city.branch()
    made = reservations.make(city.database, hoken, wish(at(14)))
    refused(NotFound, lambda: reservations.cancel(city.database, kaigo, made.id))
    reservations.cancel(city.database, hoken, made.id)
    assert look.of_desk(city.database, hoken) == ()
    reservations.restore(city.database, hoken, made.id)
    assert [view.number for view in look.of_desk(city.database, hoken)] == [made.number]
    reservations.cancel(city.database, ayama, made.id)
    code = refused(WrongOrder, lambda: reservations.cancel(city.database, hoken, made.id))
    assert code == "reservations.state.cancelled"
    other = reservations.make(city.database, hoken, wish(at(14), branch="iga"))
    code = refused(Conflict, lambda: reservations.restore(city.database, hoken, made.id))
    assert code == "reservations.slot.taken"
    reservations.cancel(city.database, hoken, other.id)
    city.clock.advance(seconds=31)
    code = refused(WrongOrder, lambda: reservations.restore(city.database, hoken, made.id))
    assert code == "reservations.undo.late"


def test_who_does_not_come_loses_the_time_after_ten_minutes(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    made = reservations.make(city.database, hoken, wish(at(12, 30)))
    city.clock.advance(minutes=39, seconds=59)
    reservations.settle(city.database)
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["open"]
    city.hub.published.clear()
    city.clock.advance(seconds=1)
    reservations.settle(city.database)
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["missed"]
    assert (reservations.CHANGED, "ayama") in city.hub.published
    assert audit.newest(city.database, 1)[0].action == "reservations.missed"
    assert refused(WrongOrder, lambda: arrive(city, ayama, made.number)) == "reservations.number.missed"


def test_numbers_of_a_branchs_day_differ_and_do_not_follow_each_other(city: City) -> None:
    desks = [city.desk(name) for name in ("hoken", "kaigo")]
    made: list[ReservationView] = []
    for step in range(40):
        start = at(0, day=date(2026, 11, 25)) + policy.SLOT * step
        department = ("hoken", "kaigo")[step % 2]
        made.append(reservations.make(city.database, desks[step % 2], wish(start, department)))
    numbers = [int(view.number) for view in made]
    assert len(set(numbers)) == 40
    assert all(1000 <= number <= 9999 for number in numbers)
    assert len({b - a for a, b in zip(numbers, numbers[1:], strict=False)}) > 30


def test_the_bureau_learns_how_many_are_expected(city: City) -> None:
    hoken = city.desk("hoken")
    reservations.make(city.database, hoken, wish(at(14)))
    assert (look.expected_on(city.database, TODAY), look.expected_on(city.database, date(2026, 11, 25))) == (
        1,
        0,
    )


def test_a_branch_cannot_keep_a_departments_whole_day_but_its_desk_can_give_more(usual: City) -> None:
    day = TODAY + timedelta(days=1)
    times = [at(hour, 0, day) for hour in range(9, 17)]
    for start in times[: policy.BRANCH_DAY]:
        reservations.make(usual.database, usual.branch(), wish(start))
    one_more = wish(times[policy.BRANCH_DAY])
    code = refused(Conflict, lambda: reservations.make(usual.database, usual.branch(), one_more))
    assert code == "reservations.branch.many"
    reservations.make(usual.database, usual.branch(), wish(times[policy.BRANCH_DAY], "kaigo"))
    reservations.make(usual.database, usual.desk("hoken"), wish(times[-1]))
