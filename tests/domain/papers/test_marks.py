"""What is shown to both sides, what is drawn on it, and who may take it away."""

from __future__ import annotations

import math

import pytest

from iga_madoguchi.domain.papers import marking
from iga_madoguchi.domain.papers.policy import LIVE, MARKS_LIMIT
from iga_madoguchi.domain.papers.views import Shown
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from tests import papers
from tests.domain.papers.conftest import Counter

BOX = ("box", [(0.1, 0.2), (0.30004, 0.4)])


def test_the_live_picture_is_shown_until_the_desk_says_otherwise(counter: Counter) -> None:
    database, paper = counter.city.database, counter.document(papers.pdf(3))
    assert counter.table().shown == Shown(LIVE, 1)
    marking.show(database, counter.kodomo, counter.call, paper, 2)
    assert counter.table(counter.ayama).shown == Shown(paper, 2)
    marking.show(database, counter.kodomo, counter.call, LIVE)
    assert counter.table(counter.ayama).shown == Shown(LIVE, 1)
    for who, what, page, error in (
        (counter.ayama, paper, 1, NotAllowed),
        (counter.hoken, paper, 1, NotFound),
        (counter.kodomo, paper, 4, NotFound),
        (counter.kodomo, "x" * 22, 1, NotFound),
    ):
        with pytest.raises(error):
            marking.show(database, who, counter.call, what, page)


def test_marks_stay_on_the_page_they_were_drawn_on(counter: Counter) -> None:
    database, paper = counter.city.database, counter.document(papers.pdf(2))
    live = marking.mark(database, counter.kodomo, counter.call, *BOX, tmp="t1")
    marking.show(database, counter.kodomo, counter.call, paper, 2)
    drawn = marking.mark(database, counter.ayama, counter.call, "text", [(0.5, 0.5)], " こ\nこ ")
    other = marking.mark(database, counter.kodomo, counter.call, *BOX, on=Shown(paper, 1))
    table = counter.table()
    assert [(m.id, m.by, m.points, m.tmp) for m in table.live] == [
        (live, "desk", ((0.1, 0.2), (0.3, 0.4)), "t1")
    ]
    marks = {(m.id, m.page, m.by, m.shape, m.text) for m in table.papers[0].marks}
    assert marks == {(drawn, 2, "branch", "text", "こ こ"), (other, 1, "desk", "box", "")}


def test_the_branch_takes_its_own_marks_away_and_the_desk_all(counter: Counter) -> None:
    database, call = counter.city.database, counter.call
    desk = marking.mark(database, counter.kodomo, call, *BOX)
    branch = marking.mark(database, counter.ayama, call, *BOX)
    with pytest.raises(NotAllowed):
        marking.unmark(database, counter.ayama, call, desk)
    marking.clear(database, counter.ayama, call)
    assert [m.id for m in counter.table().live] == [desk]
    marking.unmark(database, counter.kodomo, call, desk)
    again = marking.mark(database, counter.ayama, call, *BOX)
    assert again not in (desk, branch), "an old id is never another mark's"
    marking.clear(database, counter.kodomo, call)
    assert counter.table().live == ()


def test_clearing_a_page_leaves_the_others(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still()
    marking.mark(database, counter.kodomo, counter.call, *BOX)
    marking.show(database, counter.kodomo, counter.call, paper)
    marking.mark(database, counter.kodomo, counter.call, *BOX)
    marking.clear(database, counter.kodomo, counter.call)
    table = counter.table()
    assert (len(table.live), table.papers[0].marks) == (1, ())


@pytest.mark.parametrize(
    ("shape", "points", "text", "code"),
    [
        ("circle", [(0, 0)], "", "shape"),
        ("line", [], "", "points"),
        ("line", [(0, 0)] * 201, "", "points"),
        ("box", [(0, 0)], "", "points"),
        ("text", [(0, 0), (1, 1)], "a", "points"),
        ("line", [(0, 1.0001)], "", "outside"),
        ("line", [(-0.0001, 0)], "", "outside"),
        ("line", [(math.nan, 0)], "", "outside"),
        ("line", [(math.inf, 0)], "", "outside"),
        ("text", [(0, 0)], " \u202e\0", "empty"),
    ],
)
def test_a_mark_lies_on_the_page(
    counter: Counter, shape: str, points: list[tuple[float, float]], text: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        marking.mark(counter.city.database, counter.kodomo, counter.call, shape, points, text)
    assert refused.value.code == f"papers.mark.{code}"
    assert counter.table().live == ()


def test_text_is_cut_and_made_visible(counter: Counter) -> None:
    marking.mark(counter.city.database, counter.kodomo, counter.call, "text", [(0, 0)], "\u202e" + "あ" * 99)
    assert counter.table().live[0].text == "あ" * 60


def test_a_call_has_room_for_so_many_marks(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MARKS_LIMIT", 1)
    marking.mark(counter.city.database, counter.kodomo, counter.call, *BOX)
    with pytest.raises(Conflict):
        marking.mark(counter.city.database, counter.kodomo, counter.call, *BOX)
    assert MARKS_LIMIT > 1


@pytest.mark.parametrize("mark", ["", "0", "999999", "x", "-1", "9" * 30, "１"])
def test_a_foreign_or_absent_mark_is_not_found(counter: Counter, mark: str) -> None:
    with pytest.raises(NotFound):
        marking.unmark(counter.city.database, counter.kodomo, counter.call, mark)


def test_nobody_draws_in_a_call_that_is_not_theirs_or_over(counter: Counter) -> None:
    with pytest.raises(NotFound):
        marking.mark(counter.city.database, counter.hoken, counter.call, *BOX)
    counter.hang_up()
    with pytest.raises(DomainError):
        marking.mark(counter.city.database, counter.kodomo, counter.call, *BOX)
