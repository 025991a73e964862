"""What reservations need from the outside: a printer at the branch for the slip."""

from __future__ import annotations

from typing import Protocol


class SlipPrinter(Protocol):
    """Prints a slip at a branch. Raises Unavailable when no printer can take it."""

    def print_slip(self, branch_id: str, html: str) -> None: ...
