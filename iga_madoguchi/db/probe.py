"""Asks the database whether it would take a write now, without writing and without waiting long."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from iga_madoguchi.db.engine import WRITER

PATIENCE_S = 3.0
"""No write of ours takes so long: one answer is enough to tell of it."""


def trouble(engine: Engine, patience_s: float = PATIENCE_S) -> str:
    """ "" when a write could begin within `patience_s`; else `locked`, `readonly` or `away`."""
    if engine.dialect.name == "sqlite":
        return _sqlite(engine.url.database or "", patience_s)
    return _postgresql(engine, patience_s)


def size(engine: Engine) -> int | None:
    """Bytes that the database takes, with its journal; None when nobody can tell."""
    if engine.dialect.name == "sqlite":
        name, found = engine.url.database or "", 0
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                found += Path(name + ending).stat().st_size
        return found or None
    try:
        with engine.connect().execution_options(reading=True) as connection:
            query = "SELECT pg_database_size(current_database())"
            return int(connection.exec_driver_sql(query).scalar() or 0)
    except DBAPIError:
        return None


def _sqlite(name: str, patience_s: float) -> str:
    if not Path(name).is_file():  # asking would make an empty one
        return "away"
    try:
        # A connection of its own: the engine's would wait five times as long.
        with closing(sqlite3.connect(name, timeout=patience_s, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return "locked"
        return "readonly" if code & 0xFF == sqlite3.SQLITE_READONLY else "away"
    return ""


def _postgresql(engine: Engine, patience_s: float) -> str:
    connection = None
    try:
        connection = engine.raw_connection()
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{int(patience_s * 1000)}ms'")
            cursor.execute(f"SELECT pg_advisory_xact_lock({WRITER})")
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
            row = cursor.fetchone()
        return "readonly" if row is not None and row[0] else ""
    except Exception as error:  # the driver's own, and SQLAlchemy's around it
        return "locked" if "LockNotAvailable" in type(error).__name__ else "away"
    finally:
        if connection is not None:
            with suppress(Exception):
                connection.rollback()
                connection.close()
