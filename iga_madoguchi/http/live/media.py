"""Which media each participant shows, and whose link is lost."""

from __future__ import annotations

from iga_madoguchi.domain.calls.links import LinkNews
from iga_madoguchi.http.live.room import Malformed, Message, Page, Room

KEYS = ("paper", "camera", "mic")


def take(room: Room, page: Page, message: Message) -> None:
    """Remember a participant's media and tell all the others."""
    state = _state(message)
    room.media[page.me] = state
    for other in room.pages - {page}:
        other.send({"t": "media", "from": page.me, **state})


def tell_link(room: Room, news: LinkNews) -> None:
    for page in room.pages:
        page.send({"t": "link", "participant": news.participant, "leg": news.leg, "up": news.up})


def _state(message: Message) -> dict[str, bool]:
    state = {key: message.get(key) for key in KEYS}
    if not all(isinstance(value, bool) for value in state.values()):
        raise Malformed
    return {key: bool(value) for key, value in state.items()}
