"""One touch after the call, once, at the branch where it was, and never with a name."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import inspect, text

from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.records import statistics, survey
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from tests.domain.records.conftest import Counter, refused


def answer(counter: Counter, call: str, face: str = "good") -> None:
    survey.answer(counter.city.database, counter.ayama, call, face)


def test_a_touch_counts_once(counter: Counter) -> None:
    call = counter.call()
    counter.finish(call)
    assert survey.asks(counter.city.database, counter.ayama, call)
    answer(counter, call)
    assert not survey.asks(counter.city.database, counter.ayama, call)
    assert refused(Conflict, lambda: answer(counter, call, "poor")) == "records.survey.given"
    day = date(2026, 11, 24)
    found = statistics.of_period(counter.city.database, day, day)
    assert (found.total.faces, found.total.satisfaction) == ({"good": 1, "fair": 0, "poor": 0}, 100.0)
    assert {row.key: row.figures.answers for row in found.by["matter"]} == {"kodomo.teate": 1}
    assert {row.key: row.figures.answers for row in found.by["hour"]} == {"12": 1}


def test_only_within_ten_minutes_after_the_end(counter: Counter) -> None:
    call = counter.call(end=False)
    assert refused(WrongOrder, lambda: answer(counter, call)) == "records.survey.on"
    counter.hang_up(call)
    counter.city.clock.advance(minutes=10)
    answer(counter, call)
    later = counter.call()
    counter.city.clock.advance(minutes=10, seconds=1)
    assert refused(WrongOrder, lambda: answer(counter, later)) == "records.survey.late"
    assert not survey.asks(counter.city.database, counter.ayama, later)


def test_only_at_the_terminal_of_the_call(counter: Counter) -> None:
    city, call = counter.city, counter.call()
    for other in (city.branch("aoyama"), counter.kodomo, city.branch_staff("ayama"), city.admin()):
        assert refused(NotFound, lambda who=other: survey.answer(city.database, who, call, "good"))
        assert not survey.asks(city.database, other, call)
    assert refused(NotFound, lambda: answer(counter, "x" * 22)) == "records.survey.call"


def test_who_was_not_answered_is_not_asked(counter: Counter) -> None:
    city = counter.city
    call = calls.place(city.database, city.presence, counter.ayama, "kodomo")
    calls.hang_up(city.database, city.presence, counter.ayama, call)
    assert refused(WrongOrder, lambda: answer(counter, call)) == "records.survey.no_talk"


@pytest.mark.parametrize("face", ["", "great", "GOOD", "good "])
def test_there_are_three_faces(counter: Counter, face: str) -> None:
    call = counter.call()
    assert refused(InvalidInput, lambda: answer(counter, call, face)) == "records.survey.unknown"


def test_nothing_says_which_call_got_which_face(counter: Counter) -> None:
    call = counter.call()
    answer(counter, call, "poor")
    with counter.city.database.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).fetchall()
            both = [row for row in rows if "poor" in map(str, row) and call in map(str, row)]
            assert both == [], table
        log = connection.execute(text("SELECT data FROM operation_log WHERE action LIKE 'records.survey%'"))
        assert [json.loads(row[0]) for row in log] == [{}]
