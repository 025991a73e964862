"""All statements on the search index: FTS5 on SQLite, tsvector and GIN on PostgreSQL, the same terms."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import TextClause, text
from sqlmodel import Session

from iga_madoguchi.db import bulk
from iga_madoguchi.domain.records.words import Query, fold, terms

_FIND = {
    "sqlite": (
        "SELECT rowid FROM record_search WHERE record_search MATCH :query"
        " AND rowid >= :low AND rowid < :high",
        " AND instr(folded, :within{number}) > 0",
        " ORDER BY rowid DESC LIMIT :most",
    ),
    "postgresql": (
        "SELECT id FROM record_search WHERE terms @@ CAST(:query AS tsquery) AND id >= :low AND id < :high",
        " AND strpos(folded, :within{number}) > 0",
        " ORDER BY id DESC LIMIT :most",
    ),
}


def put(session: Session, record_id: int, tags: tuple[str, ...], content: str) -> None:
    """Index a record anew. `tags` are terms of their own; `content` is text as people wrote it."""
    folded = fold(content)
    words = [*tags, *terms(folded)]
    if _kind(session) == "sqlite":
        session.execute(text("DELETE FROM record_search WHERE rowid = :id"), {"id": record_id})
        session.execute(
            text("INSERT INTO record_search (rowid, terms, folded) VALUES (:id, :terms, :folded)"),
            {"id": record_id, "terms": " ".join(words), "folded": folded},
        )
        return
    session.execute(
        text(
            "INSERT INTO record_search (id, terms, folded)"
            " VALUES (:id, array_to_tsvector(CAST(:terms AS text[])), :folded)"
            " ON CONFLICT (id) DO UPDATE SET terms = EXCLUDED.terms, folded = EXCLUDED.folded"
        ),
        {"id": record_id, "terms": words, "folded": folded},
    )


def load(session: Session, documents: Iterable[tuple[int, tuple[str, ...], str]]) -> None:
    """Index very many records that are not in it yet: (id, tags, content) each."""
    folded = ((record_id, tags, fold(content)) for record_id, tags, content in documents)
    if _kind(session) == "sqlite":
        rows = ((one, " ".join([*tags, *terms(text_)]), text_) for one, tags, text_ in folded)
        bulk.load_plain(session, "record_search", ("rowid", "terms", "folded"), rows)
        return
    quoted = (
        (one, " ".join(f"'{term}'" for term in [*tags, *terms(text_)]), text_) for one, tags, text_ in folded
    )
    bulk.load_plain(session, "record_search", ("id", "terms", "folded"), quoted)


def find(session: Session, query: Query, low: int, high: int, most: int) -> list[int]:
    """Ids from `low` to below `high` of the newest records that hold all of `query`, newest first."""
    given = {f"within{number}": needle for number, needle in enumerate(query.within)}
    values = {"query": _expression(session, query), "low": low, "high": high, "most": most, **given}
    return [int(row[0]) for row in session.execute(_statement(session, len(query.within)), values)]


def _statement(session: Session, needles: int) -> TextClause:
    select_, within, order = _FIND[_kind(session)]
    return text(select_ + "".join(within.format(number=number) for number in range(needles)) + order)


def _expression(session: Session, query: Query) -> str:
    """The query in the database's language. Terms are letters and digits only, so quoting them is enough."""
    if _kind(session) == "sqlite":
        one_of = " OR ".join(f'"{term}"' for term in query.among)
        every = [f'"{term}"' for term in query.terms] + [f'"{start}"*' for start in query.starts]
        return " AND ".join([*every, f"({one_of})"] if one_of else every)
    one_of = " | ".join(f"'{term}'" for term in query.among)
    every = [f"'{term}'" for term in query.terms] + [f"'{start}':*" for start in query.starts]
    return " & ".join([*every, f"({one_of})"] if one_of else every)


def _kind(session: Session) -> str:
    return session.get_bind().dialect.name
