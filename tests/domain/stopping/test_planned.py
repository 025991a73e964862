"""A planned restart: at its moment, when nobody is in a call or waits, and nobody is kept from one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.views import Standing
from iga_madoguchi.domain.stopping.planned import MARKER, Restarter
from iga_madoguchi.errors import InvalidInput
from tests.cast import City


class Plan:
    def __init__(self, city: City, folder: Path) -> None:
        self.city, self.folder, self.stops = city, folder, 0
        self.restarter = Restarter(city.database, folder, self.stop)

    def stop(self) -> None:
        self.stops += 1

    def plan(self, **ahead: float) -> None:
        power.plan_restart(self.city.database, self.city.clock.now() + timedelta(**ahead), SYSTEM)

    def look(self, **later: float) -> tuple[int, bool]:
        """(how often the end was asked for, whether the next start was)"""
        self.city.clock.advance(**later)
        self.restarter.look()
        return self.stops, (self.folder / MARKER).exists()

    @property
    def told(self) -> list[str]:
        return [entry.action.removeprefix("power.restart.") for entry in power.history(self.city.database)][
            ::-1
        ]


@pytest.fixture
def plan(city: City, tmp_path: Path) -> Plan:
    return Plan(city, tmp_path)


def test_it_comes_at_its_moment_once_and_is_done_after_it(plan: Plan, city: City) -> None:
    assert plan.look() == (0, False)
    plan.plan(minutes=30)
    assert plan.look(minutes=29) == (0, False)
    assert plan.look(minutes=1) == (1, True)
    assert plan.look(seconds=5) == (1, True)
    after = Plan(city, plan.folder)
    after.look(seconds=5)
    assert power.standing(city.database).restart_at is None
    assert plan.told == ["planned", "begun", "done"]


def test_nobody_who_talks_rings_or_waits_is_cut_off(plan: Plan, city: City) -> None:
    ayama, desk = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    plan.plan(minutes=1)
    assert plan.look(minutes=2) == (0, False)
    calls.answer(city.database, city.presence, desk, call)
    assert plan.look(minutes=30) == (0, False)
    calls.hang_up(city.database, city.presence, ayama, call)
    assert plan.look(seconds=5) == (1, True)


def test_who_talks_for_hours_is_left_in_peace(plan: Plan, city: City) -> None:
    ayama = city.branch()
    city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    plan.plan(minutes=1)
    plan.look(minutes=2)
    assert plan.look(hours=2) == (0, False)
    assert plan.told == ["planned", "given_up"]
    calls.hang_up(city.database, city.presence, ayama, call)
    assert plan.look(minutes=5) == (0, False)


def test_it_is_taken_back_and_not_done_in_a_power_cut(plan: Plan, city: City) -> None:
    plan.plan(minutes=1)
    power.note(city.database, Standing(Phase.BATTERY, city.clock.now()), SYSTEM)
    assert power.standing(city.database).restart_at is not None, "the watch of the power writes the rest"
    assert plan.look(minutes=2) == (0, False)
    power.note(city.database, Standing(), SYSTEM)
    power.take_back_restart(city.database, SYSTEM)
    assert plan.look(minutes=2) == (0, False)


def test_a_start_for_another_reason_keeps_what_is_planned_for_later(plan: Plan, city: City) -> None:
    plan.plan(hours=8)
    power.begin(city.database, SYSTEM)
    Plan(city, plan.folder).look(minutes=1)
    assert power.standing(city.database).restart_at is not None


@pytest.mark.parametrize("ahead", [{"minutes": 0}, {"minutes": -5}, {"days": 32}])
def test_a_moment_that_makes_no_sense(plan: Plan, ahead: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        plan.plan(**ahead)
