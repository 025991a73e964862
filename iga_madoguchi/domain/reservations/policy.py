"""Limits of a reservation, in one place."""

from __future__ import annotations

from datetime import timedelta

SLOT = timedelta(minutes=30)
AHEAD = timedelta(days=60)
EARLY = timedelta(minutes=30)  # so long before the time somebody may already be received
LATE = timedelta(minutes=10)  # so long after it the time is kept
UNDO = timedelta(seconds=30)  # so long a cancellation can be taken back
BRANCH_DAY = 6  # times that a branch may keep for itself at one department on one day
TRIES, TRIES_PER_S = 5, 0.1  # numbers that a terminal may try at once, and on average
MATTERS = ("consult", "apply", "renew", "papers", "other")
