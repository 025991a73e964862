"""Writes very many rows at once, past the ORM: for made-up years, never for what people do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlmodel import Session

Row = Sequence[object]


def load(session: Session, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, values in the order of `columns`, in the caller's transaction. No default is filled in."""
    connection = session.connection()
    dialect = connection.dialect
    types = [table.c[column].type.dialect_impl(dialect) for column in columns]
    processors = [kind.bind_processor(dialect) for kind in types]
    load_plain(session, f'"{table.name}"', columns, (_ready(row, processors) for row in rows))


def load_plain(session: Session, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """The same for a table without a model, with values as the driver takes them."""
    connection = session.connection()
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        _cursor(connection).executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        return
    with _cursor(connection).copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _ready(row: Row, processors: Sequence[Callable[[Any], Any] | None]) -> list[object]:
    return [
        value if process is None else process(value) for value, process in zip(row, processors, strict=True)
    ]


def _cursor(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    assert driver is not None
    return driver.cursor()
