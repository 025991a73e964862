"""The desk puts a still right: drags a corner of the sheet, or turns it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.access import in_charge, page_of
from iga_madoguchi.domain.papers.events import CHANGED
from iga_madoguchi.domain.papers.models import PaperPage
from iga_madoguchi.domain.papers.ports import Corner, Imaging, Still, Vault
from iga_madoguchi.domain.papers.views import Point
from iga_madoguchi.errors import Conflict, InvalidInput, WrongOrder

TURNS = (0, 90, 180, 270)


def straighten(
    database: Database,
    vault: Vault,
    imaging: Imaging,
    who: Identity,
    call_id: str,
    paper_id: str,
    number: int,
    corners: Sequence[Point] | None,
    turn: int = 0,
) -> None:
    """Make the page anew from the picture as received; without corners all of it. `turn` is in degrees.

    What was drawn on the page lay on another picture and goes.

    Raises NotFound, NotAllowed, InvalidInput `papers.picture.corners|papers.turn.unknown`,
    WrongOrder `papers.page.not_a_still|papers.page.masked`, Conflict `papers.page.changed`, Unavailable.
    """
    if turn not in TURNS:
        raise InvalidInput("papers.turn.unknown")
    with database.reading() as session:
        paper = in_charge(session, who, call_id, paper_id, database.clock.now())
        page = page_of(session, paper, number)
        _must_be_plain(page)
    given = None if corners is None else _checked(corners, page)
    still = imaging.straighten(vault.get(paper.key, page.received), given, turn)
    image = vault.put(paper.key, still.page)
    try:
        with database.transaction() as session:
            now = page_of(session, in_charge(session, who, call_id, paper_id, database.clock.now()), number)
            _must_be_plain(now)
            if now.image != page.image:
                raise Conflict("papers.page.changed")
            now.image, now.width, now.height = image, still.page_width, still.page_height
            now.corners, now.turned, now.certain = _packed(given), turn, True
            session.add(now)
            repository.delete_marks(session, paper_id, number)
            audit.record(
                session,
                database.clock.now(),
                "papers.page.straightened",
                who.actor,
                call_id,
                paper=paper_id,
                page=number,
            )
            announce(session, CHANGED, call_id)
    except BaseException:
        vault.drop(paper.key, image)
        raise
    if page.image != page.received:
        vault.drop(paper.key, page.image)


def laid_down(vault: Vault, key: str, paper_id: str, still: Still) -> PaperPage:
    """A first page of a still, its pictures in the vault."""
    received = vault.put(key, still.received)
    try:
        image = received if still.page == still.received else vault.put(key, still.page)
    except BaseException:
        vault.drop(key, received)
        raise
    return PaperPage(
        paper_id=paper_id,
        number=1,
        received=received,
        image=image,
        width=still.page_width,
        height=still.page_height,
        received_width=still.width,
        received_height=still.height,
        certain=still.certain,
        corners=_packed(still.corners),
    )


def _packed(corners: Sequence[Corner] | None) -> str:
    """Corners as the row keeps them."""
    if corners is None:
        return ""
    return json.dumps([[round(corner.x, 1), round(corner.y, 1)] for corner in corners])


def _checked(corners: Sequence[Point], page: PaperPage) -> tuple[Corner, ...]:
    if len(corners) != 4 or not all(_inside(point, page) for point in corners):
        raise InvalidInput("papers.picture.corners")
    return tuple(Corner(x, y) for x, y in corners)


def _inside(point: Point, page: PaperPage) -> bool:
    """Of the picture as received; not a number is nowhere."""
    x, y = point
    return 0 <= x <= page.received_width and 0 <= y <= page.received_height


def _must_be_plain(page: PaperPage) -> None:
    """Masks lie where the page was when they were drawn."""
    if not page.received:
        raise WrongOrder("papers.page.not_a_still")
    if page.covered:
        raise WrongOrder("papers.page.masked")
