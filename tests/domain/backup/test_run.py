"""What a backup holds, what it never holds, and that its halves agree."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from iga_madoguchi.adapters.release import Release
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.backup import sealed, service
from iga_madoguchi.domain.backup.policy import SEALED
from iga_madoguchi.domain.backup.station import Claimed
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import Conflict, Unavailable
from iga_madoguchi.kit import lock
from tests.domain.backup.conftest import WHO, House


def test_it_holds_the_database_what_is_kept_and_nothing_that_passes(house: House) -> None:
    kept, passing = house.lay_down(keep_days=30), house.lay_down()
    (house.data / "example-credentials.json").write_text("{}")
    (house.data / "recordings").mkdir()
    (house.data / "recordings" / "new.kind").write_text("nobody here knows it")
    (house.data / "papers" / "kept" / ".unfinished").write_text("half")
    result = house.back_up()
    assert (result.outcome, len(result.snapshot) >= 8) == ("done", True)

    names = house.names(result.snapshot)
    data = {name.removeprefix("data/") for name in names if name.startswith("data/")}
    blobs = {name for name in data if name.startswith("papers/")}
    assert blobs
    assert {name.split("/")[2] for name in blobs} == {house.key_of(kept)}
    database = "madoguchi.db" if house.city.database.engine.dialect.name == "sqlite" else "database.dump"
    assert data - blobs == {database, "example-credentials.json", "recordings/new.kind"}
    assert {"manifest.json", "SHA256SUMS", "system/settings.txt", "system/packages.txt"} <= names
    assert not any(house.key_of(passing) in name for name in names), "nothing of what passes"

    keys = sealed.newest(house.station, house.place())
    assert set(keys) == {"vault.key", f"keys/{house.key_of(kept)}"}, "nor its key"
    assert keys["vault.key"] == (house.data / "vault.key").read_bytes()
    assert not (house.station.work / "stage").exists(), "nothing that was put together stays"


def test_it_says_of_itself_what_is_in_it(house: House) -> None:
    house.lay_down(keep_days=30)
    result = house.back_up()
    manifest = json.loads(
        house.station.store.read(house.place().main, result.snapshot, "/manifest.json", 99_999)
    )
    assert manifest["kind"] == "whole"
    assert manifest["version"].startswith("v")
    assert manifest["database"]["rows"]["paper"] == 1
    assert (manifest["keys"], manifest["database"]["log_seq"] > 0) == (1, True)
    settings = house.station.store.read(house.place().main, result.snapshot, "/system/settings.txt", 99_999)
    assert b"data_dir" in settings


def test_every_run_is_noted_and_logged(house: House) -> None:
    result = house.back_up()
    (run,) = runs.recent(house.city.database, "backup.")
    assert (run.what, run.kind, run.outcome, run.due_at) == ("backup.run", "whole", "done", None)
    assert run.snapshot == result.snapshot
    assert run.detail.startswith("files=")
    entry = audit.newest(house.city.database, 1)[0]
    assert (entry.action, entry.actor, entry.subject) == ("backup.run.done", "console", "whole")
    board = service.board(house.station)
    assert board.last_whole == run
    assert (board.running, board.tool_missing, board.key_made) == (None, "", True)


def test_the_program_is_a_backup_of_its_own(house: House, tmp_path: Path) -> None:
    tree = house.data.parent
    own = ("CHANGELOG.md", ".web/build/client/index.html", "pkg/a.py")
    for name in (*own, "var/secret", ".web/node/x"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    (tree / "pkg" / "link.py").symlink_to("a.py")
    house.station = replace(house.station, release=Release(tree))
    assert (house.data / "vault.key").is_relative_to(tree), "data within the program's folder"
    result = house.back_up("program")
    names = {name for name in house.names(result.snapshot) if name.startswith("program/")}
    assert names == {f"program/{name}" for name in own}
    done = house.restore(tmp_path / "back", kind="program")
    assert (done.path / "pkg" / "a.py").read_text() == "pkg/a.py"


def test_what_is_deleted_meanwhile_is_not_half_there(house: House) -> None:
    """The row was copied, then the paper went: the database is copied once more."""
    going, staying = house.lay_down(keep_days=30), house.lay_down(keep_days=30)
    real, looks = house.station.claims, []

    def claims(session: object) -> Claimed:
        found = real(session)  # type: ignore[arg-type]
        looks.append(found)
        if len(looks) == 1:
            house.discard(going)
        return found

    house.station = replace(house.station, claims=claims)
    result = house.back_up()
    assert result.outcome == "done"
    assert [len(found.keys) for found in looks] == [2, 1]
    kept = {name.split("/")[3] for name in house.names(result.snapshot) if name.startswith("data/papers/")}
    assert kept == {house.key_of(staying)}


def test_what_is_really_lost_is_said_and_its_key_does_not_age(house: House) -> None:
    paper = house.lay_down(keep_days=30)
    house.back_up()
    key = house.data / "keys" / house.key_of(paper)
    key.rename(house.data / "moved-away")
    for _ in range(3):
        result = house.back_up()
        assert result.outcome == "warning"
        assert "backup.files.lacking=1" in result.detail
    store, place = house.station.store, house.place()
    found = [store.read_all(place.sealed, one.id, 99_999) for one in store.snapshots(place.sealed, SEALED)]
    assert any(f"keys/{key.name}" in names for names in found), "the last copy of the key is still there"


def test_the_second_place_gets_the_same(house: House, tmp_path: Path) -> None:
    second = tmp_path / "usb"
    house.with_second(second)
    paper = house.lay_down(keep_days=30)
    result = house.back_up()
    assert result.outcome == "warning", "no such folder: the disk is not plugged in"
    assert f"backup.place.missing@{second}" in result.detail
    house.plug_in(second)
    result = house.back_up()
    assert result.outcome == "done"
    copied = house.station.store.snapshots(house.place(second).main)
    assert [one.is_named(result.snapshot) for one in copied] == [True]
    assert house.names(copied[0].id, house.place(second)) == house.names(result.snapshot)
    assert f"keys/{house.key_of(paper)}" in sealed.newest(house.station, house.place(second))


def test_a_disk_that_is_not_plugged_in_is_no_new_place(house: House) -> None:
    house.back_up()
    house.first.rename(house.first.with_name("taken-away"))
    house.first.mkdir()
    with pytest.raises(Unavailable) as refused:
        house.back_up()
    assert refused.value.code == "backup.place.missing"
    assert list(house.first.iterdir()) == []
    assert house.back_up(fresh=True).outcome == "done", "unless somebody says that it is new"


def test_when_the_first_place_is_gone_the_second_still_gets_it(house: House, tmp_path: Path) -> None:
    second = tmp_path / "nas"
    house.plug_in(second)
    house.with_second(second)
    house.back_up()
    house.first.rename(house.first.with_name("taken-away"))
    result = house.back_up()
    assert result.outcome == "warning"
    assert f"backup.place.missing@{house.first}" in result.detail
    assert len(house.station.store.snapshots(house.place(second).main)) == 2


def test_another_password_opens_nothing_and_changes_nothing(house: House) -> None:
    house.back_up()
    before = sorted(path for path in house.first.rglob("*"))
    house.station = replace(house.station, given_secret="another password entirely")
    with pytest.raises(Unavailable) as refused:
        house.back_up()
    assert refused.value.code == "backup.key.wrong"
    assert sorted(path for path in house.first.rglob("*")) == before


def test_one_at_a_time(house: House) -> None:
    house.station.work.mkdir(exist_ok=True)
    with lock.hold(house.station.work / "lock"), pytest.raises(Conflict) as refused:
        house.back_up()
    assert refused.value.code == "backup.busy"
    (run,) = runs.recent(house.city.database, "backup.")
    assert (run.outcome, run.detail) == ("failed", "backup.busy")


def test_it_can_be_broken_off(house: House) -> None:
    seen: list[str] = []

    def listen(step: str, _part: float) -> None:
        seen.append(step)
        if step == "store":
            raise Unavailable("backup.stopped")

    with pytest.raises(Unavailable):
        house.back_up(listen=listen)
    assert seen[-1] == "store"
    (run,) = runs.recent(house.city.database, "backup.")
    assert (run.outcome, run.detail) == ("cut", "backup.stopped")
    assert not (house.station.work / "stage").exists()
    assert service.board(house.station).running is None
    assert house.back_up().outcome == "done"


def test_without_restic_the_package_is_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iga_madoguchi.adapters.background.PATH", "/nowhere")
    with pytest.raises(Unavailable) as refused:
        service.run(house.station, "whole", WHO)
    assert (refused.value.code, refused.value.data) == ("backup.tool.missing", {"package": "restic"})
