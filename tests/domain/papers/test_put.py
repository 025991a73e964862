"""How something comes onto the counter, who may, and what is refused without a trace."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import talk
from iga_madoguchi.domain.papers import adjusting, keeping, look, marking, service
from iga_madoguchi.domain.papers.content import kind_of, title_of
from iga_madoguchi.domain.papers.events import CHANGED, SHOOT
from iga_madoguchi.domain.papers.policy import FRAMES_LIMIT, PAPERS_LIMIT, STILL_PAGES_LIMIT
from iga_madoguchi.domain.papers.views import Shown
from iga_madoguchi.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Unavailable,
    WrongOrder,
)
from tests import papers
from tests.domain.papers.conftest import Counter


def test_a_still_is_seen_by_both_sides_and_by_nobody_else(counter: Counter) -> None:
    paper = counter.still(request="abc")
    assert counter.city.hub.published[-1] == (CHANGED, counter.call)
    for who in (counter.ayama, counter.kodomo):
        (view,) = counter.table(who).papers
        (page,) = view.pages
        assert (view.id, view.kind, view.kept_until) == (paper, "still", None)
        assert (page.number, page.width, page.height, page.turned, page.masks) == (1, 800, 600, 0, ())
        assert counter.image(who, paper).kind == "image/jpeg"
    for verb in (
        lambda: look.table(counter.city.database, counter.hoken, counter.call),
        lambda: counter.image(counter.hoken, paper),
        lambda: counter.image(counter.kodomo, "no-such-paper"),
        lambda: counter.image(counter.kodomo, paper, 2),
    ):
        with pytest.raises(NotFound):
            verb()
    assert counter.logged("papers.paper.added") == [
        {"paper": paper, "kind": "still", "page": 1, "request": "abc"}
    ]


def test_a_colleague_looks_at_nothing_before_joining(counter: Counter) -> None:
    from iga_madoguchi.domain.calls import guests

    paper, city = counter.still(), counter.city
    guests.ask(city.database, city.presence, counter.kodomo, counter.call, "hoken")
    with pytest.raises(NotFound):
        counter.image(counter.hoken, paper)
    guests.join(city.database, city.presence, counter.hoken, counter.call)
    assert counter.image(counter.hoken, paper).data
    with pytest.raises(NotAllowed):
        counter.document(papers.pdf(), who=counter.hoken)


def test_several_stills_make_one_paper(counter: Counter) -> None:
    paper = counter.still()
    place = service.add_page(
        counter.city.database,
        counter.vault,
        counter.imaging,
        counter.scanner,
        counter.ayama,
        counter.call,
        paper,
        [papers.picture((640, 480))],
    )
    assert (place.paper, place.page) == (paper, 2)
    (view,) = counter.table().papers
    assert [(page.number, page.width) for page in view.pages] == [(1, 800), (2, 640)]
    assert counter.image(counter.kodomo, paper, 2).data != counter.image(counter.kodomo, paper, 1).data


@pytest.mark.parametrize("where", ["absent", "a document", "full"])
def test_a_page_goes_only_to_a_still_with_room(
    counter: Counter, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "STILL_PAGES_LIMIT", 1)
    paper = {"absent": lambda: "x" * 22, "a document": lambda: counter.document(papers.pdf())}.get(
        where, counter.still
    )()
    before = counter.blobs()
    with pytest.raises((NotFound, Conflict)):
        service.add_page(
            counter.city.database,
            counter.vault,
            counter.imaging,
            counter.scanner,
            counter.ayama,
            counter.call,
            paper,
            [papers.picture()],
        )
    assert counter.blobs() == before
    assert STILL_PAGES_LIMIT > 1


def test_a_document_is_drawn_where_it_is_looked_at(counter: Counter) -> None:
    paper = counter.document(papers.pdf(3))
    assert counter.blobs() == 2, "the document and its first page"
    first = counter.image(counter.ayama, paper, 3)
    assert first.kind == "image/jpeg"
    assert counter.blobs() == 3
    assert counter.image(counter.kodomo, paper, 3).data == first.data
    assert counter.blobs() == 3
    assert len(counter.image(counter.kodomo, paper, 1, width=400).data) < len(first.data)
    for width in (399, 2401, -1):
        with pytest.raises(InvalidInput):
            counter.image(counter.kodomo, paper, 1, width=width)


def test_a_picture_may_be_a_document(counter: Counter) -> None:
    paper = counter.document(papers.picture(kind="PNG"), "地図.png")
    (view,) = counter.table().papers
    assert (view.id, view.kind, view.title, view.pages[0].width) == (paper, "document", "地図.png", 800)
    assert counter.image(counter.ayama, paper).kind == "image/jpeg"
    assert counter.image(counter.ayama, paper, as_received=True).kind == "image/jpeg"


def test_each_side_puts_what_is_its_own(counter: Counter) -> None:
    with pytest.raises(NotAllowed):
        counter.document(papers.pdf(), who=counter.ayama)
    tools = (counter.city.database, counter.vault, counter.imaging, counter.scanner)
    with pytest.raises(NotAllowed):
        service.add_still(*tools, counter.kodomo, counter.call, [papers.picture()])
    with pytest.raises(NotFound):
        service.add_still(*tools, counter.hoken, counter.call, [papers.picture()])
    assert (counter.blobs(), counter.keys()) == (0, 0)


def test_asking_for_a_still(counter: Counter) -> None:
    database = counter.city.database
    request = service.shoot(database, counter.kodomo, counter.call)
    assert (SHOOT, {"call": counter.call, "request": request, "paper": ""}) in counter.city.hub.published
    service.shoot(database, counter.ayama, counter.call)
    with pytest.raises(NotFound):
        service.shoot(database, counter.hoken, counter.call)


def test_asking_for_the_next_page(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    database, paper = counter.city.database, counter.still()
    request = service.shoot(database, counter.kodomo, counter.call, paper_id=paper)
    assert (SHOOT, {"call": counter.call, "request": request, "paper": paper}) in counter.city.hub.published
    with pytest.raises(NotFound):
        service.shoot(database, counter.kodomo, counter.call, paper_id="x" * 22)
    monkeypatch.setattr(service, "STILL_PAGES_LIMIT", 1)
    with pytest.raises(Conflict) as refused:
        service.shoot(database, counter.kodomo, counter.call, paper_id=paper)
    assert refused.value.code == "papers.paper.full"


HOSTILE = {
    "nothing": (b"", "papers.upload.empty"),
    "25 MiB": (b"%PDF-" + bytes(25 << 20), "papers.upload.too_large"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "papers.upload.type"),
    "XML": (b"<?xml version='1.0'?><svg/>", "papers.upload.type"),
    "HTML named .png": (b"<!doctype html><script>alert(1)</script>", "papers.upload.type"),
    "GIF": (b"GIF89a" + bytes(100), "papers.upload.type"),
    "a program": (b"MZ" + bytes(100), "papers.upload.type"),
    "words before a PDF": (b"hello %PDF-1.7", "papers.upload.type"),
    "PDF and ZIP": (papers.with_zip(papers.pdf()), "papers.upload.ambiguous"),
    "JPEG and ZIP": (papers.with_zip(papers.picture()), "papers.upload.ambiguous"),
    "PNG and PDF": (papers.picture(kind="PNG") + papers.pdf(), "papers.upload.ambiguous"),
    "WebP and HTML": (papers.picture(kind="WEBP") + b"<html><script>", "papers.upload.ambiguous"),
    "JPEG and HTML": (papers.picture() + b"<html>", "papers.upload.ambiguous"),
    "PDF and HTML": (b"%PDF-1.7\n<html><script>1</script>" + papers.pdf(), "papers.upload.ambiguous"),
    "encrypted": (papers.encrypted_pdf(), "papers.document.encrypted"),
    "truncated": (papers.pdf(3)[:300], "papers.document.damaged"),
    "of itself": (papers.pdf_of_itself(), "papers.document.damaged"),
    "10,000 pages": (papers.pdf(10_000), "papers.document.too_many_pages"),
    "a bomb inside": (papers.pdf_with_bomb(), "papers.document.too_large"),
    "a bomb": (papers.png_bomb(), "papers.picture.too_large"),
    "half a picture": (papers.picture()[:3000], "papers.picture.damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_and_leaves_nothing(counter: Counter, name: str) -> None:
    data, code = HOSTILE[name]
    before = audit.verify(counter.city.database)
    with pytest.raises(InvalidInput) as refused:
        counter.document(data, "harmless.png")
    assert refused.value.code == code
    if not code.startswith("papers.document") and name != "half a picture":
        with pytest.raises(InvalidInput):
            counter.still(data or b"\0")
    assert (counter.blobs(), counter.keys(), counter.table().papers) == (0, 0, ())
    assert audit.verify(counter.city.database) == before


def test_a_document_with_scripts_is_only_a_picture(counter: Counter) -> None:
    paper = counter.document(papers.pdf_with_script())
    assert counter.image(counter.ayama, paper).kind == "image/jpeg"


@pytest.mark.parametrize("count", [0, FRAMES_LIMIT + 1])
def test_a_still_is_of_one_to_eight_frames(counter: Counter, count: int) -> None:
    tools = (counter.city.database, counter.vault, counter.imaging, counter.scanner)
    with pytest.raises(InvalidInput):
        service.add_still(*tools, counter.ayama, counter.call, [papers.picture()] * count)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("申請書.pdf", "申請書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\写真.png", "写真.png"),
        ("a\0b\r\nc.pdf", "ab c.pdf"),
        ("x" * 300, "x" * 80),
        ("あ" * 300, "あ" * 80),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u200f\u2066abc\u2069", "abc"),
        ("..", ".."),
        ("/", ""),
        ("", ""),
    ],
)
def test_of_a_name_only_a_clean_title_is_kept(name: str, title: str) -> None:
    assert title_of(name) == title


def test_a_camera_may_hide_a_second_picture_behind_the_first() -> None:
    assert kind_of(papers.picture() + papers.picture((80, 60))) == "jpeg"


class Infected:
    def check(self, data: bytes) -> None:
        raise InvalidInput("papers.upload.infected")


def test_what_the_scanner_refuses_goes_no_further(counter: Counter) -> None:
    counter.scanner = Infected()
    for put in (counter.still, lambda: counter.document(papers.pdf())):
        with pytest.raises(InvalidInput) as refused:
            put()
        assert refused.value.code == "papers.upload.infected"
    assert (counter.blobs(), counter.keys()) == (0, 0)


def test_a_call_has_room_for_so_many_papers(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAPERS_LIMIT", 1)
    counter.still()
    with pytest.raises(Conflict):
        counter.document(papers.pdf())
    assert counter.keys() == 1
    assert PAPERS_LIMIT > 1


def test_a_row_that_cannot_be_written_takes_its_blobs_back(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call ends while the picture is being worked on."""
    still = counter.imaging.still
    plain = type(counter.imaging)

    def slow(self: object, pictures: list[bytes]) -> object:
        made = still(pictures)
        counter.hang_up()
        return made

    monkeypatch.setattr(plain, "still", slow)
    with pytest.raises(NotFound):
        counter.still()
    assert (counter.blobs(), counter.keys()) == (0, 0)


def test_a_full_vault_refuses_and_nothing_is_half_there(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, calls = counter.vault.put, []

    def third_time(key: str, data: bytes) -> str:
        calls.append(key)
        if len(calls) == 2:
            raise Unavailable("papers.disk.full")
        return put(key, data)

    monkeypatch.setattr(counter.vault, "put", third_time)
    with pytest.raises(Unavailable):
        counter.document(papers.pdf())
    assert (counter.blobs(), counter.keys(), counter.table().papers) == (0, 0, ())


def test_the_desk_straightens_a_still_until_it_is_masked(counter: Counter) -> None:
    paper = counter.still()
    tools = (counter.city.database, counter.vault, counter.imaging)
    before = counter.table().papers[0].pages[0].version
    corners = [(0, 0), (800, 0), (800, 600), (0, 600)]
    adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, corners, 90)
    (page,) = counter.table().papers[0].pages
    assert (page.turned, page.corners, page.certain) == (90, tuple(corners), True)
    assert page.version != before
    assert counter.blobs() == 2, "as received, and the new page"
    adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, None)
    assert counter.table().papers[0].pages[0].corners is None
    assert counter.blobs() == 2
    with pytest.raises(NotAllowed):
        adjusting.straighten(*tools, counter.ayama, counter.call, paper, 1, None)
    with pytest.raises(NotFound):
        adjusting.straighten(*tools, counter.hoken, counter.call, paper, 1, None)


@pytest.mark.parametrize(
    "corners", [[(0, 0)], [(-1, 0), (1, 0), (1, 1), (0, 1)], [(float("nan"), 0)] * 4, [(0, 601)] * 4]
)
def test_corners_lie_on_the_picture(counter: Counter, corners: list[tuple[float, float]]) -> None:
    paper = counter.still()
    tools = (counter.city.database, counter.vault, counter.imaging)
    with pytest.raises(InvalidInput):
        adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, corners)
    with pytest.raises(InvalidInput):
        adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, None, 45)


def test_a_document_has_nothing_to_straighten(counter: Counter) -> None:
    paper = counter.document(papers.pdf())
    tools = (counter.city.database, counter.vault, counter.imaging)
    with pytest.raises(WrongOrder):
        adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, None)


def test_papers_go_with_the_call_to_the_next_department(counter: Counter) -> None:
    paper, city = counter.still(), counter.city
    talk.transfer(city.database, city.presence, counter.kodomo, counter.call, "hoken")
    keeping.leave(city.database, counter.vault, counter.call)
    for who in (counter.kodomo, counter.hoken, counter.ayama):
        with pytest.raises(DomainError):
            counter.image(who, paper)
    from iga_madoguchi.domain.calls import service as calls

    calls.answer(city.database, city.presence, counter.hoken, counter.call)
    assert counter.image(counter.hoken, paper).data
    with pytest.raises(NotFound):
        counter.image(counter.kodomo, paper)


def test_marks_do_not_stay_where_the_page_was_before_it_was_put_right(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still(papers.picture((800, 600)))
    tools = (database, counter.vault, counter.imaging)
    service.add_page(*tools, counter.scanner, counter.ayama, counter.call, paper, [papers.picture()])
    for on in (Shown(paper, 1), Shown(paper, 2), None):
        marking.mark(database, counter.kodomo, counter.call, "box", [(0.1, 0.1), (0.3, 0.2)], on=on)
    adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, None, 90)
    (view,), live = counter.table().papers, counter.table().live
    assert ([mark.page for mark in view.marks], len(live)) == ([2], 1)


def test_each_width_of_a_documents_page_is_drawn_once(counter: Counter) -> None:
    paper, drawn = counter.document(papers.pdf(2)), []
    render = counter.pages.render
    counter.pages.render = lambda *given: (drawn.append(given[1:]), render(*given))[1]  # type: ignore[method-assign]
    blobs = counter.blobs()
    for width in (400, 400, 401, 800, 1599, 1600, 2400, 2399):
        assert counter.image(counter.kodomo, paper, 2, width=width).data
    assert [width for _, width in drawn] == [400, 800, 1600, 2400]
    assert counter.blobs() == blobs + 4
    counter.hang_up()
    keeping.leave(counter.city.database, counter.vault, counter.call)
    assert (counter.blobs(), counter.keys()) == (0, 0)


def test_what_was_drawn_in_another_width_outlives_a_restart(counter: Counter) -> None:
    paper = counter.document(papers.pdf(2))
    seen = counter.image(counter.kodomo, paper, 2, width=400)
    assert keeping.recover(counter.city.database, counter.vault, ()) == 0, "nothing of it is a stray"
    assert counter.image(counter.kodomo, paper, 2, width=400) == seen
