"""What is counted is what happened: from real calls through the log to figures, files and back."""

from __future__ import annotations

from collections import Counter as Counted
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls import sweeping, talk, tickets
from iga_madoguchi.domain.records import service, settings, statistics
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.counting.months import Spread
from iga_madoguchi.domain.records.counting.repository import Sums
from iga_madoguchi.domain.records.views import Assumption, Dimension, Figures, Statistics
from iga_madoguchi.errors import InvalidInput, NotFound
from tests.domain.records.conftest import TYPED, Counter, refused

DAY = date(2026, 11, 24)


def counted(counter: Counter, first: date = DAY, last: date = DAY) -> Statistics:
    return statistics.of_period(counter.city.database, first, last)


def row(found: Statistics, dimension: Dimension, key: str) -> Figures:
    return next(one.figures for one in found.by[dimension] if one.key == key)


def rows(counter: Counter) -> list[tuple[object, ...]]:
    with counter.city.database.engine.connect() as connection:
        query = text("SELECT * FROM stay ORDER BY call_id, department_id")
        return [tuple(one) for one in connection.execute(query)]


def test_a_call_is_counted_at_once_and_in_every_dimension(counter: Counter) -> None:
    assert counted(counter).total == Figures()
    counter.finish(counter.call(talk_min=10))
    found = counted(counter)
    assert (found.total.calls, found.total.stays, found.total.answered) == (1, 1, 1)
    assert (found.total.wait_median, found.total.wait_p90, found.total.talk) == (2.0, 2.0, 10.0)
    for dimension, key in {
        "branch": "ayama",
        "department": "kodomo",
        "matter": "kodomo.teate",
        "hour": "12",
        "weekday": "1",
        "month": "202611",
    }.items():
        assert row(found, dimension, key) == found.total, dimension  # type: ignore[arg-type]
    labels = {one.label for dimension in found.by.values() for one in dimension}
    assert {"阿山支所", "こども未来課", "児童手当の認定請求", "12時", "火", "2026年11月"} <= labels


def test_a_call_that_is_on_is_counted_and_grows(counter: Counter) -> None:
    call = counter.call(end=False)
    assert counted(counter).total.talk == 10.0
    counter.city.clock.advance(minutes=5)
    counter.hang_up(call)
    assert (counted(counter).total.talk, counted(counter).total.stays) == (15.0, 1)


def test_places_without_a_call_are_in_the_table_too(counter: Counter) -> None:
    found = counted(counter)
    assert len(found.by["branch"]) == 5
    assert len(found.by["department"]) == 5
    assert found.by["matter"] == found.by["hour"] == ()


def test_who_gives_up_was_abandoned_and_has_no_wait(counter: Counter) -> None:
    city = counter.city
    call = calls.place(city.database, city.presence, counter.ayama, "kodomo")
    city.clock.advance(minutes=9)
    calls.hang_up(city.database, city.presence, counter.ayama, call)
    total = counted(counter).total
    assert (total.calls, total.answered, total.abandoned, total.wait_median) == (1, 0, 1, None)
    assert (total.trips, total.talk_mean, total.satisfaction) == (0.0, None, None)


def test_declines_and_rings_in_vain_are_counted_and_the_call_back_too(counter: Counter) -> None:
    city = counter.city
    call = calls.place(city.database, city.presence, counter.ayama, "kodomo")
    calls.decline(city.database, city.presence, counter.kodomo, call, "wait3")
    city.clock.advance(minutes=3)
    sweeping.sweep(city.database, city.presence)
    city.clock.advance(seconds=60)
    sweeping.sweep(city.database, city.presence)
    total = counted(counter).total
    assert (total.declined, total.timeouts, total.answered, total.abandoned) == (1, 1, 0, 0)
    city.clock.advance(minutes=30)
    tickets.recall(city.database, city.presence, counter.kodomo, call)
    city.clock.advance(seconds=30)
    tickets.come_back(city.database, city.presence, counter.ayama, call)
    city.clock.advance(minutes=6)
    counter.hang_up(call)
    total = counted(counter).total
    assert (total.answered, total.wait_median, total.talk) == (1, 4.0, 6.0), "they sat for four minutes"


def test_a_ticket_that_nobody_calls_back_is_abandoned_and_one_that_is_settled_is_not(
    counter: Counter,
) -> None:
    city = counter.city
    for end in (
        lambda call: None,
        lambda call: tickets.discard(city.database, city.presence, counter.kodomo, call),
    ):
        call = calls.place(city.database, city.presence, counter.ayama, "kodomo")
        tickets.park(city.database, city.presence, counter.ayama, call)
        end(call)
    city.clock.advance(days=1)
    sweeping.expire(city.database)
    assert (counted(counter).total.calls, counted(counter).total.abandoned) == (2, 1)


def test_a_transfer_is_two_stays_of_one_call_and_one_trip(counter: Counter) -> None:
    city = counter.city
    hoken, call = city.desk("hoken"), counter.call(end=False)
    talk.transfer(city.database, city.presence, counter.kodomo, call, "hoken")
    city.clock.advance(minutes=1)
    calls.answer(city.database, city.presence, hoken, call)
    city.clock.advance(minutes=7)
    calls.hang_up(city.database, city.presence, hoken, call)
    found = counted(counter)
    assert (found.total.calls, found.total.stays, found.total.answered, found.total.transfers) == (1, 2, 2, 1)
    kodomo, theirs = row(found, "department", "kodomo"), row(found, "department", "hoken")
    assert (kodomo.calls, kodomo.talk, kodomo.transfers, kodomo.wait_median) == (1, 10.0, 1, 2.0)
    assert (theirs.calls, theirs.talk, theirs.transfers, theirs.wait_median) == (0, 7.0, 0, 1.0)
    assert (kodomo.trips, theirs.trips, found.total.trips) == (0.8, 0.0, 0.8)


def test_a_transfer_that_nobody_takes_comes_back_and_is_nobodys_fault(counter: Counter) -> None:
    city = counter.city
    city.desk("hoken")
    call = counter.call(end=False)
    talk.transfer(city.database, city.presence, counter.kodomo, call, "hoken")
    city.clock.advance(seconds=60)
    sweeping.sweep(city.database, city.presence)
    calls.answer(city.database, city.presence, counter.kodomo, call)
    city.clock.advance(minutes=3)
    counter.hang_up(call)
    found = counted(counter)
    assert (row(found, "department", "kodomo").talk, row(found, "department", "kodomo").wait_median) == (
        13.0,
        2.0,
    )
    theirs = row(found, "department", "hoken")
    assert (theirs.stays, theirs.answered, theirs.abandoned) == (1, 0, 0)


def test_a_visit_of_two_matters_at_one_desk_waits_once(counter: Counter) -> None:
    city = counter.city
    call = calls.place(city.database, city.presence, counter.ayama, "kodomo", then=("hoiku",))
    city.clock.advance(minutes=2)
    calls.answer(city.database, city.presence, counter.kodomo, call)
    city.clock.advance(minutes=4)
    talk.go_on(city.database, city.presence, counter.kodomo, call)
    city.clock.advance(minutes=5)
    counter.hang_up(call)
    found = counted(counter)
    hoiku = row(found, "department", "hoiku")
    assert (hoiku.answered, hoiku.talk, hoiku.wait_median, hoiku.transfers) == (1, 5.0, None, 0)
    assert (found.total.calls, found.total.stays, found.total.wait_median) == (1, 2, 2.0)


def test_waits_have_a_middle_and_a_tail(counter: Counter) -> None:
    city = counter.city
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 30):
        call = calls.place(city.database, city.presence, counter.ayama, "kodomo")
        city.clock.advance(minutes=minutes)
        calls.answer(city.database, city.presence, counter.kodomo, call)
        counter.hang_up(call)
    total = counted(counter).total
    assert (total.wait_median, total.wait_p90) == (5.0, 9.0)
    assert statistics.percentile(Spread(), 50) is None
    assert statistics.percentile(Spread({0: 1}), 90) == 0.0


def test_what_was_saved_is_the_same_in_whatever_order_the_branches_come() -> None:
    ways = [Assumption(f"b{way}", "", way + 0.1, 7 * way, 77) for way in range(1, 8)]
    sums = [Sums(f"b{way}", *[0] * 8, trips=3 * way) for way in range(1, 8)]
    rng = Random(20261129)
    found = {
        (one.trips, one.km, one.hours)
        for one in (
            statistics.figures(rng.sample(sums, len(sums)), Spread(), Counted(), ways) for _ in range(50)
        )
    }
    assert len(found) == 1


def test_what_the_clerk_corrects_counts(counter: Counter) -> None:
    call = counter.call(talk_min=90)
    assert counted(counter).total.talk == 90.0
    record = counter.finish(call, replace(TYPED, minutes=15))
    assert counted(counter).total.talk == 15.0
    changed = replace(TYPED, minutes=20, procedure_id="kodomo.iryo", procedure_name="医療費の助成")
    service.amend(counter.city.database, counter.kodomo, record.id, changed, record.revision, "ちがう手続")
    found = counted(counter)
    assert ([one.label for one in found.by["matter"]], found.total.talk) == (["医療費の助成"], 20.0)
    before = rows(counter)
    following.forget(counter.city.database)
    assert counted(counter).by == found.by
    assert rows(counter) == before, "made again from the log they are the same"


def test_the_period_has_its_first_and_last_day(counter: Counter) -> None:
    for _ in range(3):
        counter.call()
        counter.city.clock.advance(days=1)
    tomorrow = DAY + timedelta(days=1)
    assert counted(counter, DAY, DAY + timedelta(days=2)).total.calls == 3
    assert counted(counter, tomorrow, tomorrow).total.calls == 1
    assert [one.key for one in counted(counter, DAY, tomorrow).by["weekday"]] == ["1", "2"]
    assert counted(counter, date(2020, 12, 1), date(2026, 11, 30)).total.calls == 3, "six years"
    assert refused(InvalidInput, lambda: counted(counter, tomorrow, DAY)) == "records.period.order"
    assert refused(InvalidInput, lambda: counted(counter, date(2020, 1, 1), DAY)) == "records.period.too_long"
    assert statistics.fiscal_year(date(2027, 3, 31)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert statistics.this_year(counter.city.clock.now())[0] == date(2026, 4, 1)


def test_saved_trips_follow_the_branchs_assumption(counter: Counter) -> None:
    database = counter.city.database
    settings.set_assumption(database, "ayama", 24.5, 70, 50, SYSTEM)
    counter.call()
    counter.call()
    total = counted(counter).total
    assert (total.trips, total.km, round(total.hours, 3)) == (1.0, 24.5, round(70 / 60, 3))
    one = next(one for one in settings.assumptions(database) if one.branch_id == "ayama")
    assert (one.branch_name, one.km, one.minutes, one.share) == ("阿山支所", 24.5, 70, 50)
    assert counted(counter).assumptions == settings.assumptions(database)


@pytest.mark.parametrize(
    ("km", "minutes", "share", "code"),
    [
        (float("nan"), 1, 1, "km"),
        (float("inf"), 1, 1, "km"),
        (-0.1, 1, 1, "km"),
        (501.0, 1, 1, "km"),
        (1.0, -1, 1, "minutes"),
        (1.0, 1441, 1, "minutes"),
        (1.0, 1, 101, "share"),
    ],
)
def test_an_assumption_has_bounds(counter: Counter, km: float, minutes: int, share: int, code: str) -> None:
    database = counter.city.database
    assert (
        refused(InvalidInput, lambda: settings.set_assumption(database, "ayama", km, minutes, share, SYSTEM))
        == f"records.assumption.{code}"
    )
    assert refused(NotFound, lambda: settings.set_assumption(database, "kodomo", 1.0, 1, 1, SYSTEM))


def test_a_server_that_dies_while_counting_counts_on_afterwards(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        counter.call()
    monkeypatch.setattr(following, "BATCH", 3)
    assert not following.catch_up(counter.city.database, batches=2)
    assert 0 < len(rows(counter)) < 4
    found = statistics.of_period(counter.city.database, DAY, DAY)
    assert (found.total.calls, found.behind) == (4, False)
    assert following.catch_up(counter.city.database)
