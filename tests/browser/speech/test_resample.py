"""A microphone's sound becomes 16 kHz: the voice stays as it is, and nothing is heard that was not there."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser.node import run
from tests.speech import tone

PLAY = """
const resampler = new it.Resampler(given.rate);
const pieces = [];
for (let at = 0; at < given.seconds * given.rate; at += 128) {
    const block = Float32Array.from({ length: 128 }, (_, n) =>
        given.loudness * Math.sin((2 * Math.PI * given.hertz * (at + n)) / given.rate));
    pieces.push(...resampler.push(block));
}
return { sizes: pieces.map((piece) => piece.length), samples: pieces.flatMap((piece) => [...piece]) };
"""


def resampled(rate: int, hertz: float, seconds: float = 1.0, loudness: float = 0.5) -> np.ndarray:
    """What comes out of a tone, -1 to 1; whole pieces only."""
    given = {"rate": rate, "hertz": hertz, "seconds": seconds, "loudness": loudness}
    found = run("speech/resample.js", PLAY, given)
    assert set(found["sizes"]) == {1600}
    return np.array(found["samples"]) / 32767


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("hertz", [220, 440, 3000])
def test_a_voice_keeps_its_pitch_and_its_loudness(rate: int, hertz: int) -> None:
    samples = resampled(rate, hertz)
    assert abs(tone(samples[1600:]) - hertz) < 2
    assert abs(float(np.abs(samples[1600:]).max()) - 0.5) < 0.02
    assert abs(len(samples) / 16_000 - 1.0) <= 0.11, "at its own speed"


@pytest.mark.parametrize("hertz", [9_000, 12_000, 15_900])
def test_what_is_too_high_is_gone_and_does_not_come_back_as_another_tone(hertz: int) -> None:
    samples = resampled(48_000, hertz)[1600:]
    assert float(np.sqrt(np.mean(samples**2))) < 0.35 * 10 ** (-45 / 20), "45 dB below what came in"


def test_what_is_too_loud_is_cut_and_does_not_turn_over() -> None:
    samples = resampled(48_000, 440, loudness=3.0)
    assert float(samples.max()) == 1.0
    assert float(np.abs(np.diff(samples)).max()) < 1.0
