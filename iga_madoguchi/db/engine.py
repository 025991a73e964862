"""Opens the database so that an acknowledged write survives a power cut and writers take turns."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 10_000
CONNECTIONS = 16  # kept open: every thread that reads may hold one, and a new one costs as much as a look
WRITER = 0x49_47_41  # "IGA"; the advisory lock that one writer at a time holds


def open_engine(url: str) -> Engine:
    """An engine for `url` as SQLAlchemy writes it. Opens no connection yet.

    Its errors name statements without what was to be written: they end in logs.
    """
    if not url.startswith("sqlite"):
        return _open_postgresql(url)
    threads = {"check_same_thread": False}
    engine = create_engine(url, hide_parameters=True, pool_size=CONNECTIONS, connect_args=threads)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _open_postgresql(url: str) -> Engine:
    address = make_url(url)
    if address.drivername == "postgresql":  # would ask for a driver that is not the one we ship
        address = address.set(drivername="postgresql+psycopg")
    # Everything lies in memory or on a solid disk. Planned for a turning one, a search for a word reads
    # record after record instead of asking the index.
    options = f"-c lock_timeout={BUSY_TIMEOUT_MS} -c timezone=UTC -c random_page_cost=1.1"
    connect_args = {"options": options}
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        pool_pre_ping=True,
        connect_args=connect_args,
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    """As on SQLite: who writes waits for the writer before, who reads sees one moment throughout."""
    if connection.get_execution_options().get("reading"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN would be deferred: two writers would meet at COMMIT and one would fail.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What was deleted is overwritten, also where the library was built without it.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
