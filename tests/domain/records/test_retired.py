"""A department or a branch that is not used any more keeps its records, its figures and its procedures."""

from __future__ import annotations

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import retiring
from iga_madoguchi.domain.records import look, searching, settings, statistics
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.views import Statistics, Wanted
from iga_madoguchi.domain.terminals import service as terminals
from tests.domain.records.conftest import TYPED, Counter
from tests.domain.records.test_statistics import DAY, row


def close_down(counter: Counter) -> None:
    city = counter.city
    for department in terminals.departments(city.database):
        if department.id in ("hoiku", "kaigo"):
            retiring.retire_department(city.database, department.id, department.revision, SYSTEM)
    for place in terminals.terminals(city.database):
        if place.id in ("ayama", "iga"):
            retiring.retire_terminal(city.database, place.id, place.revision, SYSTEM)


def test_what_was_written_is_found_and_what_was_not_can_still_be(counter: Counter) -> None:
    counter.write("保育園の申込", "hoiku")
    unwritten = counter.call("hoiku")
    close_down(counter)
    assert following.catch_up(counter.city.database)
    (line,) = searching.search(counter.city.database, counter.kodomo, Wanted("申込")).lines
    assert (line.department_name, line.branch_name) == ("保育幼稚園課", "阿山支所")
    (left,) = look.unwritten(counter.city.database, counter.kodomo)
    assert (left.call_id, left.department_name, left.branch_name) == (unwritten, "保育幼稚園課", "阿山支所")
    counter.finish(unwritten, TYPED, "hoiku")


def test_its_calls_are_counted_by_name_and_what_had_none_is_left_out(counter: Counter) -> None:
    counter.finish(counter.call("hoiku"), department="hoiku")
    before = _counted(counter)
    close_down(counter)
    found = _counted(counter)
    assert (found.total, found.total.trips) == (before.total, before.total.trips)
    assert row(found, "department", "hoiku").calls == row(found, "branch", "ayama").calls == 1
    assert [one.label for one in found.by["department"]] == [
        "障がい福祉課",
        "こども未来課",
        "保育幼稚園課",
        "保険年金課",
    ]
    assert [one.label for one in found.by["branch"]] == ["島ヶ原支所", "阿山支所", "大山田支所", "青山支所"]
    settings.set_assumption(counter.city.database, "ayama", 20.0, 40, 50, SYSTEM)
    assert _counted(counter).total.km == 10.0


def _counted(counter: Counter) -> Statistics:
    return statistics.of_period(counter.city.database, DAY, DAY)
