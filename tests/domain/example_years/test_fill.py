"""Made-up years are as the product itself would have left them, and go only where nothing real is."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.example_years import play
from iga_madoguchi.domain.example_years.fill import fill
from iga_madoguchi.domain.records import look as records
from iga_madoguchi.domain.records import searching, statistics
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.views import Wanted
from iga_madoguchi.errors import Conflict, InvalidInput
from tests.cast import City

CALLS, LOG_ROWS = 300, 8000


def rows(city: City, table: str) -> list[tuple[object, ...]]:
    with city.database.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}")))


def test_what_is_made_up_fits_together(city: City) -> None:
    kodomo, ayama = city.desk(), city.branch()
    made = fill(city.database, CALLS, LOG_ROWS, years=1)
    assert (made.calls, made.last) == (CALLS, date(2026, 11, 20)), "up to the Friday before"
    verdict = audit.verify(city.database)
    assert (verdict.fitting, verdict.faults) == (LOG_ROWS, ()), "one whole chain, also behind what was there"
    found = statistics.of_period(city.database, made.first, made.last)
    assert found.total.calls == CALLS
    assert found.total.answered == made.records > 250
    assert 0 < found.total.answers < CALLS
    made_up = rows(city, "stay")
    following.forget(city.database)
    while not following.catch_up(city.database):
        pass
    assert rows(city, "stay") == made_up, "the stays are those that the log tells"
    assert statistics.of_period(city.database, made.first, made.last) == found

    page = searching.search(city.database, kodomo, Wanted("相談"))
    assert len(page.lines) == 50
    assert all(line.excerpt.startswith("【模擬】") for line in page.lines)
    assert searching.search(city.database, kodomo, Wanted("相談"), page.after).lines
    record = records.one(city.database, kodomo, page.lines[0].id)
    assert (record.state, record.clerk, record.revision) == ("finished", "模擬 職員", 4)
    assert record.measured > 0
    with pytest.raises(Conflict, match=r"example\.years\.not_empty"):
        fill(city.database, CALLS, LOG_ROWS)

    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    assert look.desk(city.database, city.presence, kodomo).call is not None, "and life goes on behind it"
    assert audit.verify(city.database).faults == ()


def test_a_city_with_calls_is_left_alone(city: City) -> None:
    calls.place(city.database, city.presence, city.branch(), "kodomo")
    before = rows(city, '"call"')
    with pytest.raises(Conflict, match=r"example\.years\.not_empty"):
        fill(city.database, 10, 0)
    assert rows(city, '"call"') == before


@pytest.mark.parametrize(
    ("count", "log", "years"), [(0, 0, 5), (200_001, 0, 5), (1, -1, 5), (1, 0, 0), (1, 0, 11)]
)
def test_numbers_have_bounds(city: City, count: int, log: int, years: int) -> None:
    with pytest.raises(InvalidInput, match=r"example\.years\.range"):
        fill(city.database, count, log, years)


def test_only_open_days_have_calls_and_all_calls_have_a_day() -> None:
    days = play.calendar(5000, date(2026, 11, 23), 2)
    assert sum(count for _, count in days) == 5000
    assert all(day.weekday() < 5 for day, _ in days)
    assert {date(2026, 1, 1), date(2026, 5, 5), date(2025, 12, 29), date(2026, 11, 23)}.isdisjoint(dict(days))


def test_a_day_goes_in_order_and_a_desk_talks_with_one_at_a_time() -> None:
    town = play.Town(("a", "b"), {"x": ("d1",), "y": ("d1",), "z": ("d2",)})
    visits = list(play.visits(random.Random(5), town, date(2026, 11, 20), 120))
    assert [visit.placed for visit in visits] == sorted(visit.placed for visit in visits)
    talks = sorted((talk for visit in visits for talk in visit.talks), key=lambda talk: talk.answered)
    for desk in ("d1", "d2"):
        mine = [talk for talk in talks if talk.desk_id == desk]
        assert all(one.left <= other.answered for one, other in zip(mine, mine[1:], strict=False))
    for visit in visits:
        assert all(talk.since <= talk.rang <= talk.answered < talk.left for talk in visit.talks)
        assert visit.ended - visit.placed < timedelta(hours=9)
    assert any(len(visit.talks) == 2 for visit in visits)
    assert any(not visit.talks for visit in visits)
