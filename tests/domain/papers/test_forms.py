"""A form of the catalogue on the counter: seen and marked by both sides, laid and printed by its desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import talk
from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.functions.service import switch
from iga_madoguchi.domain.papers import forms, guide, keeping, marking
from iga_madoguchi.domain.papers.policy import PAPERS_LIMIT
from iga_madoguchi.domain.papers.views import Shown
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, WrongOrder
from tests import papers
from tests.domain.papers.conftest import Counter

PRINTER = StampPrinter()
FORM = "jido_teate"


def lay(counter: Counter, kind: str = "sample", form: str = FORM, who: Identity | None = None) -> str:
    tools = (counter.city.database, counter.vault, counter.pages, PRINTER)
    return forms.lay_form(*tools, who or counter.kodomo, counter.call, form, kind).paper


def on_show(counter: Counter, who: Identity | None = None) -> bytes:
    return forms.form_on_show(counter.city.database, counter.vault, who or counter.kodomo, counter.call)


def test_a_sample_lies_beside_the_paper_and_is_marked_like_it(counter: Counter) -> None:
    still, paper = counter.still(), lay(counter)
    for who in (counter.ayama, counter.kodomo):
        views = {view.id: (view.kind, view.title) for view in counter.table(who).papers}
        assert views == {still: ("still", ""), paper: ("sample", "児童手当 認定請求書")}
        assert counter.image(who, paper, width=2400).kind == "image/jpeg"
    database, on = counter.city.database, Shown(paper, 1)
    marking.mark(database, counter.kodomo, counter.call, "box", [(0.1, 0.1), (0.3, 0.2)], on=on)
    marking.mark(database, counter.ayama, counter.call, "marker", [(0.5, 0.5), (0.6, 0.5)], on=on)
    (view,) = (one for one in counter.table().papers if one.id == paper)
    assert [mark.by for mark in view.marks] == ["desk", "branch"]
    assert "ここに記入" in guide.sheet(view.pages[0], view.marks, view.title)
    assert counter.logged("papers.paper.added")[-1]["kind"] == "sample"


def test_the_same_sheet_is_not_laid_twice(counter: Counter) -> None:
    sample, blank = lay(counter), lay(counter, "blank")
    assert sample != blank
    blobs = counter.blobs()
    assert (lay(counter), lay(counter, "blank"), counter.blobs()) == (sample, blank, blobs)
    assert {paper.id for paper in counter.table().papers} == {sample, blank}


def test_what_is_seen_is_what_is_printed(counter: Counter) -> None:
    database = counter.city.database
    for kind in ("sample", "blank"):
        marking.show(database, counter.kodomo, counter.call, lay(counter, kind))
        assert on_show(counter).startswith(b"%PDF")
    for shown in ("live", counter.still(), counter.document(papers.pdf())):
        marking.show(database, counter.kodomo, counter.call, shown)
        with pytest.raises(WrongOrder):
            on_show(counter)


def test_it_goes_when_it_is_put_away_and_with_its_call(counter: Counter) -> None:
    paper = lay(counter)
    marking.show(counter.city.database, counter.kodomo, counter.call, paper)
    keeping.discard(counter.city.database, counter.vault, counter.kodomo, counter.call, paper)
    assert (counter.table().papers, counter.table().shown) == ((), Shown("live", 1))
    lay(counter)
    counter.hang_up()
    keeping.leave(counter.city.database, counter.vault, counter.call)
    assert (counter.blobs(), counter.keys()) == (0, 0)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda c: lay(c, who=c.hoken), NotFound),
        (lambda c: lay(c, who=c.ayama), NotAllowed),
        (lambda c: lay(c, form="../kokuho_shutoku"), NotFound),
        (lambda c: lay(c, kind="still"), InvalidInput),
        (lambda c: (c.hang_up(), lay(c)), DomainError),
        (lambda c: (_transfer(c), lay(c)), NotFound),
        (lambda c: (switch(c.city.database, "forms", False, SYSTEM), lay(c)), NotFound),
        (lambda c: (_show_a_sample(c), on_show(c, c.hoken)), NotFound),
        (lambda c: (_show_a_sample(c), on_show(c, c.ayama)), NotAllowed),
        (lambda c: (_show_a_sample(c), c.hang_up(), on_show(c)), DomainError),
    ],
    ids=[
        *("another department", "the kiosk", "no such form", "no such kind", "after the call", "transferred"),
        *("switched off", "printed by another", "printed by the kiosk", "printed after the call"),
    ],
)
def test_who_may_not_leaves_no_trace(
    counter: Counter, act: Callable[[Counter], object], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        act(counter)
    laid = len(counter.logged("papers.paper.added"))
    assert counter.keys() == laid, "no key of a paper that is not there"


def test_a_full_counter_takes_no_form(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    from iga_madoguchi.domain.papers import service

    assert PAPERS_LIMIT > 2 * len(all_forms()), "every form, twice, and still room for the resident's paper"
    monkeypatch.setattr(service, "PAPERS_LIMIT", 1)
    lay(counter)
    with pytest.raises(Conflict):
        lay(counter, "blank")
    assert counter.keys() == 1


def _show_a_sample(counter: Counter) -> None:
    marking.show(counter.city.database, counter.kodomo, counter.call, lay(counter))


def _transfer(counter: Counter) -> None:
    talk.transfer(counter.city.database, counter.city.presence, counter.kodomo, counter.call, "hoken")
