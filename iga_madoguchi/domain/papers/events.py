"""What is told on the hub about papers."""

from __future__ import annotations

CHANGED = "papers.changed"
"""Payload: call id. Papers, pages, marks, masks or what is shown."""

SHOOT = "papers.shoot"
"""Payload: {"call", "request"}. The branch is asked for a picture of what lies under its camera."""
