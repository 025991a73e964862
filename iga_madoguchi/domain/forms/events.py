"""What is published on the hub."""

from __future__ import annotations

CHANGED = "forms.changed"  # payload: call id
