"""A mark stays on its place of the page however the page is zoomed, moved and turned, on every screen."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.node import run

A4, FILM = {"width": 1654, "height": 2339}, {"width": 3840, "height": 2160}
DESK, KIOSK = {"width": 1100, "height": 856}, {"width": 1260, "height": 640}

part = st.floats(0, 1)
views = st.fixed_dictionaries(
    {"x": part, "y": part, "scale": st.floats(1, 8), "turn": st.sampled_from([0, 90, 180, 270])}
)
cases = st.fixed_dictionaries(
    {
        "box": st.sampled_from([DESK, KIOSK, {"width": 640, "height": 900}]),
        "page": st.sampled_from([A4, FILM]),
        "view": views,
        "place": st.tuples(part, part),
        "at": st.tuples(st.floats(0, 600), st.floats(0, 600)),
        "factor": st.floats(0.1, 10),
    }
)


def do(code: str, given_: object) -> Any:
    return run("paper/geometry.js", code, given_)


@given(st.lists(cases, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_to_the_screen_and_back_is_the_same_place(found: list[dict[str, Any]]) -> None:
    code = """return given.map(({ box, page, view, place }) =>
        it.toPage(box, page, view, it.toScreen(box, page, view, place)));"""
    for case, back in zip(found, do(code, found), strict=True):
        assert all(abs(a - b) < 1e-9 for a, b in zip(case["place"], back, strict=True))


@given(st.lists(cases, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_no_view_leaves_the_page_or_its_bounds(found: list[dict[str, Any]]) -> None:
    code = """return given.map(({ box, page, view, at, factor }) => {
        const looks = [it.bounded(box, page, view), it.zoomed(box, page, view, factor, at),
            it.panned(box, page, view, at[0] - 300, at[1] - 300), it.turned(box, page, view)];
        return looks.map((look) => ({ look, twice: it.bounded(box, page, look),
            middle: it.toPage(box, page, look, [box.width / 2, box.height / 2]) }));
    });"""
    for looks in do(code, found):
        for one in looks:
            assert 1 <= one["look"]["scale"] <= 8
            assert one["look"]["turn"] in (0, 90, 180, 270)
            assert all(0 <= value <= 1 for value in one["middle"])
            for name in ("x", "y", "scale"):
                assert abs(one["look"][name] - one["twice"][name]) < 1e-9, "bounded once is bounded"


def test_the_whole_page_fits_and_stands_in_the_middle() -> None:
    code = """const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
        return [0, 90, 180, 270].map((turn) => corners.map((place) =>
            it.toScreen(given.box, given.page, { ...it.WHOLE, turn }, place).map(Math.round)));"""
    upright, quarter, half, _ = do(code, {"box": DESK, "page": A4})
    assert upright == [[247, 0], [853, 0], [853, 856], [247, 856]]
    assert quarter[0] == [1100, 39], "a quarter clockwise: the top left goes to the top right"
    assert half[0] == upright[2]


def test_what_lies_under_the_wheel_stays_there() -> None:
    code = """const view = { x: 0.5, y: 0.5, scale: 3, turn: 90 };
        const near = it.zoomed(given.box, given.page, view, 1.5, [400, 300]);
        return [view, near].map((one) => it.toPage(given.box, given.page, one, [400, 300]));"""
    before, after = do(code, {"box": DESK, "page": A4})
    assert all(abs(a - b) < 1e-9 for a, b in zip(before, after, strict=True))


def test_the_page_follows_the_hand() -> None:
    code = """const view = { x: 0.5, y: 0.5, scale: 4, turn: 270 };
        const place = it.toPage(given.box, given.page, view, [500, 400]);
        return it.toScreen(given.box, given.page, it.panned(given.box, given.page, view, 37, -21), place);"""
    left, top = do(code, {"box": DESK, "page": A4})
    assert (round(left), round(top)) == (537, 379)


def test_a_view_that_follows_arrives_and_does_not_wind_through_a_turn() -> None:
    code = """let view = it.WHOLE;
        const wanted = { x: 0.2, y: 0.8, scale: 4, turn: 0 };
        let steps = 0;
        while (view !== wanted && steps < 1000) { view = it.toward(view, wanted, 16); steps++; }
        return [steps, it.toward(view, { ...view, turn: 90, scale: 1 }, 16)];"""
    steps, turned = do(code, None)
    assert 5 < steps < 60, "smooth, and within a second"
    assert (turned["turn"], turned["scale"]) == (90, 1)


def test_a_long_line_keeps_its_ends() -> None:
    points = [[n / 999, 0.5] for n in range(1000)]
    found = do("return it.thinned(given);", points)
    assert (len(found), found[0], found[-1]) == (200, points[0], points[-1])
    assert do("return it.thinned(given);", points[:7]) == points[:7]
