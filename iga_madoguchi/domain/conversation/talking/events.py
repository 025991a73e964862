"""What is published on the hub."""

from __future__ import annotations

SAID = "conversation.said"  # payload: {"call", "saying"}
UNSAID = "conversation.unsaid"  # payload: {"call", "saying"}
CHANGED = "conversation.talk"  # payload: call id; kept, not kept any more, or gone
