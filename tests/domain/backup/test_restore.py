"""The way back: equal to what was stored, refused where it would do harm, and never half in place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.db import migrate
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.backup import restore, target
from iga_madoguchi.domain.backup.restore import Restored
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import DomainError, InvalidInput, NotFound, Unavailable
from iga_madoguchi.kit import lock
from tests.domain.backup.conftest import WHO, House, opened
from tests.fakes import TUESDAY_NOON


def bring_back(house: House, to: Path, wanted: str = "latest") -> tuple[Restored, Database]:
    """Restored, and the city that was brought back; on PostgreSQL into a new database."""
    station = house.elsewhere(to.parent)
    done = restore.carry_out(
        station,
        restore.plan(station, wanted, "whole", to, house.password),
        False,
        WHO,
        lambda _step, _part: None,
    )
    if station is house.station:
        return done, opened(f"sqlite:///{to / 'madoguchi.db'}", house.city, to)
    url = station.database.engine.url.render_as_string(hide_password=False)
    return done, opened(url, house.city, to)


def refused(house: House, to: Path, **how: object) -> DomainError:
    with pytest.raises(DomainError) as found:
        house.restore(to, **how)  # type: ignore[arg-type]
    return found.value


def nothing_beside(to: Path) -> bool:
    return [path.name for path in to.parent.iterdir() if path.name.startswith(f"{to.name}.")] == []


def test_everything_is_back_and_can_be_read(house: House, tmp_path: Path) -> None:
    paper, passing = house.lay_down(keep_days=30), house.lay_down()
    (house.data / "example-credentials.json").write_text("{}")
    house.back_up()
    wanted = {path.name: path.read_bytes() for path in (house.data / "papers" / "kept").glob("*/*")}

    to = tmp_path / "new" / "data"
    done, city = bring_back(house, to)
    assert (done.path, done.aside, done.warnings) == (to, None, ())
    assert {path.name: path.read_bytes() for path in (to / "papers" / "kept").glob("*/*")} == wanted
    assert (to / "example-credentials.json").read_text() == "{}"
    assert (to / "secrets" / "backup.password").read_text().strip() == house.password
    assert {path.stat().st_mode & 0o777 for path in (to / "keys").iterdir()} == {0o600}
    assert json.loads((to / "restored-from" / "manifest.json").read_bytes())["kind"] == "whole"
    assert nothing_beside(to)

    assert [row.paper for row in keeping.kept(city)] == [paper]
    vault = FileVault(to, None)
    vault.open()
    (folder,) = (to / "papers" / "kept").iterdir()
    assert any(vault.get(folder.name, blob.name).startswith(b"%PDF") for blob in folder.iterdir())
    assert done.forgotten == 1, "what was passing has no key any more"
    with city.reading() as session:
        assert keeping.repository.paper(session, house.call, passing) is None

    assert audit.verify(city).faults == ()
    newest = audit.newest(city, 1)[0]
    assert (newest.action, newest.actor, newest.data["forgotten"]) == ("backup.restored", "console", 1)
    assert all(run.outcome != "running" for run in runs.recent(city, ""))


def test_what_was_deleted_since_cannot_be_read_from_an_old_backup(house: House, tmp_path: Path) -> None:
    paper = house.lay_down(keep_days=30)
    key, blobs = house.key_of(paper), house.data / "papers" / "kept"
    sealed_blob = next(blobs.glob("*/*")).read_bytes()
    old = house.back_up().snapshot
    house.discard(paper)
    house.back_up()
    done, city = bring_back(house, tmp_path / "soon", old)
    assert done.forgotten == 1, "the newest keys count, not those of that day"
    assert keeping.kept(city) == ()
    assert not list((tmp_path / "soon" / "papers" / "kept").glob("*/*"))

    house.back_up()
    store, place = house.station.store, house.place()
    assert any(key in name for name in house.names(old)), (
        "the old backup is still there, sealed papers and all"
    )
    for snapshot in store.snapshots(place.sealed):
        assert f"keys/{key}" not in store.read_all(place.sealed, snapshot.id, 99_999)
    vault = FileVault(tmp_path / "soon", None)
    with pytest.raises(NotFound):
        vault.unseal(key, sealed_blob)


def test_what_is_there_is_only_replaced_when_it_is_wanted(house: House, tmp_path: Path) -> None:
    house.back_up()
    to = tmp_path / "there"
    to.mkdir()
    (to / "mine.txt").write_text("precious")
    assert refused(house, to).code == "restore.target.occupied"
    assert (to / "mine.txt").read_text() == "precious"
    assert nothing_beside(to)
    done = house.restore(to, keep_aside=True)
    assert done.aside is not None
    assert (done.aside / "mine.txt").read_text() == "precious"
    assert not (to / "mine.txt").exists()


def test_in_place_the_backups_inside_stay_where_they_are(house: House) -> None:
    house.back_up()
    house.city.database.engine.dispose()
    done = house.restore(house.data, keep_aside=True)
    assert done.aside is not None
    assert not (done.aside / "backup").exists()
    assert len(house.station.store.snapshots(house.place().main)) == 1


def test_a_server_at_work_is_left_alone(house: House) -> None:
    house.back_up()
    with lock.hold(house.data / lock.LOCK):
        assert refused(house, house.data, keep_aside=True).code == "restore.target.serving"
    assert (house.data / "vault.key").exists()


def test_two_at_once(house: House, tmp_path: Path) -> None:
    house.back_up()
    to = tmp_path / "new"
    inner: list[str] = []

    def listen(step: str, _part: float) -> None:
        if step == "proof" and not inner:
            inner.append(refused(house, to).code)

    assert house.restore(to, listen=listen).path == to
    assert inner == ["restore.busy"]


@pytest.mark.parametrize("at", ["restore", "proof", "adopt"])
def test_broken_off_nothing_is_there_and_again_it_works(house: House, tmp_path: Path, at: str) -> None:
    house.back_up()
    to = tmp_path / "new"

    def listen(step: str, _part: float) -> None:
        if step == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.restore(to, listen=listen)
    assert not to.exists()
    assert nothing_beside(to)
    assert house.restore(to).path == to


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_swap_that_was_cut_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Died after so many renames: the old folder is there again, or the new one with its backups."""
    to = target.target(tmp_path / "data", [tmp_path / "data" / "backup"], Path("/nowhere"))
    (to.path / "backup").mkdir(parents=True)
    (to.path / "old").touch()
    ready = tmp_path / "data.partial" / "data"
    ready.mkdir(parents=True)
    (ready / "new").touch()
    real, done = os.rename, []

    def rename(*names: Path) -> None:
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(names)
        real(*names)

    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", rename)
        try:
            target.swap(to, ready, TUESDAY_NOON)
        except KeyboardInterrupt:
            assert after < 3
    target.undo(to)
    assert {path.name for path in to.path.iterdir()} == (
        {"backup", "old"} if after == 1 else {"backup", "new"}
    )
    assert not to.journal.exists()


def test_the_next_try_puts_the_old_one_back_first(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.back_up()
    to = tmp_path / "there"
    to.mkdir()
    (to / "mine.txt").write_text("precious")
    real = os.rename

    def rename(source: Path, target: Path) -> None:
        if target == to:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            house.restore(to, keep_aside=True)
    assert not to.exists()
    assert refused(house, to).code == "restore.target.occupied"
    assert (to / "mine.txt").read_text() == "precious"
    assert nothing_beside(to)


def test_a_newer_release_is_refused(house: House, tmp_path: Path) -> None:
    with house.city.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    house.back_up()
    found = refused(house, tmp_path / "new")
    assert (found.code, found.data["revision"]) == ("restore.newer", "9999")
    assert not (tmp_path / "new").exists()


def test_an_older_release_is_brought_up_to_date(house: House, tmp_path: Path) -> None:
    from alembic import command

    command.downgrade(migrate.config(house.city.database.engine), "0010")
    paper_key = next((house.data / "keys").iterdir(), None)
    assert paper_key is None
    assert house.back_up().outcome == "done", "without a table for it, the run is not noted"
    done, city = bring_back(house, tmp_path / "new")
    assert done.revision == migrate.newest() == migrate.current(city.engine)
    assert runs.recent(city, "") == ()


def test_a_database_that_is_in_use_is_not_written_to(house: House, tmp_path: Path) -> None:
    """On PostgreSQL the database is not in the folder: it must be empty."""
    house.back_up()
    plan = (house.station, "latest", "whole", tmp_path / "new", house.password)
    if house.city.database.engine.dialect.name == "sqlite":
        assert restore.plan(*plan).made.database is not None  # type: ignore[arg-type]
        return
    with pytest.raises(DomainError) as found:
        restore.plan(*plan)  # type: ignore[arg-type]
    assert found.value.code == "restore.database.occupied"


def test_no_room(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house.back_up()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1_000_000}))
    assert refused(house, tmp_path / "new").code == "restore.space"
    assert not (tmp_path / "new").exists()
    assert nothing_beside(tmp_path / "new")


def test_where_nothing_may_be_put(house: House, tmp_path: Path) -> None:
    house.back_up()
    (tmp_path / "file").touch()
    for path in (
        house.first,
        house.first / "main" / "data",
        tmp_path / "file",
        house.station.release.root,
        house.station.release.root.parent,
        Path("/"),
    ):
        with pytest.raises(InvalidInput) as found:
            house.restore(path)
        assert found.value.code == "restore.target.unusable"


def test_from_the_second_place_when_the_first_is_gone(house: House, tmp_path: Path) -> None:
    second = tmp_path / "usb"
    house.plug_in(second)
    house.with_second(second)
    paper = house.lay_down(keep_days=30)
    made = house.back_up()
    house.first.rename(tmp_path / "burnt")
    done, city = bring_back(house, tmp_path / "new", made.snapshot)
    assert done.forgotten == 0
    assert [row.paper for row in keeping.kept(city)] == [paper]


def test_wrong_words(house: House, tmp_path: Path) -> None:
    house.back_up()
    to = tmp_path / "new"
    for wanted in ("latest1", "", "0", "ffffffff", "../../etc"):
        with pytest.raises(NotFound):
            house.restore(to, wanted)
    with pytest.raises(Unavailable) as found:
        restore.plan(house.station, "latest", "whole", to, "not the password")
    assert found.value.code == "backup.key.wrong"
    with pytest.raises(Unavailable) as found:
        house.restore(to, chosen=tmp_path / "nowhere")
    assert found.value.code == "backup.place.missing"
    with pytest.raises(Unavailable) as found:
        house.restore(to, chosen=tmp_path)
    assert found.value.code == "backup.repository.missing"
    assert not to.exists()


def test_without_its_keys_it_says_so_and_goes_on_only_when_told(house: House, tmp_path: Path) -> None:
    house.lay_down(keep_days=30)
    house.back_up()
    for path in (house.first / "sealed" / "snapshots").iterdir():
        path.unlink()
    assert refused(house, tmp_path / "new").code == "backup.repository.missing"
    assert not (tmp_path / "new").exists()
    station = house.elsewhere(tmp_path)
    plan = restore.plan(station, "latest", "whole", tmp_path / "new", house.password, with_keys=False)
    done = restore.carry_out(station, plan, False, WHO, lambda _step, _part: None)
    assert done.forgotten == 1
