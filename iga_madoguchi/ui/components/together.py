"""What kiosk, desk and bureau show alike of an observer and of a vigil: pure, from the views."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import BesideView, VigilView


class Peer(TypedDict):
    """Somebody on the other side, as the media component takes it."""

    id: str
    name: str
    kind: str


def looking(view: BesideView, side: str) -> str:
    """How far the bureau is: "asked" this side, "waiting" for the other one, "in", or "" for not at all."""
    seat = view.observer
    if seat is None:
        return ""
    if seat.joined:
        return "in"
    if not view.decides:
        return ""
    agreed = seat.desk_agreed if side == "desk" else seat.branch_agreed
    return "waiting" if agreed else "asked"


def vigil_state(vigil: VigilView | None) -> str:
    """ "asked" here, "asking" the other, "on", "paused" for a resident, or "" for none."""
    if vigil is None:
        return ""
    if vigil.on:
        return "paused" if vigil.suspended else "on"
    return "asked" if vigil.asked else "asking"


def vigil_name(vigil: VigilView | None) -> str:
    return "" if vigil is None else vigil.other_name


def vigil_seconds(vigil: VigilView | None, now: datetime) -> int:
    if vigil is None or vigil.begun_at is None:
        return 0
    return max(0, int((now - vigil.begun_at).total_seconds()))


def vigil_peers(vigil: VigilView | None) -> list[Peer]:
    """The other terminal; both sides have it by its own name."""
    return [] if vigil is None else [Peer(id=vigil.other, name=vigil.other_name, kind=vigil.other_kind)]
