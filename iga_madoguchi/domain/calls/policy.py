"""Limits of a call, in one place; all durations in seconds unless the name says otherwise."""

from __future__ import annotations

from typing import Final

from iga_madoguchi.domain import languages

RING_LIMIT_S = 60
FIRST_ALONE_S = 1  # the desk with the fewest calls today rings first, the others within 2 s (contract)
ESCALATE_AFTER_S = 25  # unanswered that long, the deputy department rings too
RECALL_LIMIT_S = 60  # a resident needs a while from the bench to the screen
SITTING_LIMIT = 4  # tickets of one branch that wait on the bench; the calm screen has room for them
LOST_AFTER_S = 600  # a power cut and a restart of a terminal fit in here
HELP_LIMIT_S = 300  # after that somebody has come, or the resident has gone
NEEDS = ("hearing", "writing", "sign", "sight", "wheelchair", "child", "companion")
LANGUAGES = languages.LANGUAGES
PRIORITIES = ("wheelchair", "infant", "reserved")
NOTE_LIMIT = 1000  # characters
GUEST_LIMIT = 3
GUESTS = ("desk", "branch", "interpreter")
OBSERVER: Final = "observer"
"""The seat of the bureau, which looks in when both sides agree."""
OBSERVER_REASONS = ("help", "trouble", "training", "quality")
HANDED, URGENT, USUAL = 0, 1, 2
"""Ranks in the queue: handed from desk to desk, with a priority, first come."""
CLOCK_JUMP_S = 5  # a clock that differs by more from the time that has passed was moved
DECLINE_MINUTES = {"wait3": 3, "wait5": 5, "wait10": 10, "away": 10}
