"""On a poor link the face gives way first, then the paper, the voice never; it comes back slowly."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.node import run

FINE = {"lossPct": 0, "rttMs": 5, "availableBits": None, "limited": False}
LOSSY = FINE | {"lossPct": 12}
SLOW = FINE | {"rttMs": 800}
NARROW = FINE | {"availableBits": 200_000, "limited": True}

CLIMB = """
let at = it.begin();
return given.readings.map((reading) => (at = it.next(at, reading, given.paper)).level);
"""


def levels(readings: list[dict[str, Any]], *, paper: bool = True) -> list[int]:
    found: list[int] = run("ladder.js", CLIMB, {"readings": readings, "paper": paper})
    return found


def test_the_face_gives_way_before_the_paper_and_the_voice_never() -> None:
    steps = run("ladder.js", "return [0, 1, 2, 3, 4, 5, 6, 7].map((level) => it.limits(level));")
    faces = [step["face"]["maxBitrate"] for step in steps]
    assert faces == [2500000, 1000000, 400000, 150000, 150000, 150000, 150000, 150000]
    assert [step["face"]["maxFramerate"] for step in steps][:6] == [30, 24, 15, 8, 8, 8]
    assert [step["paper"]["maxBitrate"] for step in steps] == [4000000] * 4 + [1500000] + [600000] * 3
    assert [step["paper"]["maxFramerate"] for step in steps][:6] == [15] * 4 + [5, 5]
    assert all(set(step) == {"face", "paper"} for step in steps)
    sent = [(step["face"]["active"], step["paper"]["active"]) for step in steps]
    assert sent == [(True, True)] * 6 + [(False, True), (False, False)], (
        "at last the voice has the line alone"
    )


def test_two_poor_readings_are_one_step_and_one_is_none() -> None:
    for poor in (LOSSY, SLOW, NARROW):
        assert levels([poor, FINE, poor, FINE]) == [0, 0, 0, 0]
        assert levels([poor] * 11) == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_without_paper_only_the_face_gives_way() -> None:
    assert levels([LOSSY] * 12, paper=False) == [0, 1, 1, 2, 2, 3, 3, 6, 6, 6, 6, 6]


def test_voice_alone_gets_its_pictures_back_one_by_one() -> None:
    found = levels([LOSSY] * 16 + [FINE] * 100)
    assert found[15] == 7
    assert [level for before, level in zip(found[15:], found[16:], strict=False) if level != before] == [
        *range(6, -1, -1)
    ]


def test_a_still_picture_on_a_link_that_is_not_asked_for_more_is_not_poor() -> None:
    assert levels([NARROW | {"limited": False}] * 5) == [0] * 5
    assert levels([NARROW | {"availableBits": None}] * 5) == [0] * 5


def test_it_comes_back_one_step_after_ten_fine_readings() -> None:
    found = levels([LOSSY] * 4 + [FINE] * 20)[3:]
    assert found == [2] * 10 + [1] * 10 + [0]


def test_a_step_up_that_does_not_hold_is_tried_later_each_time() -> None:
    again = levels([LOSSY] * 2 + [FINE] * 10 + [LOSSY] * 2 + [FINE] * 19)
    assert again[11] == 0, "up after ten"
    assert again[13] == 1, "down again at once"
    assert again[-1] == 1, "not up after ten any more"
    assert levels([LOSSY] * 2 + [FINE] * 10 + [LOSSY] * 2 + [FINE] * 20)[-1] == 0, "but after twenty"


def test_a_narrow_link_is_not_tried_beyond_what_it_carries() -> None:
    enough_for_the_face_only = FINE | {"availableBits": 900_000, "limited": True}
    assert levels([NARROW] * 8 + [enough_for_the_face_only] * 200)[-1] == 4


@given(st.lists(st.sampled_from([FINE, LOSSY, SLOW, NARROW]), max_size=300), st.booleans())
@settings(max_examples=15, deadline=None)
def test_it_moves_one_step_at_a_time(readings: list[dict[str, Any]], paper: bool) -> None:
    found = [0, *levels(readings, paper=paper)]
    there = [*range(8)] if paper else [0, 1, 2, 3, 6]
    rungs = [there.index(level) for level in found]
    assert all(abs(after - before) <= 1 for before, after in zip(rungs, rungs[1:], strict=False))
