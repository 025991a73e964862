"""A quiet voice, a good one and a loud one are told apart, calmly."""

from __future__ import annotations

import math

from tests.browser.node import run

LEVELS = """
let now = it.begin();
return given.map((db) => (now = it.next(now, db, 0.1)).level);
"""


def levels(*heard: float) -> list[str]:
    """The words shown, one reading every tenth of a second."""
    found: list[str] = run("loudness.js", LEVELS, list(heard))
    return found


def decibels(loudness: float) -> float:
    samples = [loudness * math.sin(n / 7) for n in range(2048)]
    return float(run("loudness.js", "return it.decibels(given);", samples))


def test_the_level_is_that_of_the_voice() -> None:
    assert abs(decibels(1.0) - -3) < 0.2
    assert abs(decibels(0.1) - -23) < 0.2
    assert decibels(0) == -90


def test_each_loudness_has_its_word() -> None:
    for db, word in ((-80, "still"), (-50, "low"), (-25, "good"), (-5, "loud")):
        assert levels(*[db] * 60)[-1] == word


def test_a_pause_between_words_is_no_silence() -> None:
    assert set(levels(-25, *[-80] * 8, -25, *[-80] * 8)) == {"good"}
    assert levels(-25, *[-80] * 60)[-1] == "still"


def test_at_a_bound_it_does_not_flicker() -> None:
    shown = levels(-36, *[-41, -39] * 30)
    assert set(shown) == {"good"}
    assert set(levels(-44, *[-41, -39] * 30)) == {"low"}


def test_more_bars_for_a_louder_voice() -> None:
    lit = [run("loudness.js", "return it.lit(given, 10);", db) for db in (-90, -50, -25, -5, 0)]
    assert lit == sorted(lit)
    assert (lit[0], lit[-1]) == (0, 10)
