"""What a clerk reads of reservations: pure, Japanese only, without anybody's name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from iga_madoguchi.domain.reservations.views import DayPlan, ReservationView, SlotView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import LANGUAGES, MATTERS, NEEDS, RESERVATION_STATES, SLOT_REASONS

WEEKDAYS = "月火水木金土日"


class Booked(TypedDict):
    """One reservation. `more` is what the desk should know before the talk."""

    id: str
    time: str
    day: str
    number: str
    branch: str
    branch_id: str
    department: str
    more: str
    state: str
    label: str


class Choice(TypedDict):
    id: str
    name: str


class Slot(TypedDict):
    """One time of a day. `id` is its moment, `why` what keeps it from being chosen."""

    id: str
    time: str
    why: str


def booked(view: ReservationView) -> Booked:
    start = local(view.starts_at)
    more = [MATTERS.get(view.matter, ""), *(NEEDS[need] for need in view.needs)]
    if view.language != "ja":
        more.append(LANGUAGES[view.language])
    return Booked(
        id=view.id,
        time=f"{start:%H:%M}",
        day=day(start.date()),
        number=view.number,
        branch=view.branch_name,
        branch_id=view.branch_id,
        department=view.department_name,
        more="　".join(part for part in more if part),
        state=view.state,
        label=RESERVATION_STATES[view.state],
    )


def day(when: date) -> str:
    return f"{when.month}月{when.day}日（{WEEKDAYS[when.weekday()]}）"


def slots(plan: DayPlan) -> list[Slot]:
    """Times that are over are left out; of today's the rest is what matters."""
    return [_slot(slot) for slot in plan.slots if slot.why != "past"]


def closed(plan: DayPlan) -> str:
    """Why there is nothing to choose."""
    if plan.closed_for:
        return f"{plan.closed_for}のため、窓口が開いていません。ほかの日を選んでください。"
    if not plan.first <= plan.day <= plan.last:
        return f"予約できるのは、{day(plan.first)}から{day(plan.last)}までです。"
    return "この日に予約できる時間は、もうありません。ほかの日を選んでください。"


def _slot(slot: SlotView) -> Slot:
    why = SLOT_REASONS[slot.why] if slot.why else ""
    return Slot(id=slot.starts_at.isoformat(), time=f"{local(slot.starts_at):%H:%M}", why=why)


def moment(text: str) -> datetime | None:
    """A slot's id as a moment, None if it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
