"""Bounds of the reports, and what of the operation log belongs on them: the system's events, no calls."""

from __future__ import annotations

from datetime import timedelta

TITLE_LIMIT = 60
NOTE_LIMIT = 200
LONGEST_INCIDENT = timedelta(days=14)
AREAS = ("power", "backup", "selftests", "terminals", "audit")
NOT_NEWS = frozenset(
    {
        "terminals.choice.remembered",
        "terminals.code.issued",
        "audit.log.looked",
        "audit.log.exported",
        "backup.run.done",
        "backup.drill.done",
        "backup.verify.done",
        "backup.run.started",
    }
)
"""What happens on every good day, or is somebody's look at something."""
MONTH_EVENTS = 20
MONTH_INCIDENTS = 30
DRAFTS = 5
INCIDENT_EVENTS = 6
"""More would not fit one page beside the space for countermeasures."""
