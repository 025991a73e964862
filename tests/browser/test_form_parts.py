"""What keys make of a date, and what a finger makes of a signature."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.node import run

KEYS = """
let pad = it.begin(given.kind, given.shown);
for (const key of given.keys) {
  if (key.startsWith("era:")) pad = it.count(pad, key.slice(4));
  else if (key.startsWith("at:")) pad = it.choose(pad, Number(key.slice(3)));
  else pad = it.press(pad, key);
}
return { text: it.text(pad), pad };
"""


def typed(kind: str, shown: str, *keys: str) -> str:
    text: str = run("form/digits.js", KEYS, {"kind": kind, "shown": shown, "keys": keys})["text"]
    return text


@pytest.mark.parametrize(
    ("shown", "keys", "text"),
    [
        ("昭和58年5月3日", (), "昭和58年5月3日"),
        ("昭和58年5月3日", ("at:2", "4"), "昭和58年5月4日"),
        ("昭和58年5月3日", ("at:2", "1", "4"), "昭和58年5月14日"),
        ("令和元年5月1日", (), "令和1年5月1日"),
        ("", tuple("580503"), "昭和58年05月03日"),
        ("", ("era:", *"19830503"), "1983年05月03日"),
        ("", ("era:平成", *"0113", "back", "back", "2", "7"), "平成01年12月7日"),
        ("", tuple("58"), ""),
        ("昭和58年5月3日", ("back", "back", "back"), ""),
    ],
)
def test_keys_make_a_date(shown: str, keys: tuple[str, ...], text: str) -> None:
    assert typed("date", shown, *keys) == text


def test_keys_make_a_telephone_number() -> None:
    assert typed("phone", "0595-22-9600", "back", "1") == "0595-22-9601"
    assert len(typed("phone", "", *"1" * 40)) == 20


STROKES = """
let strokes = [];
for (const line of given) {
  strokes = it.begin(strokes, ...line[0]);
  strokes = it.move(strokes, line.slice(1));
}
return { strokes, written: it.written(strokes), paths: strokes.map((one) => it.path(one, 600, 100)) };
"""


def drawn(lines: list[list[list[float]]]) -> dict[str, Any]:
    result: dict[str, Any] = run("form/strokes.js", STROKES, lines)
    return result


def test_a_resting_finger_adds_nothing_and_a_touch_is_no_signature() -> None:
    resting = drawn([[[0.5, 0.5]] * 200])
    assert resting["strokes"] == [[[0.5, 0.5]]]
    assert not resting["written"]
    assert resting["paths"] == ["M300.00 50.00l0.01 0"]
    assert drawn([[[0.1, 0.1], [0.9, 0.9]]])["written"]


@settings(max_examples=15, deadline=None)  # each one starts a Node
@given(
    lines=st.lists(
        st.lists(st.tuples(st.floats(-2, 3), st.floats(-2, 3)), min_size=1, max_size=30), max_size=20
    )
)
def test_every_point_lies_in_its_box(lines: list[list[tuple[float, float]]]) -> None:
    strokes = drawn([[list(point) for point in line] for line in lines])["strokes"]
    assert all(0 <= side <= 1 for stroke in strokes for point in stroke for side in point)


ENDLESS = """
let strokes = [];
for (let line = 0; line < 300; line += 1) {
  strokes = it.begin(strokes, line / 300, 0.5);
  strokes = it.move(strokes, Array.from({ length: given }, (_, n) => [n % 2, (n % 3) / 3]));
}
return [strokes.length, strokes.reduce((sum, one) => sum + one.length, 0)];
"""


def test_no_hand_fills_the_memory() -> None:
    assert run("form/strokes.js", ENDLESS, 0) == [100, 100]
    lines, points = run("form/strokes.js", ENDLESS, 900)
    assert lines <= 100
    assert points == 4000
