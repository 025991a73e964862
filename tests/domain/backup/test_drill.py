"""A backup is really brought back and compared; what does not fit is found, and nothing stays."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from iga_madoguchi.domain.backup import service
from iga_madoguchi.domain.backup.station import Claimed
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import NotFound, Unavailable
from tests.domain.audit.bending import bend
from tests.domain.backup.conftest import WHO, House


def test_the_newest_is_proven(house: House) -> None:
    house.lay_down(keep_days=30)
    house.back_up()
    newest = house.back_up()
    house.city.clock.advance(hours=1)
    seen: list[str] = []
    result = service.drill(house.station, WHO, lambda step, _part: seen.append(step))
    assert result.outcome == "done"
    assert result.snapshot.startswith(newest.snapshot)
    figures = dict(one.split("=") for one in result.detail.split())
    assert int(figures["rows"]) > 30
    assert int(figures["log"]) > 3
    assert {"restore", "proof"} <= set(seen)
    board = service.board(house.station)
    assert board.proven_at == house.city.clock.now()
    left = {path.name for path in house.station.work.iterdir()}
    assert "drill" not in left
    assert "progress.json" not in left


def test_without_a_backup_there_is_nothing_to_prove(house: House) -> None:
    with pytest.raises(NotFound):
        service.drill(house.station, WHO)


def test_a_log_that_was_bent_before_the_backup_is_found(house: House) -> None:
    bend(house.city.database.engine, "UPDATE operation_log SET actor = 'nobody' WHERE seq = 2")
    house.back_up()
    with pytest.raises(Unavailable) as found:
        service.drill(house.station, WHO)
    assert (found.value.code, found.value.data["seq"]) == ("backup.log.broken", 2)


def test_a_database_that_is_not_what_was_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(_session: object) -> dict[str, int]:
        return {"call": 99}

    with monkeypatch.context() as patched:
        patched.setattr("iga_madoguchi.db.copies.rows", counted)
        house.back_up()
    with pytest.raises(Unavailable) as found:
        service.drill(house.station, WHO)
    assert found.value.code == "backup.database.damaged"


def test_what_rows_rely_on_and_what_is_not_there(house: House) -> None:
    house.back_up()
    more = Claimed(frozenset({"papers/kept/k/b"}), frozenset({"keys/k"}))
    house.station = replace(house.station, claims=lambda _session: more)
    result = service.drill(house.station, WHO)
    assert (result.outcome, result.detail.split()[0]) == ("warning", "backup.files.lacking=2")


def test_no_room_is_said_before_anything_is_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.back_up()
    usage = type("Usage", (), {"free": 70_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    monkeypatch.setattr("iga_madoguchi.domain.backup.archive.describe", _huge(house))
    with pytest.raises(Unavailable) as found:
        service.drill(house.station, WHO)
    assert found.value.code == "backup.disk.full"


def _huge(house: House) -> object:
    from iga_madoguchi.domain.backup import archive

    real = archive.describe
    return lambda *asked: replace(real(*asked), size=10**12)


def test_what_a_crash_left_goes_at_the_next_start(house: House) -> None:
    for name in ("stage", "drill"):
        (house.station.work / name / "data").mkdir(parents=True)
    service.tidy_up(house.station)
    assert not (house.station.work / "stage").exists()
    assert not (house.station.work / "drill").exists()


def test_progress_can_be_seen_by_another_process(house: House) -> None:
    house.back_up()
    seen = []

    def listen(step: str, _part: float) -> None:
        if step == "proof":
            seen.append(service.board(house.station).running)

    service.drill(house.station, WHO, listen)
    assert seen[0] is not None
    assert (seen[0].what, seen[0].step) == ("backup.drill", "restore")
    left = {
        "what": "backup.run",
        "step": "store",
        "part": 0.5,
        "pid": 2**22 + 1,
        "since": "2026-11-24T00:00Z",
    }
    (house.station.work / "progress.json").write_text(json.dumps(left))
    assert service.board(house.station).running is None, "who told that is dead"


def test_what_is_overdue_is_on_the_board(house: House) -> None:
    runs.known_since(house.city.database, "here")
    assert service.board(house.station).overdue == ()
    house.city.clock.advance(hours=27)
    assert service.board(house.station).overdue == (("backup.run", "whole"), ("backup.drill", "whole"))
    house.back_up()
    house.city.clock.advance(hours=1)
    assert ("backup.run", "whole") not in service.board(house.station).overdue
