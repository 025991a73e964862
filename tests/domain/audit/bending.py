"""Bends the operation log as somebody would who has the database in hand."""

from __future__ import annotations

from sqlalchemy import Engine, text


def bend(engine: Engine, *statements: str) -> None:
    """The triggers that refuse it are taken away first, and put back."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE operation_log DISABLE TRIGGER USER"))
            for statement in statements:
                connection.execute(text(statement))
            connection.execute(text("ALTER TABLE operation_log ENABLE TRIGGER USER"))
            return
        query = text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'operation_log'"
        )
        triggers = connection.execute(query).all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
        for _, made in triggers:
            connection.execute(text(made))
