"""The last minutes: talks first, then a whole backup or none, and everything that was said on the disk."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from iga_madoguchi.db.checkpoint import checkpoint
from iga_madoguchi.domain.backup import service as backups
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.domain.stopping.service import Budget, prepare
from iga_madoguchi.errors import Conflict
from iga_madoguchi.kit import lock
from tests.cast import make_city
from tests.domain.backup.conftest import House, empty_place, make_house  # noqa: F401


@pytest.fixture
def house(tmp_path: Path) -> House:
    data = tmp_path / "data"
    data.mkdir()
    return make_house(make_city(data), data, tmp_path)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Backups that were made: the making itself is proven elsewhere."""
    found: list[str] = []

    def run(station: object, kind: str, actor: object, listen: Callable[[str, float], None]) -> Result:
        listen("database", 0.0)
        found.append(kind)
        return Result("done")

    monkeypatch.setattr(backups, "run", run)
    return found


class Seconds:
    """Monotonic seconds of which each look takes some."""

    def __init__(self, each: float) -> None:
        self.now, self.each = 0.0, each

    def __call__(self) -> float:
        self.now += self.each
        return self.now


def done_before(house: House, took_s: float) -> None:
    """There was a backup that took so long."""
    database = house.city.database
    with database.transaction() as session:
        run = runs.begin(session, database.clock.now(), backups.RUN, "whole", "here")
    house.city.clock.advance(seconds=took_s)
    runs.end(database, run, Result("done"))


def test_it_waits_for_the_talk_and_then_backs_up(house: House, made: list[str]) -> None:
    done_before(house, 10)
    looked: list[int] = []

    def still() -> bool:
        looked.append(look.talking(house.city.database))
        if len(looked) == 3:
            calls.hang_up(house.city.database, house.city.presence, house.kodomo, house.call)
        return True

    assert prepare(house.station, Budget(200, still=still), Seconds(1), pause=0) == "done"
    assert (looked[:4], made) == ([1, 1, 1, 0], ["whole"])


def test_a_talk_that_does_not_end_is_not_ended(house: House, made: list[str]) -> None:
    done_before(house, 10)
    assert prepare(house.station, Budget(100, talks_s=20), Seconds(1), pause=0) == "done"
    assert look.talking(house.city.database) == 1


@pytest.mark.parametrize(("took_s", "seconds", "outcome"), [(60, 80, "backup.no_time"), (10, 80, "done")])
def test_half_a_backup_is_not_begun(
    house: House, made: list[str], took_s: float, seconds: float, outcome: str
) -> None:
    done_before(house, took_s)
    assert prepare(house.station, Budget(seconds, talks_s=0), Seconds(1), pause=0) == outcome
    assert made == (["whole"] if outcome == "done" else [])


def test_where_none_was_ever_made_it_may_take_two_minutes(house: House, made: list[str]) -> None:
    assert prepare(house.station, Budget(100, talks_s=0), Seconds(1), pause=0) == "backup.no_time"
    assert prepare(house.station, Budget(150, talks_s=0), Seconds(1), pause=0) == "done"


def test_power_that_is_back_breaks_it_off(house: House, made: list[str]) -> None:
    done_before(house, 10)
    assert prepare(house.station, Budget(200, still=lambda: False), Seconds(1), pause=0) == ""
    assert made == []


def test_what_hinders_the_backup_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Conflict("backup.busy")

    done_before(house, 1)
    monkeypatch.setattr(backups, "run", busy)
    assert prepare(house.station, Budget(100, talks_s=0), Seconds(1), pause=0) == "backup.busy"


def test_a_backup_that_takes_longer_than_there_is_time_is_broken_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Seconds(1)

    def slow(station: object, kind: str, actor: object, listen: Callable[[str, float], None]) -> Result:
        clock.now += 500
        listen("store", 0.5)
        raise AssertionError("it went on")

    done_before(house, 1)
    monkeypatch.setattr(backups, "run", slow)
    assert prepare(house.station, Budget(100, talks_s=0), clock, pause=0) == "backup.no_time"


def test_the_real_backup_is_made(tmp_path: Path, empty_place: tuple[Path, str]) -> None:  # noqa: F811
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
    from iga_madoguchi.domain.backup import secret

    data = tmp_path / "data"
    data.mkdir()
    house = make_house(make_city(data), data, empty_place[0])
    secret.store(data, empty_place[1])
    house.plug_in(house.first)
    assert prepare(house.station, Budget(500, talks_s=0)) == "done"
    assert [one.kind for one in backups.listed(house.station, house.password)] == ["whole"]


def test_all_stands_in_the_file_itself(house: House) -> None:
    engine = house.city.database.engine
    if engine.dialect.name != "sqlite":
        assert checkpoint(engine)
        return
    file = Path(engine.url.database or "")
    assert file.with_name(file.name + "-wal").stat().st_size > 0
    assert checkpoint(engine)
    assert file.with_name(file.name + "-wal").stat().st_size == 0
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as other:
        other.execute("begin")
        other.execute("select count(*) from call").fetchone()
        done_before(house, 1)
        assert not checkpoint(engine), "somebody still reads what was before"


def test_one_lock_at_a_time_is_left_alone(house: House) -> None:
    done_before(house, 1)
    house.station.work.mkdir()
    with lock.hold(house.station.work / "lock"):
        assert prepare(house.station, Budget(100, talks_s=0), pause=0) == "backup.busy"
