"""Handwriting between the hand and the wire: smooth, small, and never more than the server takes."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run


def play(code: str) -> Any:
    return run("talk/ink.js", code)


def test_a_straight_line_becomes_two_points_and_a_corner_stays() -> None:
    straight, corner = play(
        """const line = [0, 10, 20, 30, 40].flatMap((x) => [x, 100, 5]);
        const bent = [[0, 0], [10, 0], [20, 0], [20, 10], [20, 20]].flatMap(([x, y]) => [x, y, 5]);
        return [it.simplified(line), it.simplified(bent)];"""
    )
    assert straight == [0, 100, 5, 40, 100, 5]
    assert corner == [0, 0, 5, 20, 0, 5, 20, 20, 5]


def test_a_trembling_hand_is_smoothed_and_the_end_is_near_the_hand() -> None:
    deepest, end = play(
        """const pad = new it.Pad();
        pad.begin(0, 200, 5);
        for (let x = 4; x <= 400; x += 4) pad.move(x, 200 + (x % 8 ? 6 : -6), 5);
        const ys = pad.strokes[0].filter((_, at) => at % 3 === 1);
        pad.end();
        return [Math.max(...ys.map((y) => Math.abs(y - 200))), pad.strokes[0].at(-3)];"""
    )
    assert deepest <= 4
    assert end >= 390


def test_everything_lies_on_the_pad_in_whole_numbers() -> None:
    (stroke,) = play(
        """const pad = new it.Pad();
        pad.begin(-5, 700, 12); pad.move(2000.7, -3.2, -1); pad.move(2000, -3, 4.4); pad.end();
        return pad.strokes;"""
    )
    xs, ys, forces = stroke[0::3], stroke[1::3], stroke[2::3]
    assert all(isinstance(side, int) for side in stroke)
    assert (min(xs), max(ys)) == (0, 500)
    assert all(0 <= x <= 1000 for x in xs)
    assert all(0 <= force <= 9 for force in forces)


def test_the_pad_is_full_before_the_server_refuses() -> None:
    points, strokes, room = play(
        """const pad = new it.Pad();
        const zigzag = () => { for (let x = 0; x < 400; x += 9) pad.move(x, (x % 2) * 90, 5); pad.end(); };
        while (pad.begin(0, 0, 5)) zigzag();
        const many = new it.Pad();
        while (many.begin(1, 1, 5)) many.end();
        return [pad.points, many.strokes.length, pad.begin(0, 0, 5)];"""
    )
    assert points <= 1400
    assert strokes == 200
    assert room is False


def test_undo_takes_one_stroke_and_clear_all() -> None:
    assert play(
        """const pad = new it.Pad();
        for (const x of [1, 50, 99]) { pad.begin(x, 1, 5); pad.end(); }
        pad.undo(); const after = pad.strokes.length;
        pad.clear(); pad.undo();
        return [after, pad.strokes.length];"""
    ) == [2, 0]


def test_a_pen_presses_and_a_finger_does_not() -> None:
    assert play(
        """return [["pen", 1], ["pen", 0.1], ["touch", 0.9], ["mouse", 0.5]]
            .map(([pointerType, pressure]) => it.pressureOf({ pointerType, pressure }));"""
    ) == [9, 1, 5, 5]


def test_a_dot_is_drawn_and_pressure_makes_the_line_thicker() -> None:
    dot, one, several = play(
        """const even = [0, 0, 5, 9, 9, 5, 20, 0, 5];
        return [[5, 5, 5], even, [0, 0, 0, 9, 9, 9, 20, 0, 9]].map(it.lines);"""
    )
    assert (len(dot), len(one)) == (1, 1)
    assert [part["width"] for part in several] == sorted({part["width"] for part in several})
    assert len(several) == 2
