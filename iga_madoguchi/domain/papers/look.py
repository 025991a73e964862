"""Looking at papers: the whole counter of a call, and single page images."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls.views import Attendance
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import keeps, page_of, visible
from iga_madoguchi.domain.papers.content import media_type
from iga_madoguchi.domain.papers.marking import shown
from iga_madoguchi.domain.papers.models import Paper, PaperDrawing, PaperMark, PaperMask, PaperPage
from iga_madoguchi.domain.papers.policy import LIVE, PAGE_WIDTH, WIDTHS
from iga_madoguchi.domain.papers.ports import Pages, Vault
from iga_madoguchi.domain.papers.views import (
    DrawnView,
    MarkView,
    MaskView,
    PageImage,
    PageView,
    PaperView,
    Shown,
    TableView,
)
from iga_madoguchi.errors import InvalidInput, NotAllowed


def part(database: Database, who: Identity, call_id: str) -> Attendance:
    """This terminal's part in a call that is on. Raises NotFound."""
    with database.reading() as session:
        return attendance.attending(session, who, call_id)


def table(database: Database, who: Identity, call_id: str) -> TableView:
    """Everything that lies on the counter of a call this terminal attends. Raises NotFound."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        live = tuple(_mark(row) for row in repository.marks(session, call_id) if row.paper_id is None)
        return TableView(_views(session, repository.papers(session, call_id)), shown(session, call_id), live)


def kept(database: Database, who: Identity, call_id: str) -> tuple[PaperView, ...]:
    """What this desk's department keeps of a call that is over; nothing for anybody else."""
    now = database.clock.now()
    with database.reading() as session:
        if not attendance.over(session, call_id):
            return ()
        papers = [paper for paper in repository.papers(session, call_id) if keeps(session, who, paper, now)]
        return _views(session, papers)


def drawn(database: Database, who: Identity, call_id: str, marks: Sequence[str]) -> tuple[DrawnView, ...]:
    """Those of these marks that are still there, in the order in which they were drawn. Raises NotFound."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        rows = repository.marks_by_id(session, call_id, [int(mark) for mark in marks])
        return tuple(DrawnView(row.paper_id or LIVE, _mark(row)) for row in rows)


def on_show(database: Database, who: Identity, call_id: str) -> Shown:
    """What both sides see. Raises NotFound."""
    with database.reading() as session:
        attendance.attending(session, who, call_id)
        return shown(session, call_id)


def page_image(
    database: Database,
    vault: Vault,
    pages: Pages,
    who: Identity,
    call_id: str,
    paper_id: str,
    number: int,
    *,
    as_received: bool = False,
    width: int = PAGE_WIDTH,
) -> PageImage:
    """One page as a picture; masks are black on it. A look at a kept paper is logged.

    `width` counts for documents without masks: the next of `WIDTHS`. Raises NotFound,
    InvalidInput `papers.width.range|papers.document.*`,
    NotAllowed `papers.page.masked` for a masked page as received, Unavailable.
    """
    if not WIDTHS[0] <= width <= WIDTHS[-1]:
        raise InvalidInput("papers.width.range", low=WIDTHS[0], high=WIDTHS[-1])
    width = next(one for one in WIDTHS if one >= width)
    with database.reading() as session:
        paper = visible(session, who, call_id, paper_id, database.clock.now())
        page = page_of(session, paper, number)
    if as_received and page.covered:
        raise NotAllowed("papers.page.masked")
    if paper.kept_until is not None:
        _log(database, who, paper, number)
    if page.covered:
        data = vault.get(paper.key, page.covered)
    elif paper.document and width != PAGE_WIDTH:
        data = _drawn(database, vault, pages, paper, number, width)
    elif as_received and page.received:
        data = vault.get(paper.key, page.received)
    else:
        data = plain_image(database, vault, pages, paper, page)
    return PageImage(data, media_type(data))


def plain_image(database: Database, vault: Vault, pages: Pages, paper: Paper, page: PaperPage) -> bytes:
    """A page without its masks. A document's page is drawn when it is first looked at, and stored."""
    if page.image:
        return vault.get(paper.key, page.image)
    data = pages.render(vault.get(paper.key, paper.document), page.number, PAGE_WIDTH)
    blob = vault.put(paper.key, data)
    with database.transaction() as session:
        row = repository.page(session, paper.id, page.number)
        first = row is not None and not row.image
        if row is not None and first:
            row.image = blob
            session.add(row)
    if not first:
        vault.drop(paper.key, blob)
    return data


def _drawn(database: Database, vault: Vault, pages: Pages, paper: Paper, number: int, width: int) -> bytes:
    """A document's page in another width; drawn at the first look, and stored."""
    with database.reading() as session:
        known = repository.drawing(session, paper.id, number, width)
    if known is not None:
        return vault.get(paper.key, known.blob)
    data = pages.render(vault.get(paper.key, paper.document), number, width)
    blob = vault.put(paper.key, data)
    with database.transaction() as session:
        gone = repository.page(session, paper.id, number) is None
        first = not gone and repository.drawing(session, paper.id, number, width) is None
        if first:
            session.add(PaperDrawing(paper_id=paper.id, number=number, width=width, blob=blob))
    if not first:
        vault.drop(paper.key, blob)
    return data


def _log(database: Database, who: Identity, paper: Paper, number: int) -> None:
    with database.transaction() as session:
        audit.record(
            session,
            database.clock.now(),
            "papers.kept.looked",
            who.actor,
            paper.call_id,
            paper=paper.id,
            page=number,
        )


def _views(session: Session, papers: Sequence[Paper]) -> tuple[PaperView, ...]:
    if not papers:
        return ()
    ids = [paper.id for paper in papers]
    masks: dict[tuple[str, int], list[PaperMask]] = defaultdict(list)
    for mask in repository.masks(session, ids):
        masks[mask.paper_id, mask.page].append(mask)
    pages: dict[str, list[PageView]] = defaultdict(list)
    for page in repository.pages(session, ids):
        pages[page.paper_id].append(_page(page, masks[page.paper_id, page.number]))
    marks: dict[str | None, list[MarkView]] = defaultdict(list)
    for mark in repository.marks(session, papers[0].call_id):
        marks[mark.paper_id].append(_mark(mark))
    return tuple(
        PaperView(
            paper.id,
            paper.kind,
            paper.title,
            tuple(pages[paper.id]),
            tuple(marks[paper.id]),
            paper.kept_until,
        )
        for paper in papers
    )


def _page(page: PaperPage, masks: Sequence[PaperMask]) -> PageView:
    corners = json.loads(page.corners) if page.corners else None
    return PageView(
        number=page.number,
        width=page.width,
        height=page.height,
        certain=page.certain,
        turned=page.turned,
        corners=None if corners is None else tuple((x, y) for x, y in corners),
        received_width=page.received_width,
        received_height=page.received_height,
        # A document's page keeps its version when it is first drawn.
        version=page.covered or (page.image if page.received else ""),
        masks=tuple(MaskView(str(m.id), m.x, m.y, m.width, m.height) for m in masks),
    )


def _mark(row: PaperMark) -> MarkView:
    points = tuple((x, y) for x, y in json.loads(row.points))
    return MarkView(str(row.id), row.page, row.by, row.shape, points, row.text, row.tmp)
