"""Runs migrations on the engine handed over by `iga_madoguchi.db.migrate`, or on the one of the settings."""

from typing import Any

from alembic import context
from sqlalchemy import Engine

from iga_madoguchi import settings
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.tables import metadata

given = context.config.attributes.get("engine")
engine: Engine = given if given is not None else open_engine(settings.load().database_url)

SQLITE = engine.dialect.name == "sqlite"


# SQLite's search index brings tables of its own; it has no model on either database.
SEARCH = "record_search"


def of_models(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the comparison with the models looks at this table."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH))


def enforce(driver: Any, on: bool) -> None:
    """Foreign keys of SQLite, which rebuilds a table by dropping it; only outside a transaction."""
    if SQLITE:
        driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


with engine.connect() as connection:
    enforce(connection.connection.driver_connection, on=False)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=of_models,
    )
    with context.begin_transaction():
        context.run_migrations()
        if SQLITE and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"the migration would leave rows that point nowhere: {len(broken)}")
    connection.commit()
    enforce(connection.connection.driver_connection, on=True)
