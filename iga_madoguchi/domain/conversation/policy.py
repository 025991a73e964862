"""Limits of the staff's text line, in one place."""

from __future__ import annotations

from datetime import timedelta

TEXT_LIMIT = 500  # characters of one message
LINE_LIMIT = 200  # messages of one call
KEPT_AFTER_END = timedelta(days=1)
