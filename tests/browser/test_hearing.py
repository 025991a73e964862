"""A voice for who hears badly, measured as a browser computes it: louder, and its hard part raised."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.node import run

LOW_HZ, HIGH_HZ = 200, 4000
RMS = """async ([frequency, loudness, step, tone]) => {
    const { chain } = await import("/js/hearing.js");
    const context = new OfflineAudioContext(1, 48000, 48000);
    const voice = new OscillatorNode(context, { frequency });
    const level = new GainNode(context, { gain: loudness });
    const way = chain(context);
    way.set(step, tone);
    voice.connect(level).connect(way.first);
    way.last.connect(context.destination);
    voice.start();
    const heard = (await context.startRendering()).getChannelData(0).subarray(24000);
    return Math.max(...heard);
}"""


def decibels(page: Page, frequency: int, step: int = 5, tone: str = "plain", loudness: float = 0.02) -> float:
    """What a tone is raised or lowered by on its way."""
    peak: float = page.evaluate(RMS, [frequency, loudness, step, tone])
    return 20 * math.log10(peak / loudness)


def test_the_last_two_steps_are_louder_than_a_loudspeaker_plays_by_itself(page: Page) -> None:
    usual = decibels(page, 1000)
    assert decibels(page, 1000, step=6) - usual == pytest.approx(6, abs=0.5)
    assert decibels(page, 1000, step=7) - usual == pytest.approx(12, abs=0.5)


def test_a_tone_raises_its_part_and_lowers_the_other(page: Page) -> None:
    for tone, raised, lowered in (("clear", HIGH_HZ, LOW_HZ), ("deep", LOW_HZ, HIGH_HZ)):
        assert decibels(page, raised, tone=tone) - decibels(page, raised) > 9
        assert decibels(page, lowered, tone=tone) - decibels(page, lowered) < -6


def test_a_loud_voice_is_held_back_instead_of_torn(page: Page) -> None:
    peak = 0.5 * 10 ** (decibels(page, 1000, step=7, loudness=0.5) / 20)
    assert peak <= 1


def test_every_step_is_louder_and_only_what_is_asked_for_is_worked_on() -> None:
    heard, worked = run(
        "hearing.js",
        """const steps = [1, 2, 3, 4, 5, 6, 7];
        const heard = steps.map((step) => it.loudness(step) * it.boost(step));
        return [heard, steps.map((step) => it.shaped(step, "plain"))];""",
    )
    assert all(one < other for one, other in pairwise(heard))
    assert heard[4:] == [1, 2, 4]
    assert worked == [False] * 5 + [True] * 2
    assert run("hearing.js", "return it.TONES.map((tone) => it.shaped(3, tone));") == [False, True, True]
    assert run("hearing.js", "return it.TONES.map(it.nextTone);") == ["clear", "deep", "plain"]
