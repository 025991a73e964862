"""A period is the sum of its months; only what has changed is counted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from iga_madoguchi.domain.example_years.fill import fill
from iga_madoguchi.domain.records import statistics, survey
from iga_madoguchi.domain.records.counting import following, months, repository
from iga_madoguchi.domain.records.views import DIMENSIONS
from tests.cast import City
from tests.domain.records.conftest import TYPED, Counter

YEAR = date(2026, 4, 1), date(2027, 3, 31)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, date]]:
    """The periods that were counted in the database itself, since the test emptied the list."""
    found: list[tuple[date, date]] = []
    counted = months._read

    def count(session: object, first: date, last: date) -> months.Whole:
        found.append((first, last))
        return counted(session, first, last)  # type: ignore[arg-type]

    monkeypatch.setattr(months, "_read", count)
    return found


def test_any_period_is_what_its_days_are(city: City) -> None:
    made = fill(city.database, 400, 0, years=1)
    chance = Random(20261129)
    days = (made.last - made.first).days
    with city.database.reading() as session:
        for _ in range(25):
            first = made.first + timedelta(days=chance.randrange(days))
            last = first + timedelta(days=chance.randrange(days))
            whole, at_once = months.of_period(session, first, last), months._read(session, first, last)
            for dimension in DIMENSIONS:
                assert whole[dimension] == at_once[dimension], (first, last, dimension)


def test_only_what_has_changed_is_counted_again(counter: Counter, read: list[tuple[date, date]]) -> None:
    first = counter.call(talk_min=10)
    counter.city.clock.advance(minutes=31 * 24 * 60)
    counter.finish(counter.call(talk_min=10))
    before = statistics.of_period(counter.city.database, *YEAR)
    november, december = date(2026, 11, 24), date(2026, 12, 25)
    assert sorted(read) == [(november, november), (december, december)]
    read.clear()
    assert statistics.of_period(counter.city.database, *YEAR) == before
    assert read == [(december, december)], "the newest day is always read"
    read.clear()
    call = counter.call(talk_min=10, end=False)
    after = statistics.of_period(counter.city.database, *YEAR)
    assert [one.month for one, _ in read] == [12]
    assert (after.total.calls, after.total.talk) == (3, 30.0)
    read.clear()
    counter.hang_up(call)
    survey.answer(counter.city.database, counter.ayama, call, "good")
    assert statistics.of_period(counter.city.database, *YEAR).total.faces["good"] == 1
    assert [one.month for one, _ in read] == [12]
    read.clear()
    counter.finish(first, replace(TYPED, minutes=25))
    assert statistics.of_period(counter.city.database, *YEAR).total.talk == 45.0
    assert sorted(one.month for one, _ in read) == [11, 12]


def test_a_part_is_never_taken_for_the_whole(counter: Counter) -> None:
    for _ in range(3):
        counter.finish(counter.call(talk_min=10))
        counter.city.clock.advance(minutes=24 * 60)
    for first, last, calls in ((1, 30, 3), (1, 24, 1), (24, 25, 2), (25, 26, 2), (26, 26, 1), (1, 30, 3)):
        found = statistics.of_period(counter.city.database, date(2026, 11, first), date(2026, 11, last))
        assert found.total.calls == calls


def test_what_is_made_anew_is_counted_anew(counter: Counter, read: list[tuple[date, date]]) -> None:
    counter.finish(counter.call(talk_min=10))
    before = statistics.of_period(counter.city.database, *YEAR)
    following.forget(counter.city.database)
    with counter.city.database.reading() as session:
        assert repository.versions(session, *YEAR) == []
    read.clear()
    assert statistics.of_period(counter.city.database, *YEAR) == before
    assert len(read) == 1
