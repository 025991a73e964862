"""What the bureau reads of the call it looks into: who is in it, and who has agreed. Pure, no content."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.ui.text.ja.office import OBSERVER_REASONS, PEER_KINDS


class Peer(TypedDict):
    """Somebody in the call, as the media component takes it."""

    id: str
    name: str
    kind: str
    label: str


class Answer(TypedDict):
    """What one side has said so far."""

    side: str
    said: str
    yes: bool


def title(view: CallView) -> str:
    return f"{view.branch_name} → {view.department_name}"


def reason(view: CallView) -> str:
    return "" if view.observer is None else OBSERVER_REASONS[view.observer.reason]


def answers(view: CallView) -> list[Answer]:
    seat = view.observer
    if seat is None:
        return []
    sides = ((view.department_name, seat.desk_agreed), ("住民の方", seat.branch_agreed))
    return [
        Answer(side=side, said="いいですよ" if yes else "返事を待っています", yes=yes) for side, yes in sides
    ]


def peers(view: CallView) -> list[Peer]:
    return [
        Peer(id=peer.participant, name=peer.name, kind=peer.kind, label=PEER_KINDS[peer.kind])
        for peer in view.peers
        if peer.joined
    ]


def seconds(view: CallView, now: datetime) -> int:
    return 0 if view.answered_at is None else max(0, int((now - view.answered_at).total_seconds()))
