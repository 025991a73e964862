"""A backup that the bureau orders: it runs beside everything, once, and says how it ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import service
from iga_madoguchi.domain.backup.orders import CHANGED, Orders, ProgressWatch
from iga_madoguchi.domain.backup.progress import Progress
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import Conflict, InvalidInput, Unavailable
from iga_madoguchi.kit import lock
from tests.domain.backup.conftest import House

BUREAU = Actor("admin", "digital")


@pytest.fixture
def orders(house: House) -> Iterator[Orders]:
    made = Orders(house.station)
    yield made
    made.stop()


def finish(orders: Orders) -> None:
    deadline = time.monotonic() + 60
    while orders.busy:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_is_made_and_listed_and_the_log_says_who(house: House, orders: Orders) -> None:
    run = orders.order("whole", BUREAU)
    finish(orders)
    ended = runs.recent(house.city.database, "backup.")[0]
    assert (ended.id, ended.outcome, ended.due_at) == (run, "done", None)
    assert [one.kind for one in service.listed(house.station, house.password)] == ["whole"]
    told = [(one.action, one.actor) for one in audit.newest(house.city.database, 2)]
    assert told == [("backup.run.done", "admin"), ("backup.run.ordered", "admin")]
    assert not orders.busy


def test_a_drill_and_a_check_are_ordered_as_a_backup_is(house: House, orders: Orders) -> None:
    house.back_up()
    for name, what, kind in (("drill", service.DRILL, "whole"), ("check", service.CHECK, "all")):
        run = orders.order(name, BUREAU)
        finish(orders)
        ended = runs.recent(house.city.database, "backup.")[0]
        assert (ended.id, ended.what, ended.kind, ended.outcome) == (run, what, kind, "done")
        told = [(one.action, one.actor) for one in audit.newest(house.city.database, 2)]
        assert told == [(f"{what}.done", "admin"), (f"{what}.ordered", "admin")]
    assert service.board(house.station).proven_at is not None


def test_it_cannot_be_started_twice(house: House, orders: Orders) -> None:
    inside, go = threading.Event(), threading.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "run", lambda *_: (inside.set(), go.wait(10)))
        orders.order("program", BUREAU)
        assert inside.wait(10)
        with pytest.raises(Conflict, match=r"backup\.busy"):
            orders.order("whole", BUREAU)
        go.set()
        orders.stop()
    assert len(runs.recent(house.city.database, "backup.")) == 1


def test_not_beside_one_of_another_process(house: House, orders: Orders) -> None:
    house.station.work.mkdir(exist_ok=True)
    with lock.hold(house.station.work / "lock"), pytest.raises(Conflict, match=r"backup\.busy"):
        orders.order("whole", BUREAU)
    assert not orders.busy
    assert runs.recent(house.city.database, "backup.") == ()


def test_the_stop_of_the_server_breaks_it_off(house: House, orders: Orders) -> None:
    orders.order("whole", BUREAU)
    orders.stop()
    ended = runs.recent(house.city.database, "backup.")[0]
    assert (ended.outcome, ended.detail) == ("cut", "backup.stopped")


def test_what_fails_is_noted_with_its_code(house: House) -> None:
    gone = replace(house.station, places=(house.first.parent / "gone" / "deep",))
    (house.first.parent / "gone").write_text("a file")
    orders = Orders(gone)
    orders.order("whole", BUREAU)
    finish(orders)
    orders.stop()
    ended = runs.recent(house.city.database, "backup.")[0]
    assert ended.outcome == "failed"
    assert ended.detail.startswith("backup.")


def test_bad_orders(house: House, orders: Orders) -> None:
    with pytest.raises(InvalidInput, match=r"backup\.kind\.unknown"):
        orders.order("everything", BUREAU)
    orders.stop()
    with pytest.raises(Unavailable, match=r"backup\.stopped"):
        orders.order("whole", BUREAU)


def test_what_a_dead_process_left_open_is_closed_at_the_start(house: House) -> None:
    database = house.city.database
    with database.transaction() as session:
        runs.begin(session, database.clock.now(), service.RUN, "whole", house.station.runner)
    service.tidy_up(house.station)
    assert runs.recent(database, "backup.")[0].outcome == "cut"


def test_pages_are_told_of_progress_and_of_its_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(house.city.hub, "publish", lambda topic, payload=None: told.append(topic))
    house.station.work.mkdir(exist_ok=True)
    watch, how = (
        ProgressWatch(house.station),
        Progress(house.station.work, house.city.clock, service.RUN),
    )
    watch.look()
    assert told == []
    how.at("store", 0.5)
    watch.look()
    watch.look()
    assert told == [CHANGED]
    how.over()
    watch.look()
    assert told == [CHANGED, CHANGED]
