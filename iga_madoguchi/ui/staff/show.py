"""What a branch's staff read, made from what their kiosk sees: pure, Japanese only."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState, KioskView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import DEPARTMENT_STATES, LANGUAGES, NEEDS, PRIORITIES, STAFF_STATES

FEW = ("placed", "ringing")


class Talk(TypedDict):
    """The call of the branch's resident. `waited` is whole seconds since the touch."""

    id: str
    ticket: str
    department: str
    state: str
    more: str
    needs: str
    language: str
    waited: int
    priority: str
    waiting: bool
    phone: str


class Department(TypedDict):
    """Where a call can be placed to; `off` why not is its `label`."""

    id: str
    name: str
    state: str
    label: str
    more: str
    off: bool


def talk(call: CallView, now: datetime) -> Talk:
    return Talk(
        id=call.id,
        ticket=str(call.ticket),
        department=call.department_name,
        state=STAFF_STATES[call.state],
        more=_more(call),
        needs="　".join(NEEDS[need] for need in call.needs),
        language=LANGUAGES[call.language],
        waited=max(0, int((now - call.placed_at).total_seconds())),
        priority=PRIORITIES.get(call.priority, ""),
        waiting=call.state in FEW,
        phone=call.department_phone,
    )


def _more(call: CallView) -> str:
    if call.guest:
        return "ほかの支所の通話に参加しています"
    if call.state == "placed":
        parts = [f"前に{call.ahead}人", f"あと{call.estimate}分ほど" if call.estimate is not None else ""]
        return "　".join(part for part in parts if part)
    return f"担当　{call.staff_name}" if call.staff_name else ""


def departments(view: KioskView) -> list[Department]:
    return [_department(department) for department in view.departments]


def _department(department: DepartmentState) -> Department:
    more = f"お待ち {department.waiting}人" if department.waiting else ""
    if department.opens_at is not None:
        here = local(department.opens_at)
        more = f"{here.month}月{here.day}日 {here:%H:%M}から"
    return Department(
        id=department.id,
        name=department.name,
        state=department.state,
        label=DEPARTMENT_STATES[department.state],
        more=more,
        off=not department.callable,
    )
