"""The keeper of power, with the real upsd: a cut is said, low is prepared once, and all is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import Limits, Phase
from iga_madoguchi.domain.power.views import Standing, Ups
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.stopping import service as stopping
from iga_madoguchi.domain.stopping.service import Budget
from iga_madoguchi.jobs import power as jobs
from iga_madoguchi.jobs.power import PowerKeeper
from iga_madoguchi.services import Services
from tests import databases
from tests.nut import Upsd, nut

pytestmark = pytest.mark.anyio
Until = Callable[[Callable[[Standing], bool]], Awaitable[Standing]]


@pytest.fixture
def upsd() -> Iterator[Upsd]:
    with nut() as running:
        yield running


@pytest.fixture
def services(tmp_path: Path) -> Services:
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path), "IGA_EXAMPLE_DATA": "0"}))
    databases.opened(built.database.engine)
    bootstrap.prepare(built)
    return built


@asynccontextmanager
async def kept(services: Services, limits: Limits) -> AsyncIterator[Until]:
    """The keeper at work, asking often."""
    watch = Watch(
        services.database, services.settings.data_dir, lambda ups, word: bootstrap._ups(ups, word), limits
    )
    keeper = PowerKeeper(watch, services.backups)
    await keeper.start()

    async def until(wanted: Callable[[Standing], bool]) -> Standing:
        for _ in range(200):
            found = power.standing(services.database)
            if wanted(found):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(power.standing(services.database))

    try:
        yield until
    finally:
        await keeper.stop()


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[Budget]:
    found: list[Budget] = []

    def prepare(_station: object, budget: Budget) -> str:
        found.append(budget)
        return "done"

    monkeypatch.setattr(stopping, "prepare", prepare)
    monkeypatch.setattr(jobs, "LOOK_S", 0.1)
    return found


def join(services: Services, upsd: Upsd, login: str = "") -> None:
    ups = Ups("ups1", "127.0.0.1", upsd.port, login)
    power.set_ups(services.database, services.settings.data_dir, ups, "secret", SYSTEM)


async def test_a_cut_is_said_and_goes(services: Services, upsd: Upsd, prepared: list[Budget]) -> None:
    join(services, upsd)
    async with kept(services, Limits(steady_s=0.5, hold_calls_s=0.5)) as until:
        upsd.say("OB DISCHRG", runtime="1500", charge="77")
        found = await until(lambda now: now.phase == Phase.BATTERY)
        assert found.left_min == 20
        await until(lambda now: now.holds)
        upsd.say("OL CHRG")
        await until(lambda now: now == Standing())
    assert prepared == []


async def test_low_is_prepared_once_and_the_machine_is_stopped(
    services: Services, upsd: Upsd, prepared: list[Budget]
) -> None:
    join(services, upsd, "madoguchi")
    async with kept(services, Limits()) as until:
        upsd.say("OB DISCHRG", runtime="500")
        found = await until(lambda now: now.phase == Phase.HALT and now.outcome == "done")
        assert found.holds
        assert [round(budget.seconds) for budget in prepared] == [200]
        assert "FSD" in upsd.until(has="FSD").words, "upsmon does the rest"
    told = [entry.action for entry in power.history(services.database)]
    assert told[:3] == ["power.stop.ordered", "power.halt", "power.low"]
    power.begin(services.database, SYSTEM)
    assert power.standing(services.database) == Standing()


async def test_an_order_by_hand_is_prepared_without_a_ups(services: Services, prepared: list[Budget]) -> None:
    async with kept(services, Limits()) as until:
        power.order_end(services.database, Actor("console"))
        found = await until(lambda now: now.prepared_at is not None)
        assert (found.phase, found.outcome) == (Phase.PREPARE, "done")
        assert [(budget.seconds, budget.talks_s) for budget in prepared] == [(45, 10)]


async def test_also_when_the_stop_is_ordered_already(
    services: Services, upsd: Upsd, prepared: list[Budget]
) -> None:
    """upsmon orders it by itself, and runs `power prepare` on the way."""
    join(services, upsd)
    async with kept(services, Limits()) as until:
        upsd.say("FSD OB LB", runtime="100")
        await until(lambda now: now.phase == Phase.HALT)
        assert prepared == []
        power.order_end(services.database, Actor("console"))
        assert (await until(lambda now: now.prepared_at is not None)).outcome == "done"


async def test_what_goes_wrong_is_no_end_of_it(
    services: Services, prepared: list[Budget], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("nobody expected it")

    monkeypatch.setattr(stopping, "prepare", broken)
    async with kept(services, Limits()) as until:
        power.order_end(services.database, Actor("console"))
        assert (await until(lambda now: now.prepared_at is not None)).outcome == "unexpected"
