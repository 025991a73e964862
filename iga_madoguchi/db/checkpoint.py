"""Everything that was acknowledged stands in the database's own file, before a stop that is known of."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import Engine

PATIENCE_S = 2.0  # there may be little time left


def checkpoint(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log into the file; False when somebody else's reading kept that from ending.

    Nothing is lost without it: it shortens the next start. PostgreSQL does it by itself when it is stopped.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        # A connection of its own: the engine's begin a transaction, in which there is no checkpoint.
        with closing(sqlite3.connect(engine.url.database or "", timeout=PATIENCE_S)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return int(busy) == 0
