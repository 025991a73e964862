"""Something lies under the branch's camera: it stays dark, and no plain picture of it is taken in."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.forms import covers
from iga_madoguchi.domain.papers import covering, service
from iga_madoguchi.errors import Conflict
from tests import papers
from tests.domain.papers.conftest import Counter

CARD, OTHER = covers.CARDS[:2]


def ask(counter: Counter) -> str:
    return service.shoot(counter.city.database, counter.kodomo, counter.call, CARD)


def standing(counter: Counter) -> str:
    """The request that the camera is dark for, "" when it may be seen."""
    found = covering.standing(counter.city.database, counter.call)
    return "" if found is None else found.request


def test_an_order_that_nobody_heard_leaves_the_one_before_standing(counter: Counter) -> None:
    database, call = counter.city.database, counter.call
    first = ask(counter)
    unheard = [ask(counter), ask(counter)]
    for request in unheard:
        covering.withdraw(database, call, request)
    assert standing(counter) == first, "the card lies there until the resident says it is gone"
    covering.end(database, counter.ayama, call, unheard[-1])
    assert standing(counter) == first
    covering.end(database, counter.ayama, call, first)
    assert standing(counter) == ""


def test_an_order_that_nobody_heard_leaves_nothing_when_none_stood(counter: Counter) -> None:
    covering.withdraw(counter.city.database, counter.call, ask(counter))
    assert standing(counter) == ""


def test_when_the_resident_answers_the_newest_order_no_older_one_comes_back(counter: Counter) -> None:
    ask(counter)
    newest = service.shoot(counter.city.database, counter.kodomo, counter.call, OTHER)
    found = covering.standing(counter.city.database, counter.call)
    assert found is not None
    assert (found.request, found.frame, found.places) == (newest, OTHER.frame, OTHER.places)
    covering.end(counter.city.database, counter.ayama, counter.call, newest)
    assert standing(counter) == ""


def test_no_plain_picture_is_taken_in_while_something_lies_there(counter: Counter) -> None:
    paper = counter.still(request="before")
    order = ask(counter)
    tools = (counter.city.database, counter.vault, counter.imaging, counter.scanner)
    keys, blobs = counter.keys(), counter.blobs()
    for refused in (
        lambda: counter.still(request="an older one"),
        lambda: counter.still(),
        lambda: service.add_page(*tools, counter.ayama, counter.call, paper, [papers.picture()], "older"),
        lambda: service.shoot(counter.city.database, counter.kodomo, counter.call),
    ):
        with pytest.raises(Conflict, match=r"papers\.cover\.lying"):
            refused()
    assert (counter.keys(), counter.blobs()) == (keys, blobs)
    assert len(counter.table().papers) == 1
    counter.still(request=order)
    assert len(counter.table().papers) == 2


def test_a_picture_on_its_way_when_the_order_comes_is_not_taken_in(counter: Counter) -> None:
    """The first question was answered before the order stood; the transaction asks again."""
    still = counter.imaging.still

    def slowly(pictures):  # type: ignore[no-untyped-def]
        ask(counter)
        return still(pictures)

    counter.imaging.still = slowly  # type: ignore[method-assign]
    try:
        with pytest.raises(Conflict, match=r"papers\.cover\.lying"):
            counter.still(request="an older one")
    finally:
        del counter.imaging.still
    assert counter.table().papers == ()
    assert (counter.keys(), counter.blobs()) == (0, 0)
