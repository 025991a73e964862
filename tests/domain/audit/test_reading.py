"""The log is found by days, area, person, terminal and subject; page by page, newest first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.clock import TOKYO
from tests.cast import City

DAY = date(2026, 5, 20)
NOON = datetime(2026, 5, 20, 12, tzinfo=TOKYO)


@pytest.fixture
def filled(city: City) -> City:
    """One entry an hour around noon, of two people at two terminals."""
    people = (Actor("tanaka", "kodomo"), Actor("sato", "hoken"))
    with city.database.transaction() as session:
        for number in range(8):
            at = NOON + timedelta(hours=number - 4)
            action = ("calls.call.answer", "accounts.login.refused")[number % 2]
            audit.record(session, at, action, people[number // 4], f"thing{number}")
    return city


def subjects(city: City, wanted: Wanted) -> list[str]:
    return [entry.subject for entry in reading.search(city.database, wanted).entries]


def test_newest_first_and_page_by_page(filled: City) -> None:
    wanted, seen, before = Wanted(DAY, DAY), [], 0
    while True:
        found = reading.search(filled.database, wanted, before, limit=3)
        seen += [entry.subject for entry in found.entries]
        before = found.older
        if not before:
            break
    assert seen == [f"thing{number}" for number in reversed(range(8))]
    assert reading.count(filled.database, wanted) == 8
    whole = [entry.subject for entry in reading.everything(filled.database, wanted)]
    assert whole == list(reversed(seen)), "a file goes the other way"


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ({"area": "calls"}, [6, 4, 2, 0]),
        ({"actor": "sato"}, [7, 6, 5, 4]),
        ({"terminal": "kodomo", "refused": True}, [3, 1]),
        ({"subject": "thing5"}, [5]),
        ({"actor": "nobody"}, []),
        ({"area": "call"}, []),
        ({"actor": "%"}, []),
    ],
)
def test_by_what_is_asked_for(filled: City, more: dict[str, str | bool], numbers: list[int]) -> None:
    assert subjects(filled, Wanted(DAY, DAY, **more)) == [f"thing{number}" for number in numbers]  # type: ignore[arg-type]


def test_a_day_is_a_day_in_iga(city: City) -> None:
    with city.database.transaction() as session:
        for at in (
            datetime(2026, 5, 20, 0, 0, tzinfo=TOKYO),
            datetime(2026, 5, 20, 23, 59, 59, tzinfo=TOKYO),
        ):
            audit.record(session, at, "calls.call.answer", SYSTEM, "in")
        for at in (datetime(2026, 5, 19, 23, 59, 59, tzinfo=TOKYO), datetime(2026, 5, 21, tzinfo=TOKYO)):
            audit.record(session, at, "calls.call.answer", SYSTEM, "out")
    assert subjects(city, Wanted(DAY, DAY)) == ["in", "in"]


@pytest.mark.parametrize(
    ("first", "last", "area", "code"),
    [
        ("", "2026-05-20", "", "audit.period.days"),
        ("2026-02-30", "2026-05-20", "", "audit.period.days"),
        ("2026-05-21", "2026-05-20", "", "audit.period.order"),
        ("2024-05-20", "2026-05-20", "", "audit.period.too_long"),
        ("0001-01-01", "0001-01-02", "", "audit.period.too_long"),
        ("9999-12-31", "9999-12-31", "", "audit.period.too_long"),
        ("2026-05-20", "2026-05-20", "' OR 1=1", "audit.wanted.unknown"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(first: str, last: str, area: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reading.wanted(first, last, area=area)
    assert refused.value.code == code
