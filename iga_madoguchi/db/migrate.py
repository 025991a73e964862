"""Brings a database to the schema of this release, and refuses one that is newer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from iga_madoguchi.errors import Unavailable

ROOT = Path(__file__).resolve().parents[2]
REVISIONS = "alembic_version"  # the table in which alembic keeps the schema's revision


def config(engine: Engine | None = None) -> Config:
    made = Config(str(ROOT / "alembic.ini"))
    made.set_main_option("script_location", str(ROOT / "alembic"))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """(revision before, revision now). Raises Unavailable `db.newer` for a database of a later release."""
    before, head = current(engine), newest()
    if before is not None and not knows(before):
        raise Unavailable("db.newer", revision=before)
    if before != head:
        command.upgrade(config(engine), "head")
    return before, head


def current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    head = _scripts().get_current_head()
    if head is None:
        raise Unavailable("db.no_migrations")
    return head


def knows(revision: str) -> bool:
    """Whether this release can bring a database of that revision to its own."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())
