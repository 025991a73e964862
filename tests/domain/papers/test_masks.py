"""What the desk covers stays black for everybody until somebody with the permission lifts it for a reason."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.papers import adjusting, masking
from iga_madoguchi.domain.papers.ports import Rect
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongOrder
from tests import papers
from tests.domain.papers.conftest import Counter

CORNER = Rect(0.8, 0.8, 0.15, 0.15)


def mask(counter: Counter, paper: str, rect: Rect = CORNER, who: Identity | None = None) -> None:
    tools = (counter.city.database, counter.vault, counter.pages)
    masking.mask(*tools, who or counter.kodomo, counter.call, paper, 1, rect)


def unmask(counter: Counter, who: Identity, paper: str, mask_id: str, reason: str = "needed") -> None:
    tools = (counter.city.database, counter.vault, counter.pages)
    masking.unmask(*tools, who, counter.call, paper, 1, int(mask_id), reason)


def colour(counter: Counter, paper: str, x: float = 0.87, y: float = 0.87) -> int:
    shown = Image.open(io.BytesIO(counter.image(counter.ayama, paper).data)).convert("L")
    value = shown.getpixel((int(x * shown.width), int(y * shown.height)))
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("kind", ["still", "document"])
def test_a_mask_is_black_for_everybody_and_lifted_by_permission_only(counter: Counter, kind: str) -> None:
    paper = counter.still() if kind == "still" else counter.document(papers.pdf())
    assert colour(counter, paper) > 240
    mask(counter, paper)
    mask(counter, paper, Rect(0, 0, 0.1, 0.1))
    assert (colour(counter, paper), colour(counter, paper, 0.05, 0.05)) < (16, 16)
    first, second = counter.table().papers[0].pages[0].masks
    with pytest.raises(NotAllowed) as refused:
        counter.image(counter.kodomo, paper, as_received=True)
    assert refused.value.code == "papers.page.masked"
    bureau = counter.city.admin()
    for who, error in ((counter.kodomo, NotAllowed), (counter.ayama, NotAllowed), (counter.hoken, NotFound)):
        with pytest.raises(error):
            unmask(counter, who, paper, first.id)
    with pytest.raises(InvalidInput):
        unmask(counter, bureau, paper, first.id, "because")
    unmask(counter, bureau, paper, first.id, "wrong_place")
    assert colour(counter, paper) > 240
    assert colour(counter, paper, 0.05, 0.05) < 16
    unmask(counter, bureau, paper, second.id)
    assert colour(counter, paper, 0.05, 0.05) > 240
    with pytest.raises(NotFound):
        unmask(counter, bureau, paper, second.id)
    assert [entry["reason"] for entry in counter.logged("papers.mask.lifted")] == ["wrong_place", "needed"]
    assert counter.blobs() == (1 if kind == "still" else 2), "no covered page is left behind"
    with pytest.raises(NotFound):
        counter.image(bureau, paper)


def test_a_wider_page_does_not_show_what_is_covered(counter: Counter) -> None:
    paper = counter.document(papers.pdf())
    mask(counter, paper)
    assert counter.image(counter.ayama, paper, width=2400).data == counter.image(counter.ayama, paper).data


def test_only_the_owner_covers_and_a_covered_page_stays_as_it_lies(counter: Counter) -> None:
    paper = counter.still()
    for who, error in ((counter.ayama, NotAllowed), (counter.hoken, NotFound)):
        with pytest.raises(error):
            mask(counter, paper, who=who)
    mask(counter, paper)
    tools = (counter.city.database, counter.vault, counter.imaging)
    with pytest.raises(WrongOrder):
        adjusting.straighten(*tools, counter.kodomo, counter.call, paper, 1, None)


@pytest.mark.parametrize(
    "rect", [Rect(0.9, 0, 0.2, 0.1), Rect(-0.1, 0, 1, 1), Rect(0, 0, float("nan"), 1), Rect(0, 0, 0.001, 1)]
)
def test_a_mask_lies_on_the_page(counter: Counter, rect: Rect) -> None:
    paper = counter.still()
    with pytest.raises(InvalidInput):
        mask(counter, paper, rect)
    assert counter.table().papers[0].pages[0].masks == ()


def test_two_masks_at_once_do_not_lose_one(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is being drawn, another is stored: the first has to look again."""
    paper, cover = counter.still(), counter.pages.cover

    def slowly(picture: bytes, rects: object) -> bytes:
        monkeypatch.setattr(counter.pages, "cover", cover)
        mask(counter, paper, Rect(0, 0, 0.1, 0.1))
        return cover(picture, rects)  # type: ignore[arg-type]

    monkeypatch.setattr(counter.pages, "cover", slowly)
    with pytest.raises(Conflict):
        mask(counter, paper)
    assert len(counter.table().papers[0].pages[0].masks) == 1
    assert counter.blobs() == 2


def test_a_lead_lifts_what_their_own_desk_is_in_charge_of_and_nothing_else(counter: Counter) -> None:
    paper = counter.still()
    mask(counter, paper)
    (only,) = counter.table().papers[0].pages[0].masks
    with pytest.raises(NotFound):
        unmask(counter, counter.city.staff("hoken-lead", "lead", "hoken"), paper, only.id)
    unmask(counter, counter.city.staff("kodomo-lead", "lead", "kodomo"), paper, only.id)
    assert colour(counter, paper) > 240
