"""Limits of a call, in one place; all durations in seconds unless the name says otherwise."""

from __future__ import annotations

RING_LIMIT_S = 60
LOST_AFTER_S = 600  # a power cut and a restart of a terminal fit in here
NEEDS = ("hearing", "writing", "sign", "sight", "wheelchair", "child")
LANGUAGES = ("ja", "ja-easy", "pt", "vi", "zh", "es", "en")
DECLINE_MINUTES = {"wait3": 3, "wait5": 5, "wait10": 10, "away": 10}
