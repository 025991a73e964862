"""Limits of what is written in a call, in one place."""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "phrase", "answer", "ink", "caption"]
Side = Literal["desk", "branch", "guest"]

TEXT_LIMIT = 500  # characters of one saying
SAYINGS_LIMIT = 500  # sayings of one call
TMP_LIMIT = 40  # characters of the speaker's own name for a saying
KEEP_DAYS = (1, 365)

INK_WIDTH, INK_HEIGHT = 1000, 500  # the pad's own units; every pad has this shape
PRESSURE = 9  # 0 is a pen that hardly touches; a finger always says the middle
STROKES_LIMIT, POINTS_LIMIT = 200, 1400  # lines, and points in all: one frame of the socket holds them
