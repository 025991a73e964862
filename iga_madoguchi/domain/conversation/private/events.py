"""What is published on the hub."""

from __future__ import annotations

CHANGED = "private.changed"  # payload: call id
