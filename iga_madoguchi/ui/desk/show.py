"""What a clerk reads, made from what the desk sees: pure, Japanese only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import Askable, CallView, DepartmentState, NoteView, PlannedStop
from iga_madoguchi.domain.calls.views import Peer as CallPeer
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import (
    ASKABLE,
    DEPARTMENT_STATES,
    LANGUAGES,
    NEEDS,
    PARKED,
    PEER_KINDS,
    PRIORITIES,
    STEP_STATES,
)


class Need(TypedDict):
    """One support need: its id chooses the drawing."""

    id: str
    name: str


class Note(TypedDict):
    """What a colleague wrote; `by` is who, where and when."""

    by: str
    text: str


class Step(TypedDict):
    """One department of a visit with several matters. `state` is done, now or next."""

    id: str
    name: str
    state: str
    label: str


class Row(TypedDict):
    """One call of the list. `waited` is whole seconds since the touch, `origin` where it was handed on from,
    `guest` that this desk is asked to join a colleague's call, `next` the department after this one."""

    id: str
    ticket: str
    branch: str
    department: str
    department_id: str
    language: str
    needs: list[Need]
    needs_text: str
    waited: int
    note: str
    ringing: bool
    origin: str
    priority: str
    notes: list[Note]
    guest: bool
    kind: str
    turn: bool
    plan: list[Step]
    next: str
    phone: str
    matter: str


class Other(TypedDict):
    id: str
    name: str
    state: str
    label: str
    more: str


class Peer(TypedDict):
    id: str
    name: str
    kind: str
    label: str


class Choice(TypedDict):
    """One button of a dialog: whom to give the call to, or whom to ask into it."""

    id: str
    name: str
    label: str
    off: bool


def row(call: CallView, now: datetime) -> Row:
    return Row(
        id=call.id,
        ticket=str(call.ticket),
        branch=call.branch_name,
        department=call.department_name,
        department_id=call.department_id,
        language=LANGUAGES[call.language],
        needs=[Need(id=need, name=NEEDS[need]) for need in call.needs],
        needs_text="　".join(NEEDS[need] for need in call.needs),
        waited=seconds(call.placed_at, now),
        note=_why(call),
        ringing=call.state == "ringing",
        origin=_origin(call),
        priority=PRIORITIES.get(call.priority, ""),
        notes=[_note(note) for note in call.notes],
        guest=call.guest,
        kind=call.kind,
        turn=call.parked == "ring_me",
        plan=[_step(stop) for stop in call.plan],
        next=next((stop.name for stop in call.plan if stop.state == "next"), ""),
        phone=call.branch_phone,
        matter="" if call.matter is None else call.matter.name,
    )


def _step(stop: PlannedStop) -> Step:
    return Step(id=stop.id, name=stop.name, state=stop.state, label=STEP_STATES[stop.state])


def _why(call: CallView) -> str:
    if call.parked:
        return PARKED[call.parked]
    return "お待ちいただいています" if call.decline_reason else ""


def _origin(call: CallView) -> str:
    if call.returned:
        return "転送先が出られず、もどってきました"
    return f"{call.from_department}からの転送" if call.from_department else ""


def _note(note: NoteView) -> Note:
    return Note(by=f"{note.place}　{note.author}　{local(note.at):%H:%M}", text=note.text)


def seconds(since: datetime | None, now: datetime) -> int:
    """Whole seconds that have passed, 0 if it has not begun."""
    return 0 if since is None else max(0, int((now - since).total_seconds()))


def other(department: DepartmentState) -> Other:
    more = f"お待ち {department.waiting}人" if department.waiting else ""
    if department.opens_at is not None:
        here = local(department.opens_at)
        more = f"{here.month}月{here.day}日 {here:%H:%M}から"
    return Other(
        id=department.id,
        name=department.name,
        state=department.state,
        label=DEPARTMENT_STATES[department.state],
        more=more,
    )


def peers(call: CallView) -> list[Peer]:
    """Who is in the call; while it rings, everybody it rings for."""
    return [_peer(peer) for peer in call.peers if peer.joined or call.state == "ringing"]


def asked(call: CallView) -> list[Peer]:
    """Who was asked to join and has not answered."""
    return [_peer(peer) for peer in call.peers if not peer.joined and call.state != "ringing"]


def departments(states: Sequence[DepartmentState]) -> list[Choice]:
    """Where a call may be given to."""
    return [
        Choice(id=state.id, name=state.name, label=DEPARTMENT_STATES[state.state], off=not state.callable)
        for state in states
    ]


def terminals(found: Sequence[Askable]) -> list[Choice]:
    """Who may be asked into a call."""
    return [Choice(id=one.id, name=one.name, label=ASKABLE[one.free], off=not one.free) for one in found]


def _peer(peer: CallPeer) -> Peer:
    return Peer(id=peer.participant, name=peer.name, kind=peer.kind, label=PEER_KINDS[peer.kind])
