"""Days the city sets apart: refused when they make no sense, told to the pages, and gone when cleared."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.presence.hours import Span
from iga_madoguchi.errors import InvalidInput
from tests.cast import City, make_city

TODAY = date(2026, 11, 24)
USUAL = Span(time(8, 30), time(17, 15))


@pytest.fixture
def usual(tmp_path: Path) -> City:
    return make_city(tmp_path, always_open=False)


def test_a_closed_day_closes_every_department_and_says_why(usual: City) -> None:
    presence.set_day(usual.database, TODAY, None, "市の停電工事", SYSTEM)
    states = look.departments(usual.database, usual.presence)
    assert {(state.state, state.closed_for) for state in states} == {("closed", "市の停電工事")}
    assert (presence.CHANGED, "") in usual.hub.published
    assert presence.clear_day(usual.database, TODAY, SYSTEM)
    assert all(state.state != "closed" for state in look.departments(usual.database, usual.presence))
    assert not presence.clear_day(usual.database, TODAY, SYSTEM)


def test_setting_a_day_again_replaces_it(usual: City) -> None:
    sunday = date(2026, 11, 29)
    presence.set_day(usual.database, sunday, None, "お休み", SYSTEM)
    presence.set_day(usual.database, sunday, USUAL, "臨時の窓口", SYSTEM)
    (day,) = presence.special_days(usual.database)
    assert (day.is_open, day.note) == (True, "臨時の窓口")


@pytest.mark.parametrize(
    ("day", "hours", "note", "code"),
    [
        (date(2026, 11, 23), None, "きのう", "presence.day.past"),
        (date(2030, 1, 1), None, "遠い日", "presence.day.too_far"),
        (TODAY, Span(time(17), time(9)), "", "presence.day.hours"),
        (TODAY, None, "", "presence.day.note"),
        (TODAY, None, "あ" * 61, "presence.day.note"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    usual: City, day: date, hours: Span | None, note: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        presence.set_day(usual.database, day, hours, note, SYSTEM)
    assert refused.value.code == code
    assert presence.special_days(usual.database) == ()


def test_the_pages_are_told_when_the_hour_or_the_bureau_closes(usual: City) -> None:
    watch = presence.OpeningWatch(usual.database)

    def told() -> bool:
        usual.hub.published.clear()
        watch.look()
        return (presence.CHANGED, "") in usual.hub.published

    assert not told(), "the first look only learns"
    assert not told()
    usual.clock.advance(hours=6)
    assert told(), "18:00"
    presence.set_day(usual.database, date(2026, 11, 25), None, "停電", SYSTEM)
    assert told(), "perhaps by a command beside the server"
    assert not told()
