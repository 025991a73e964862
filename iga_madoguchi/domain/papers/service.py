"""How something comes onto the counter: a still from the branch's camera, a document from the desk.

What takes long (scanning, decoding, encrypting) happens before the transaction; the blobs are on the disk
before a row names them, and go again when no row does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.forms.views import Cover
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.papers import content, covering, repository
from iga_madoguchi.domain.papers.access import attending_as
from iga_madoguchi.domain.papers.adjusting import laid_down
from iga_madoguchi.domain.papers.events import CHANGED, SHOOT
from iga_madoguchi.domain.papers.models import Paper, PaperPage
from iga_madoguchi.domain.papers.policy import (
    FRAMES_LIMIT,
    PAPERS_LIMIT,
    STILL_PAGES_LIMIT,
)
from iga_madoguchi.domain.papers.ports import Imaging, Pages, Scanner, Size, Still, Vault
from iga_madoguchi.domain.papers.views import Place
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from iga_madoguchi.kit.ids import new_id


def shoot(
    database: Database, who: Identity, call_id: str, cover: Cover | None = None, paper_id: str = ""
) -> str:
    """The owner's desk, or the branch itself, asks the branch's camera for a still; the request's id.

    With `cover` the branch blackens its places before anything is sent, and sends nothing if it cannot; its
    camera is dark until `covering.end`. With `paper_id` the picture becomes the next page of that still.

    Raises NotFound, NotAllowed `papers.not_yours`, Conflict `papers.paper.full`, `papers.cover.lying` without
    `cover` while something lies there.
    """
    request = new_id()
    with database.transaction() as session:
        if cover is not None:
            require(session, "covers")
        attending_as(session, who, call_id, "desk", "branch")
        if paper_id:
            _next_page(session, call_id, paper_id)
        what = {} if cover is None else {"cover": cover.id}
        audit.record(
            session, database.clock.now(), "papers.still.asked", who.actor, call_id, request=request, **what
        )
        if cover is None:
            covering.must_be_clear(session, call_id, request)
        else:
            covering.order(session, call_id, request, cover)
        announce(session, SHOOT, {"call": call_id, "request": request, "paper": paper_id})
    return request


def add_still(
    database: Database,
    vault: Vault,
    imaging: Imaging,
    scanner: Scanner,
    who: Identity,
    call_id: str,
    pictures: Sequence[bytes],
    request: str = "",
) -> Place:
    """The branch lays a still down: 1 to 8 frames of the same scene become one page.

    Raises NotFound, NotAllowed, InvalidInput `papers.upload.*|papers.picture.*`,
    Conflict `papers.call.full|papers.cover.lying`, Unavailable.
    """
    still = _pictured(database, imaging, scanner, who, call_id, pictures, request)
    key = vault.new_key()
    paper = Paper(id=new_id(), call_id=call_id, kind="still", key=key, added_at=database.clock.now())

    def put() -> list[PaperPage]:
        return [laid_down(vault, key, paper.id, still)]

    def store(session: Session, pages: list[PaperPage]) -> Place:
        attending_as(session, who, call_id, "branch")
        covering.must_be_clear(session, call_id, request)
        _lay_down(session, paper, pages)
        _log(session, database, who, paper, 1, request)
        return Place(paper.id, 1)

    return _stored(database, put, store, lambda _pages: vault.destroy(key))


def add_page(
    database: Database,
    vault: Vault,
    imaging: Imaging,
    scanner: Scanner,
    who: Identity,
    call_id: str,
    paper_id: str,
    pictures: Sequence[bytes],
    request: str = "",
) -> Place:
    """As `add_still`, but the next page of a still that lies there. Raises Conflict `papers.paper.full`."""
    with database.reading() as session:
        attending_as(session, who, call_id, "branch")
        key = _still(session, call_id, paper_id).key
    still = _pictured(database, imaging, scanner, who, call_id, pictures, request)

    def put() -> list[PaperPage]:
        return [laid_down(vault, key, paper_id, still)]

    def store(session: Session, pages: list[PaperPage]) -> Place:
        (page,) = pages
        attending_as(session, who, call_id, "branch")
        covering.must_be_clear(session, call_id, request)
        paper, page.number = _next_page(session, call_id, paper_id)
        session.add(page)
        session.flush()
        _log(session, database, who, paper, page.number, request)
        return Place(paper_id, page.number)

    def withdraw(pages: list[PaperPage]) -> None:
        for page in pages:
            vault.drop(key, page.received)
            vault.drop(key, page.image)

    return _stored(database, put, store, withdraw)


def add_document(
    database: Database,
    vault: Vault,
    pages: Pages,
    scanner: Scanner,
    who: Identity,
    call_id: str,
    data: bytes,
    name: str,
) -> Place:
    """The owner's desk lays a document down: PDF, JPEG, PNG or WebP, whatever its name says.

    Raises NotFound, NotAllowed, InvalidInput `papers.upload.*|papers.document.*|papers.picture.*`,
    Conflict `papers.call.full`, Unavailable.
    """
    with database.reading() as session:
        attending_as(session, who, call_id, "desk")
    kind = content.kind_of(data)
    scanner.check(data)
    if kind == "pdf":
        return lay_pdf(database, vault, pages, who, call_id, data, "document", content.title_of(name))
    paper = _document(database, vault, call_id, "document", content.title_of(name))
    return _stored_document(
        database, vault, who, paper, lambda: [_page_of_picture(vault, paper, pages, data)]
    )


def lay_pdf(
    database: Database,
    vault: Vault,
    pages: Pages,
    who: Identity,
    call_id: str,
    data: bytes,
    kind: str,
    title: str,
) -> Place:
    """The owner's desk lays a PDF down that the scanner has seen, or that we have drawn ourselves."""
    paper = _document(database, vault, call_id, kind, title)

    def put() -> list[PaperPage]:
        opened = pages.open(data)
        rows = _measured(paper.id, opened.sizes)
        paper.document = vault.put(paper.key, data)
        rows[0].image = vault.put(paper.key, opened.first)
        return rows

    return _stored_document(database, vault, who, paper, put)


def _document(database: Database, vault: Vault, call_id: str, kind: str, title: str) -> Paper:
    key, now = vault.new_key(), database.clock.now()
    return Paper(id=new_id(), call_id=call_id, kind=kind, title=title, key=key, added_at=now)


def _stored_document(
    database: Database, vault: Vault, who: Identity, paper: Paper, put: Callable[[], list[PaperPage]]
) -> Place:
    def store(session: Session, rows: list[PaperPage]) -> Place:
        attending_as(session, who, paper.call_id, "desk")
        _lay_down(session, paper, rows)
        _log(session, database, who, paper, len(rows))
        return Place(paper.id, 1)

    return _stored(database, put, store, lambda _rows: vault.destroy(paper.key))


def _pictured(
    database: Database,
    imaging: Imaging,
    scanner: Scanner,
    who: Identity,
    call_id: str,
    pictures: Sequence[bytes],
    request: str,
) -> Still:
    with database.reading() as session:
        attending_as(session, who, call_id, "branch")
        covering.must_be_clear(session, call_id, request)  # before anything is made of it
    if not 1 <= len(pictures) <= FRAMES_LIMIT:
        raise InvalidInput("papers.upload.count", limit=FRAMES_LIMIT)
    for picture in pictures:
        content.picture_kind(picture)
        scanner.check(picture)
    return imaging.still(pictures)


def _stored(
    database: Database,
    put: Callable[[], list[PaperPage]],
    store: Callable[[Session, list[PaperPage]], Place],
    withdraw: Callable[[list[PaperPage]], None],
) -> Place:
    """Blobs first, then the rows; what no row names is taken back."""
    pages: list[PaperPage] = []
    try:
        pages = put()
        with database.transaction() as session:
            return store(session, pages)
    except BaseException:
        withdraw(pages)
        raise


def _lay_down(session: Session, paper: Paper, pages: list[PaperPage]) -> None:
    if len(repository.papers(session, paper.call_id)) >= PAPERS_LIMIT:
        raise Conflict("papers.call.full", limit=PAPERS_LIMIT)
    session.add(paper)
    session.flush()
    session.add_all(pages)
    session.flush()


def _log(
    session: Session, database: Database, who: Identity, paper: Paper, page: int, request: str = ""
) -> None:
    audit.record(
        session,
        database.clock.now(),
        "papers.paper.added",
        who.actor,
        paper.call_id,
        paper=paper.id,
        kind=paper.kind,
        page=page,
        request=request,
    )
    announce(session, CHANGED, paper.call_id)


def _still(session: Session, call_id: str, paper_id: str) -> Paper:
    paper = repository.paper(session, call_id, paper_id)
    if paper is None or paper.kind != "still":
        raise NotFound("papers.paper.unknown")
    return paper


def _next_page(session: Session, call_id: str, paper_id: str) -> tuple[Paper, int]:
    """A still, and the number that its next page has."""
    paper = _still(session, call_id, paper_id)
    number = len(repository.pages(session, [paper_id])) + 1
    if number > STILL_PAGES_LIMIT:
        raise Conflict("papers.paper.full", limit=STILL_PAGES_LIMIT)
    return paper, number


def _measured(paper_id: str, sizes: Sequence[Size]) -> list[PaperPage]:
    return [
        PaperPage(
            paper_id=paper_id,
            number=number,
            width=size.width,
            height=size.height,
            received_width=size.width,
            received_height=size.height,
        )
        for number, size in enumerate(sizes, 1)
    ]


def _page_of_picture(vault: Vault, paper: Paper, pages: Pages, data: bytes) -> PaperPage:
    made = pages.picture(data)
    width, height = made.size.width, made.size.height
    return PaperPage(
        paper_id=paper.id,
        number=1,
        image=vault.put(paper.key, made.data),
        width=width,
        height=height,
        received_width=width,
        received_height=height,
    )
