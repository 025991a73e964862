"""News of lost and regained links, from the relay to whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.domain.calls.ports import Leg
from iga_madoguchi.kit.hub import Hub

LINK = "calls.link"  # payload: LinkNews


@dataclass(frozen=True)
class LinkNews:
    """A participant's leg went silent (`up` False) or delivers again."""

    call: str
    participant: str
    leg: Leg
    up: bool


class LinkReporter:
    """The relay's ear: publishes what it says on the hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        self._hub.publish(LINK, LinkNews(call, participant, leg, up=False))

    def link_back(self, call: str, participant: str, leg: Leg) -> None:
        self._hub.publish(LINK, LinkNews(call, participant, leg, up=True))
