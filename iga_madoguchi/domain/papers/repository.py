"""All queries on papers, pages, marks, masks and identity checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from iga_madoguchi.domain.papers.models import (
    CallPapers,
    IdentityCheck,
    Paper,
    PaperDrawing,
    PaperMark,
    PaperMask,
    PaperPage,
)

LIMIT = 5000


def table(session: Session, call_id: str) -> CallPapers | None:
    return session.get(CallPapers, call_id)


def paper(session: Session, call_id: str, paper_id: str) -> Paper | None:
    """A paper of this call."""
    found = session.get(Paper, paper_id)
    return found if found is not None and found.call_id == call_id else None


def papers(session: Session, call_id: str) -> list[Paper]:
    """The papers of a call, in the order in which they came."""
    query = select(Paper).where(Paper.call_id == call_id)
    return list(session.exec(query.order_by(col(Paper.added_at), col(Paper.id)).limit(LIMIT)))


def page(session: Session, paper_id: str, number: int) -> PaperPage | None:
    return session.get(PaperPage, (paper_id, number))


def pages(session: Session, paper_ids: Iterable[str]) -> list[PaperPage]:
    query = select(PaperPage).where(col(PaperPage.paper_id).in_(list(paper_ids)))
    return list(session.exec(query.order_by(col(PaperPage.paper_id), col(PaperPage.number))))


def drawing(session: Session, paper_id: str, number: int, width: int) -> PaperDrawing | None:
    """A document's page in another width."""
    return session.get(PaperDrawing, (paper_id, number, width))


def mark(session: Session, call_id: str, mark_id: int) -> PaperMark | None:
    """A mark of this call."""
    found = session.get(PaperMark, mark_id)
    return found if found is not None and found.call_id == call_id else None


def marks(session: Session, call_id: str) -> list[PaperMark]:
    """All marks of a call, in the order in which they were drawn."""
    query = select(PaperMark).where(PaperMark.call_id == call_id)
    return list(session.exec(query.order_by(col(PaperMark.id)).limit(LIMIT)))


def marks_by_id(session: Session, call_id: str, ids: Iterable[int]) -> list[PaperMark]:
    """Those of these marks of a call that are there, in the order in which they were drawn."""
    query = select(PaperMark).where(PaperMark.call_id == call_id, col(PaperMark.id).in_(list(ids)))
    return list(session.exec(query.order_by(col(PaperMark.id)).limit(LIMIT)))


def count_marks(session: Session, call_id: str) -> int:
    return session.exec(select(func.count()).where(PaperMark.call_id == call_id)).one()


def mask(session: Session, paper_id: str, number: int, mask_id: int) -> PaperMask | None:
    """A mask of this page."""
    found = session.get(PaperMask, mask_id)
    return found if found is not None and (found.paper_id, found.page) == (paper_id, number) else None


def masks(session: Session, paper_ids: Iterable[str]) -> list[PaperMask]:
    query = select(PaperMask).where(col(PaperMask.paper_id).in_(list(paper_ids)))
    return list(session.exec(query.order_by(col(PaperMask.id)).limit(LIMIT)))


def identity_checks(session: Session, call_id: str) -> list[IdentityCheck]:
    query = select(IdentityCheck).where(IdentityCheck.call_id == call_id)
    return list(session.exec(query.order_by(col(IdentityCheck.id)).limit(LIMIT)))


def calls_with_passing(session: Session) -> set[str]:
    """Calls that have something which goes with them."""
    held = session.exec(select(Paper.call_id).where(col(Paper.kept_until).is_(None)).distinct())
    drawn = session.exec(select(PaperMark.call_id).where(col(PaperMark.paper_id).is_(None)).distinct())
    laid = session.exec(select(CallPapers.call_id))
    return {*held, *drawn, *laid}


def kept(session: Session) -> list[Paper]:
    """Papers that outlive their call, the first to go first."""
    query = select(Paper).where(col(Paper.kept_until).is_not(None))
    return list(session.exec(query.order_by(col(Paper.kept_until)).limit(LIMIT)))


def expired(session: Session, now: datetime) -> list[Paper]:
    return list(session.exec(select(Paper).where(col(Paper.kept_until) <= now).limit(LIMIT)))


def every(session: Session) -> list[Paper]:
    return list(session.exec(select(Paper).order_by(col(Paper.id))))


def blobs(session: Session, *, kept_only: bool = False) -> dict[str, set[str]]:
    """Every blob that something points to, by key; perhaps only of what outlives its call."""
    found: dict[str, set[str]] = {}
    keys: dict[str, str] = {}
    for row in every(session):
        if row.kept_until is not None or not kept_only:
            keys[row.id] = row.key
            found[row.key] = {row.document}
    for one in session.exec(select(PaperPage)):
        if one.paper_id in keys:
            found[keys[one.paper_id]] |= {one.received, one.image, one.covered}
    for drawn in session.exec(select(PaperDrawing)):
        if drawn.paper_id in keys:
            found[keys[drawn.paper_id]].add(drawn.blob)
    return found


def delete_marks(session: Session, paper_id: str, page: int) -> None:
    """What is drawn on one page."""
    session.execute(delete(PaperMark).where(col(PaperMark.paper_id) == paper_id, col(PaperMark.page) == page))


def delete_paper(session: Session, paper_id: str) -> None:
    """The paper and all that hangs on it; its blobs are the vault's."""
    session.execute(delete(PaperMark).where(col(PaperMark.paper_id) == paper_id))
    session.execute(delete(PaperMask).where(col(PaperMask.paper_id) == paper_id))
    session.execute(delete(PaperDrawing).where(col(PaperDrawing.paper_id) == paper_id))
    session.execute(delete(PaperPage).where(col(PaperPage.paper_id) == paper_id))
    session.execute(delete(Paper).where(col(Paper.id) == paper_id))


def clear_table(session: Session, call_id: str) -> None:
    """Marks on the live picture, and what was shown."""
    session.execute(
        delete(PaperMark).where(col(PaperMark.call_id) == call_id, col(PaperMark.paper_id).is_(None))
    )
    session.execute(delete(CallPapers).where(col(CallPapers.call_id) == call_id))
