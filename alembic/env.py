"""Runs migrations on the engine handed over by `iga_madoguchi.db.migrate`, or on the one of the settings."""

from alembic import context
from sqlalchemy import Engine

from iga_madoguchi import settings
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.tables import metadata

given = context.config.attributes.get("engine")
engine: Engine = given if given is not None else open_engine(settings.load().database_url)

with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
