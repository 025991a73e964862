"""What a clerk reads, made from what the desk sees: pure, Japanese only."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import DEPARTMENT_STATES, LANGUAGES, NEEDS


class Need(TypedDict):
    """One support need: its id chooses the drawing."""

    id: str
    name: str


class Row(TypedDict):
    """One call of the list. `waited` is whole seconds since the touch."""

    id: str
    ticket: str
    branch: str
    department: str
    language: str
    needs: list[Need]
    needs_text: str
    waited: int
    note: str
    ringing: bool


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


def row(call: CallView, now: datetime) -> Row:
    return Row(
        id=call.id,
        ticket=str(call.ticket),
        branch=call.branch_name,
        department=call.department_name,
        language=LANGUAGES[call.language],
        needs=[Need(id=need, name=NEEDS[need]) for need in call.needs],
        needs_text="　".join(NEEDS[need] for need in call.needs),
        waited=seconds(call.placed_at, now),
        note="お待ちいただいています" if call.decline_reason else "",
        ringing=call.state == "ringing",
    )


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
    return [Peer(id=peer.participant, name=peer.name, kind=peer.kind) for peer in call.peers]
