"""The database: durable, migrated, refused when it is of a later release."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.exc import IntegrityError

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.papers import covering
from iga_madoguchi.domain.papers.views import CoverOrder
from iga_madoguchi.domain.terminals import repository
from iga_madoguchi.domain.terminals.models import DeskDepartment
from iga_madoguchi.errors import Unavailable
from tests import databases
from tests.cast import City, make_city
from tests.fakes import FakeClock, RecordingHub


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path)


def test_an_acknowledged_write_survives_a_power_cut(city: City) -> None:
    if city.database.engine.dialect.name == "postgresql":
        with city.database.engine.connect() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        return
    with city.database.engine.connect() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        level = connection.execute(text("PRAGMA synchronous")).scalar()
        keys = connection.execute(text("PRAGMA foreign_keys")).scalar()
    assert (mode, level, keys) == ("wal", 2, 1)


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    engine = open_engine(databases.new_url(tmp_path, "empty"))
    assert migrate.upgrade(engine)[0] is None
    command.check(migrate.config(engine))
    assert migrate.upgrade(engine) == (migrate.newest(), migrate.newest()), "twice changes nothing"


def test_a_database_with_people_in_it_is_upgraded_and_keeps_every_row(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    engine = city.database.engine
    command.downgrade(migrate.config(engine), "0001")
    before = _rows(engine)
    assert migrate.upgrade(engine) == ("0001", migrate.newest())
    assert {table: count for table, count in _rows(engine).items() if table in before} == before
    with pytest.raises(IntegrityError), city.database.transaction() as session:
        session.add(DeskDepartment(desk_id="nowhere", department_id="kodomo"))
    calls.hang_up(city.database, city.presence, kodomo, call)


def test_a_camera_that_is_dark_stays_dark_through_an_upgrade(city: City) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    engine = city.database.engine
    command.downgrade(migrate.config(engine), "0013")
    old = '["request", "card", [[20, 2, 64, 30]]]'
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO call_papers (call_id, shown, page, covering) VALUES (:call, 'live', 1, :old)"),
            {"call": call, "old": old},
        )
    migrate.upgrade(engine)
    standing = covering.standing(city.database, call)
    assert standing == CoverOrder("request", "card", ((20, 2, 64, 30),))


def _rows(engine: Engine) -> dict[str, int]:
    """Rows of each table but the migrations' own."""
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        count = {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in names
        }
    return {name: int(rows or 0) for name, rows in count.items()}


def test_a_database_of_a_later_release_is_refused_untouched(city: City) -> None:
    with city.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable) as refused:
        migrate.upgrade(city.database.engine)
    assert refused.value.code == "db.newer"
    assert migrate.current(city.database.engine) == "9999"


def _do_half(city: City) -> None:
    with city.database.transaction() as session:
        audit.record(session, city.clock.now(), "test.thing.done", SYSTEM)
        announce(session, "test.done")
        _ = 1 // 0


def test_all_or_nothing_and_events_only_after_the_commit(city: City) -> None:
    with pytest.raises(ZeroDivisionError):
        _do_half(city)
    assert city.hub.published == []
    assert audit.verify(city.database).fitting == 0
    with city.database.transaction() as session:
        audit.record(session, city.clock.now(), "test.thing.done", SYSTEM)
        announce(session, "test.done", 1)
        assert city.hub.published == []
    assert city.hub.published == [("test.done", 1)]


def test_reading_keeps_nothing(city: City) -> None:
    with city.database.reading() as session:
        audit.record(session, city.clock.now(), "test.thing.done", SYSTEM)
    assert audit.verify(city.database).fitting == 0


def test_a_moment_without_its_zone_is_refused(city: City) -> None:
    with pytest.raises(Exception, match="time zone"), city.database.transaction() as session:
        audit.record(session, city.clock.now().replace(tzinfo=None), "test.thing.done", SYSTEM)


@pytest.mark.parametrize("damage", ["read_only", "not_a_database"])
def test_a_database_that_cannot_be_written_stops_the_start(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "madoguchi.db"
    services = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path), "IGA_EXAMPLE_DATA": "0"}))
    if damage == "not_a_database":
        path.write_bytes(b"x" * 4096)
        with pytest.raises(Unavailable) as refused:
            bootstrap.prepare(services)
        assert refused.value.code == "db.unreachable"
        return
    bootstrap.prepare(services)
    locked = Database(open_engine(f"sqlite:///file:{path}?mode=ro&uri=true"), RecordingHub(), FakeClock())
    with pytest.raises(Unavailable) as refused:
        bootstrap.check_writable(locked)
    assert refused.value.code == "db.unwritable"


def test_no_error_of_the_database_tells_what_was_to_be_written(city: City) -> None:
    row = DeskDepartment(desk_id="山田花子の診断", department_id="kodomo")
    with pytest.raises(IntegrityError) as refused, city.database.transaction() as session:
        session.add(row)
    assert "desk_department" in str(refused.value)
    if city.database.engine.dialect.name == "sqlite":  # the server itself quotes the key that is missing
        assert "山田" not in str(refused.value)


def test_one_question_is_asked_once_in_a_look_and_again_in_a_transaction(city: City) -> None:
    asked: list[str] = []

    @event.listens_for(city.database.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with city.database.reading() as session:
        first = repository.departments(session)
        first.clear()
        assert len(repository.departments(session)) == 5, "nobody spoils the answer for the next"
    assert sum("FROM department" in statement for statement in asked) == 1
    asked.clear()
    with city.database.transaction() as session:
        repository.departments(session)
        repository.departments(session)
    assert sum("FROM department" in statement for statement in asked) == 2


def test_a_full_disk_has_a_code_of_its_own_and_nothing_is_announced(city: City) -> None:
    database = city.database
    if database.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite can be given a disk of so many pages")
    before = len(city.hub.published)
    with pytest.raises(Unavailable, match=r"db\.full"):
        _fill(database)
    assert len(city.hub.published) == before


def _fill(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("PRAGMA max_page_count = 1"))  # never less than what is there already
        announce(session, "calls.changed", "c")
        session.execute(text("CREATE TABLE filler AS SELECT zeroblob(100000000) AS x"))
