"""Work at a time of the day: when it is due, caught up after a night without power, once, and stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest

from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.jobs import daily as module
from iga_madoguchi.jobs.daily import Daily, DailyRunner, Listen, every_day, first_of_the_month, sundays
from iga_madoguchi.kit.clock import TOKYO
from tests.cast import City, make_city

HERE = "here:1"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path)


def iga(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("days", "now", "due"),
    [
        (every_day, "2026-11-24T01:29:59", "2026-11-23T01:30"),
        (every_day, "2026-11-24T01:30:00", "2026-11-24T01:30"),
        (every_day, "2027-01-01T00:10:00", "2026-12-31T01:30"),
        (sundays, "2026-11-28T23:00:00", "2026-11-22T01:30"),
        (sundays, "2026-11-29T01:30:00", "2026-11-29T01:30"),
        (first_of_the_month, "2026-12-01T01:00:00", "2026-11-01T01:30"),
        (first_of_the_month, "2028-02-29T12:00:00", "2028-02-01T01:30"),
    ],
)
def test_it_is_due_at_a_time_in_iga(days: Callable[..., bool], now: str, due: str) -> None:
    job = Daily("backup.run", "whole", time(1, 30), days, lambda _run, _listen: Result())
    assert job.due(iga(now)) == iga(due)


class Nightly:
    """A job that counts, and a server that looks when told."""

    def __init__(self, city: City) -> None:
        self.city, self.ran, self.fails = city, 0, False
        self.job = Daily("backup.run", "whole", time(1, 30), every_day, self.work)

    def work(self, run: int, _listen: Listen) -> Result:
        def counted() -> Result:
            if self.fails:
                raise Unavailable("backup.disk.full")
            self.ran += 1
            return Result()

        return runs.recorded(self.city.database, "backup.run", "whole", HERE, counted, run)

    def start(self) -> DailyRunner:
        return DailyRunner(self.city.database, HERE, [self.job])


def test_a_new_server_waits_for_its_first_night(city: City) -> None:
    nightly = Nightly(city)
    runner = nightly.start()
    runner.look()
    assert nightly.ran == 0, "01:30 was before it began"
    city.clock.advance(hours=13, minutes=29)
    runner.look()
    assert nightly.ran == 0
    city.clock.advance(minutes=1)
    for _ in range(3):
        runner.look()
    assert nightly.ran == 1


def test_nights_that_were_missed_are_caught_up_once(city: City) -> None:
    nightly = Nightly(city)
    nightly.start().look()
    city.clock.advance(days=3)
    runner = nightly.start()
    runner.look()
    runner.look()
    assert nightly.ran == 1
    (run,) = [one for one in runs.recent(city.database, "backup.") if one.outcome == "done"]
    assert run.due_at == iga("2026-11-27T01:30"), "the latest night, not each"


def test_two_servers_on_one_database_do_it_once(city: City) -> None:
    nightly = Nightly(city)
    first, second = nightly.start(), DailyRunner(city.database, "there:2", [nightly.job])
    first.look()
    city.clock.advance(days=1)
    threads = [threading.Thread(target=runner.look) for runner in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert nightly.ran == 1


def test_a_failure_is_noted_and_tried_again(city: City) -> None:
    nightly = Nightly(city)
    runner = nightly.start()
    runner.look()
    city.clock.advance(days=1)
    nightly.fails = True
    runner.look()
    runner.look()
    (run,) = runs.recent(city.database, "backup.")
    assert (run.outcome, run.detail) == ("failed", "backup.disk.full")
    nightly.fails = False
    city.clock.advance(hours=1)
    runner.look()
    assert nightly.ran == 1


def test_the_unexpected_is_noted_too(city: City) -> None:
    def broken(_run: int, _listen: Listen) -> Result:
        raise ZeroDivisionError

    runner = DailyRunner(city.database, HERE, [Daily("backup.run", "whole", time(1, 30), every_day, broken)])
    runner.look()
    city.clock.advance(days=1)
    runner.look()
    (run,) = runs.recent(city.database, "backup.")
    assert (run.outcome, run.detail) == ("failed", "unexpected")


@pytest.mark.anyio
async def test_the_server_stops_and_what_ran_is_begun_again(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.02)
    working = threading.Event()

    def long_work(run: int, listen: Listen) -> Result:
        def until_stopped() -> Result:
            working.set()
            while True:
                listen("store", 0.5)

        return runs.recorded(city.database, "backup.run", "whole", HERE, until_stopped, run)

    job = Daily("backup.run", "whole", time(1, 30), every_day, long_work)
    runner = DailyRunner(city.database, HERE, [job])
    runner.look()
    city.clock.advance(days=1)
    runner.start()
    assert await asyncio.to_thread(working.wait, 5)
    began = asyncio.get_running_loop().time()
    await runner.stop()
    assert asyncio.get_running_loop().time() - began < 2
    (run,) = runs.recent(city.database, "backup.")
    assert run.outcome == "cut"
    nightly = Nightly(city)
    nightly.start().look()
    assert nightly.ran == 1


def test_what_is_on_the_schedule(tmp_path: Path) -> None:
    from iga_madoguchi import bootstrap, settings
    from iga_madoguchi.domain.backup.policy import FRESH_HOURS
    from iga_madoguchi.jobs.schedule import daily

    services = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path)}))
    jobs = daily(services)
    backups = {(job.what, job.kind) for job in jobs if job.what.startswith("backup.")}
    assert backups == set(FRESH_HOURS), "the board knows when each is overdue"
    assert [job.what for job in jobs if job.what not in {what for what, _ in backups}] == [
        "audit.verify",
        "database.check",
    ]
    assert jobs[0].kind == "whole"
    gaps = [later.at > earlier.at for earlier, later in zip(jobs, jobs[1:], strict=False)]
    assert all(gaps), "in the order in which they are caught up"
