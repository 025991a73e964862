"""A call's room: the pages in it and what they last said; what they get is queued here."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.papers.policy import Role

QUEUE_LIMIT = 256  # messages waiting for one slow page; then it is closed and comes again

# Close codes of our own; the page retries after all of them but REFUSED.
REFUSED, TOO_MUCH, MALFORMED, OVER = 4403, 4429, 4400, 4410

Message = dict[str, Any]
DESK: tuple[Role, ...] = ("desk",)
BRANCH: tuple[Role, ...] = ("branch",)
ALL: tuple[Role, ...] = ("desk", "branch", "guest")


class Malformed(Exception):
    """A message of no shape we know: the page is told to come again."""


@dataclass(eq=False)
class Page:
    """One open page. `role` is its part in the call, None while it only rings there; `settled` until the call
    changes, for what comes in then is judged by what it is by then.
    """

    who: Identity
    me: str
    role: Role | None = None
    settled: bool = False
    ended: bool = False  # its session is over: nothing that it still says is heard
    outgoing: asyncio.Queue[Message | int] = field(default_factory=lambda: asyncio.Queue(QUEUE_LIMIT))

    def send(self, message: Message | int) -> None:
        """Queue a message, or a close code; a page that does not read is told to come again."""
        if self.outgoing.full():
            self.outgoing.get_nowait()
            message = TOO_MUCH
        self.outgoing.put_nowait(message)


@dataclass(eq=False)
class Room:
    """All but the pages is what a page that comes later has to know."""

    call: str
    pages: set[Page] = field(default_factory=set)
    media: dict[str, dict[str, bool]] = field(default_factory=dict)
    view: Message | None = None
    cameras: Message | None = None
    wish: bool = False  # the resident would rather answer by touch
    loudness: str = ""  # how loud the resident speaks, while a meter is open
    speech: bool = False  # what is said aloud becomes captions
    deaf: set[str] = field(default_factory=set)  # seats whose voice reaches no speech server
    translated: dict[str, Message] = field(default_factory=dict)  # by saying; None of it outlives the room
    untranslated: bool = False  # the translation server does not answer

    def tell(self, message: Message, besides: Page | None = None, to: Collection[Role] = ALL) -> int:
        """Send to those who take part in one of these roles; how many pages."""
        told = [page for page in self.pages if page.role in to and page is not besides]
        for page in told:
            page.send(message)
        return len(told)
