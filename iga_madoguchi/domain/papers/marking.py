"""What is shown to both sides, and what is drawn on it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import attending_as, page_of
from iga_madoguchi.domain.papers.content import clean
from iga_madoguchi.domain.papers.events import MARKED, SHOWN, UNMARKED
from iga_madoguchi.domain.papers.models import CallPapers, PaperMark
from iga_madoguchi.domain.papers.policy import (
    LIVE,
    MARKS_LIMIT,
    POINTS,
    POINTS_LIMIT,
    SHAPES,
    TEXT_LIMIT,
    TMP_LIMIT,
)
from iga_madoguchi.domain.papers.views import Point, Shown
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound

ROUND = 4  # digits: a hundredth of a millimetre on A4


def show(database: Database, who: Identity, call_id: str, paper_id: str, page: int = 1) -> None:
    """Both sides see this page, or the live picture, from now on. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        attending_as(session, who, call_id, "desk")
        spot = _spot(session, call_id, Shown(paper_id, page))
        row = repository.table(session, call_id) or CallPapers(call_id=call_id)
        row.shown, row.page = spot.paper, spot.page
        session.add(row)
        announce(session, SHOWN, call_id)


def mark(
    database: Database,
    who: Identity,
    call_id: str,
    shape: str,
    points: Sequence[Point],
    text: str = "",
    tmp: str = "",
    on: Shown | None = None,
) -> str:
    """Draw on what is shown, or on another page; the mark's id. Points in 0..1 of the page.

    Raises NotFound, InvalidInput `papers.mark.shape|points|outside|empty|tmp`, Conflict `papers.marks.full`.
    """
    words = clean(text, TEXT_LIMIT)
    _check(shape, points, words, tmp)
    with database.transaction() as session:
        part = attending_as(session, who, call_id, "desk", "branch", "guest")
        spot = shown(session, call_id) if on is None else _spot(session, call_id, on)
        if repository.count_marks(session, call_id) >= MARKS_LIMIT:
            raise Conflict("papers.marks.full", limit=MARKS_LIMIT)
        row = PaperMark(
            call_id=call_id,
            paper_id=None if spot.paper == LIVE else spot.paper,
            page=spot.page,
            by=part.role,
            terminal_id=who.terminal_id,
            shape=shape,
            points=json.dumps([[round(x, ROUND), round(y, ROUND)] for x, y in points]),
            text=words,
            tmp=tmp,
        )
        session.add(row)
        session.flush()
        announce(session, MARKED, {"call": call_id, "mark": str(row.id)})
        return str(row.id)


def unmark(database: Database, who: Identity, call_id: str, mark_id: str) -> None:
    """Take a mark away: the desk any, everybody else their own. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        part = attending_as(session, who, call_id, "desk", "branch", "guest")
        row = repository.mark(session, call_id, _number(mark_id))
        if row is None:
            raise NotFound("papers.mark.unknown")
        if part.role != "desk" and row.terminal_id != who.terminal_id:
            raise NotAllowed("papers.not_yours")
        session.delete(row)
        announce(session, UNMARKED, {"call": call_id, "marks": [mark_id]})


def clear(database: Database, who: Identity, call_id: str) -> None:
    """Take the marks of what is shown away: the desk all, everybody else their own. Raises NotFound."""
    with database.transaction() as session:
        part = attending_as(session, who, call_id, "desk", "branch", "guest")
        spot, gone = shown(session, call_id), []
        for row in repository.marks(session, call_id):
            mine = part.role == "desk" or row.terminal_id == who.terminal_id
            if mine and ((row.paper_id or LIVE), row.page) == (spot.paper, spot.page):
                session.delete(row)
                gone.append(str(row.id))
        announce(session, UNMARKED, {"call": call_id, "marks": gone})


def shown(session: Session, call_id: str) -> Shown:
    """What both sides of a call see; the live picture until the desk says otherwise."""
    row = repository.table(session, call_id)
    return Shown(LIVE, 1) if row is None else Shown(row.shown, row.page)


def _spot(session: Session, call_id: str, wanted: Shown) -> Shown:
    """A page that is there. Raises NotFound."""
    if wanted.paper == LIVE:
        return Shown(LIVE, 1)
    paper = repository.paper(session, call_id, wanted.paper)
    if paper is None:
        raise NotFound("papers.paper.unknown")
    page_of(session, paper, wanted.page)
    return wanted


def _check(shape: str, points: Sequence[Point], text: str, tmp: str) -> None:
    if shape not in SHAPES:
        raise InvalidInput("papers.mark.shape")
    least, most = POINTS.get(shape, (1, POINTS_LIMIT))
    if not least <= len(points) <= most:
        raise InvalidInput("papers.mark.points")
    if not all(math.isfinite(value) and 0 <= value <= 1 for point in points for value in point):
        raise InvalidInput("papers.mark.outside")
    if shape == "text" and not text:
        raise InvalidInput("papers.mark.empty")
    if len(tmp) > TMP_LIMIT:
        raise InvalidInput("papers.mark.tmp")


def _number(mark_id: str) -> int:
    """Raises NotFound for what no mark of ours is called."""
    if not (mark_id.isascii() and mark_id.isdigit() and len(mark_id) <= 18):
        raise NotFound("papers.mark.unknown")
    return int(mark_id)
