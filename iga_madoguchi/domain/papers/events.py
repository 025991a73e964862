"""What is told on the hub about papers: ids only, everybody reads for themselves."""

from __future__ import annotations

CHANGED = "papers.changed"
"""Payload: call id. Papers, pages or masks; everything that lies there is to be read again."""

SHOWN = "papers.shown"
"""Payload: call id. Another page is on show."""

MARKED = "papers.marked"
"""Payload: {"call", "mark"}. Something was drawn."""

UNMARKED = "papers.unmarked"
"""Payload: {"call", "marks"}. Marks are gone."""

SHOOT = "papers.shoot"
"""Payload: {"call", "request", "paper"}. The branch is asked for a picture of what lies under its camera; it
becomes the next page of that still if `paper` is not ""."""
