"""Masks that the desk draws on a stored page: from then on that part is black for everybody."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import in_charge, page_of, visible
from iga_madoguchi.domain.papers.events import CHANGED
from iga_madoguchi.domain.papers.look import plain_image
from iga_madoguchi.domain.papers.models import Paper, PaperMask, PaperPage
from iga_madoguchi.domain.papers.policy import MASKS_LIMIT, UNMASK_REASONS
from iga_madoguchi.domain.papers.ports import Pages, Rect, Vault
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound

LEAST = 0.005  # of a page's side; smaller is a slip of the hand


def mask(
    database: Database,
    vault: Vault,
    pages: Pages,
    who: Identity,
    call_id: str,
    paper_id: str,
    number: int,
    rect: Rect,
) -> None:
    """Black out a part of a page for everybody. Raises NotFound, NotAllowed, InvalidInput
    `papers.mask.outside|small`, Conflict `papers.masks.full|papers.page.changed`, Unavailable."""
    _check(rect)
    with database.reading() as session:
        paper = in_charge(session, who, call_id, paper_id, database.clock.now())
        page, rects = page_of(session, paper, number), _rects(session, paper, number)
    if len(rects) >= MASKS_LIMIT:
        raise Conflict("papers.masks.full", limit=MASKS_LIMIT)
    blob = _covered(database, vault, pages, paper, page, [*rects, rect])

    def draw(session: Session) -> None:
        in_charge(session, who, call_id, paper_id, database.clock.now())
        row = PaperMask(
            paper_id=paper_id, page=number, x=rect.x, y=rect.y, width=rect.width, height=rect.height
        )
        session.add(row)
        session.flush()
        _log(session, database, who, paper, "drawn", page=number, mask=str(row.id))

    _replace(database, vault, paper, page, blob, draw)


def unmask(
    database: Database,
    vault: Vault,
    pages: Pages,
    who: Identity,
    call_id: str,
    paper_id: str,
    number: int,
    mask_id: int,
    reason: str,
) -> None:
    """Lift one mask, for a reason that the operation log keeps.

    Raises NotFound, NotAllowed `papers.unmask.not_allowed`, InvalidInput `papers.unmask.reason`,
    Conflict `papers.page.changed`, Unavailable.
    """
    with database.reading() as session:
        paper = _liftable(session, who, call_id, paper_id, database.clock.now())
        page = page_of(session, paper, number)
        if reason not in UNMASK_REASONS:
            raise InvalidInput("papers.unmask.reason")
        if repository.mask(session, paper_id, number, mask_id) is None:
            raise NotFound("papers.mask.unknown")
        rects = _rects(session, paper, number, without=mask_id)
    blob = _covered(database, vault, pages, paper, page, rects) if rects else ""

    def lift(session: Session) -> None:
        row = repository.mask(session, paper_id, number, mask_id)
        if row is None:
            raise Conflict("papers.page.changed")
        session.delete(row)
        _log(session, database, who, paper, "lifted", page=number, mask=str(mask_id), reason=reason)

    _replace(database, vault, paper, page, blob, lift)


def _liftable(session: Session, who: Identity, call_id: str, paper_id: str, now: datetime) -> Paper:
    """The bureau needs no seat in the call; a desk's lead lifts only what their desk is in charge of.

    For those without the permission it is as if they asked to look.
    """
    if Permission.PAPERS_UNMASK not in who.permissions:
        visible(session, who, call_id, paper_id, now)
        raise NotAllowed("papers.unmask.not_allowed")
    if Permission.DESK_USE in who.permissions:
        return in_charge(session, who, call_id, paper_id, now)
    paper = repository.paper(session, call_id, paper_id)
    if paper is None:
        raise NotFound("papers.paper.unknown")
    return paper


def _check(rect: Rect) -> None:
    values = (rect.x, rect.y, rect.width, rect.height)
    if not all(math.isfinite(value) and 0 <= value <= 1 for value in values):
        raise InvalidInput("papers.mask.outside")
    if rect.x + rect.width > 1 or rect.y + rect.height > 1:
        raise InvalidInput("papers.mask.outside")
    if min(rect.width, rect.height) < LEAST:
        raise InvalidInput("papers.mask.small")


def _rects(session: Session, paper: Paper, number: int, without: int | None = None) -> list[Rect]:
    rows = repository.masks(session, [paper.id])
    return [Rect(m.x, m.y, m.width, m.height) for m in rows if m.page == number and m.id != without]


def _covered(
    database: Database, vault: Vault, pages: Pages, paper: Paper, page: PaperPage, rects: Sequence[Rect]
) -> str:
    """A blob of the page with these parts black."""
    return vault.put(paper.key, pages.cover(plain_image(database, vault, pages, paper, page), rects))


def _replace(
    database: Database,
    vault: Vault,
    paper: Paper,
    page: PaperPage,
    blob: str,
    change: Callable[[Session], None],
) -> None:
    """Serve `blob` from now on, if nobody else changed the page's masks or picture meanwhile."""
    try:
        with database.transaction() as session:
            now = page_of(session, paper, page.number)
            if now.covered != page.covered or (page.received and now.image != page.image):
                raise Conflict("papers.page.changed")
            change(session)
            now.covered = blob
            session.add(now)
            announce(session, CHANGED, paper.call_id)
    except BaseException:
        if blob:
            vault.drop(paper.key, blob)
        raise
    if page.covered:
        vault.drop(paper.key, page.covered)


def _log(
    session: Session, database: Database, who: Identity, paper: Paper, what: str, **data: str | int
) -> None:
    now = database.clock.now()
    audit.record(session, now, f"papers.mask.{what}", who.actor, paper.call_id, paper=paper.id, **data)
