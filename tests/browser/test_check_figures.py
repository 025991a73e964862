"""The numbers of a self-test: a covered camera, a frozen one and an ordinary room look different in them."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

PICTURES = """
const wide = 160, high = 120;
const size = { length: wide * high };
const grey = (of) => Float32Array.from(size, (_, at) => of(at % wide, Math.floor(at / wide)));
const noise = (x, y, n) => ((x * 7 + y * 13 + n * 31) % 5) - 2;
const made = {
  room: (n) => grey((x, y) => 60 + (x > 80 ? 90 : 0) + noise(x, y, n)),
  covered: (n) => grey((x, y) => 4 + noise(x, y, n) / 2),
  grainy: (n) => grey((x, y) => 30 + 3 * noise(x, y, n)),
  frozen: () => grey((x) => (x > 80 ? 150 : 60)),
};
const three = (of) => [0, 1, 2].map(of);
return Object.fromEntries(Object.entries(made).map(([name, of]) => [name, it.ofPictures(three(of), wide)]));
"""


def test_pictures_become_three_numbers() -> None:
    found: dict[str, dict[str, float]] = run("check/figures.js", PICTURES)
    room, covered, grainy, frozen = (found[name] for name in ("room", "covered", "grainy", "frozen"))
    assert room["brightness"] > 80
    assert room["spread"] > 30
    assert room["change"] > 0.5
    assert covered["brightness"] < 6
    assert covered["spread"] < 1
    assert grainy["spread"] < 1, "the noise of a covered lens is no picture"
    assert frozen["change"] == 0
    assert frozen["spread"] > 30


def test_trips_and_levels() -> None:
    trips: Any = run("check/figures.js", "return it.ofTrips(given);", [3.0, None, 1.0, 9.0])
    assert trips == {"asked": 4, "lost": 1, "median": 3, "worst": 9}
    assert run("check/figures.js", "return it.ofTrips([]);")["asked"] == 0
    levels: Any = run(
        "check/figures.js", "return [it.decibels(0, 100), it.decibels(1, 100), it.decibels(0, 0)];"
    )
    assert levels == [-200, -20, -200]
    greys: Any = run(
        "check/figures.js", "return [...it.greys(Uint8ClampedArray.of(255, 255, 255, 255, 0, 0, 0, 255))];"
    )
    assert [round(one) for one in greys] == [255, 0]
