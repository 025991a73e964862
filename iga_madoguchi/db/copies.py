"""A copy of the whole database at one moment, while everybody goes on writing; and checks of such a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.migrate import REVISIONS
from iga_madoguchi.errors import Unavailable

SQLITE_FILE, POSTGRESQL_FILE = "madoguchi.db", "database.dump"


@dataclass(frozen=True)
class Address:
    """Where a PostgreSQL database is, for programs beside us. `host` may be the folder of a socket."""

    host: str
    port: int | None
    user: str
    name: str
    password: str = field(default="", repr=False)


Dump = Callable[[Address, Path, str], None]
"""Writes the database at the address into a file, as the exported snapshot saw it."""


@dataclass(frozen=True)
class Copied:
    """The copy's file, and a session that sees exactly what is in it."""

    file: Path
    session: Session


@contextmanager
def copied(engine: Engine, folder: Path, dump: Dump) -> Iterator[Copied]:
    """Copy the database into a file in `folder`.

    Raises Unavailable `db.unreachable`, `backup.disk.full`, and what `dump` raises.
    """
    if engine.dialect.name == "sqlite":
        made = folder / SQLITE_FILE
        _copy_sqlite(Path(engine.url.database or ""), made)
        copy = open_engine(sqlite_url(made))
        try:
            with _reading(copy) as session:
                yield Copied(made, session)
        finally:
            copy.dispose()
        return
    made = folder / POSTGRESQL_FILE
    with _reading(engine) as session:
        moment = session.connection().exec_driver_sql("SELECT pg_export_snapshot()").scalar()
        dump(address_of(engine.url), made, str(moment))
        yield Copied(made, session)


def live_files(engine: Engine) -> tuple[Path, ...]:
    """The files in which a SQLite database is being written."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return ()
    return tuple(Path(engine.url.database + ending) for ending in ("", "-wal", "-shm", "-journal"))


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def address_of(url: URL) -> Address:
    """The address of a PostgreSQL URL as SQLAlchemy writes it."""
    host = url.query.get("host", url.host) or ""
    name = url.database or ""
    return Address(str(host), url.port, url.username or "", name, str(url.password or ""))


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    connection = session.connection()
    names = sorted(inspect(connection).get_table_names())
    counted = {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in names}
    return {name: int(count or 0) for name, count in counted.items()}


def revision(session: Session) -> str:
    """The schema's, "" when there is none."""
    connection = session.connection()
    if not inspect(connection).has_table(REVISIONS):
        return ""
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {REVISIONS}").scalar() or "")


def flaw(session: Session) -> str:
    """What SQLite finds wrong with the file or between its rows; "" when all is sound."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return ""
    try:
        found = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
        if found == "ok" and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            return "rows that point nowhere"
    except DBAPIError as error:
        return str(error.orig)[:100]
    return "" if found == "ok" else found[:100]


@contextmanager
def looking(url: str) -> Iterator[Session]:
    """A session on the database at `url`, for checks. Raises Unavailable `db.unreachable`."""
    engine = open_engine(url)
    try:
        with _reading(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def scratch_database(url: URL, name: str) -> Iterator[URL | None]:
    """An empty PostgreSQL database beside the one at `url`, gone afterwards; None if that is not allowed."""
    address = address_of(url)
    try:
        connection = psycopg.connect(
            host=address.host,
            port=address.port,
            user=address.user,
            password=address.password,
            dbname=address.name,
            autocommit=True,
        )
    except psycopg.Error as error:
        raise Unavailable("db.unreachable") from error
    with closing(connection):
        try:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        except psycopg.errors.InsufficientPrivilege:
            yield None
            return
        try:
            yield url.set(database=name)
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def is_empty(url: str) -> bool:
    """Whether a database has no table. Raises Unavailable `db.unreachable`."""
    with looking(url) as session:
        return not inspect(session.connection()).get_table_names()


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Unavailable("db.unreachable")
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            # All pages in one step: in several it would begin anew with every write in between.
            live.backup(copy, pages=-1)
    except sqlite3.Error as error:
        code = "backup.disk.full" if "full" in str(error) else "db.unreachable"
        raise Unavailable(code, path=str(target.parent)) from error


@contextmanager
def _reading(engine: Engine) -> Iterator[Session]:
    try:
        connection = engine.connect()
    except DBAPIError as error:
        raise Unavailable("db.unreachable") from error
    with (
        connection,
        Session(bind=connection.execution_options(reading=True), expire_on_commit=False) as session,
    ):
        yield session
