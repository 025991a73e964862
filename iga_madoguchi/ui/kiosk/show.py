"""What a resident reads, made from what the branch sees: pure, one language at a time."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState, KioskView, Route
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.kiosk import KioskText

QUEUE_SHOWN = 4  # people; more would not fit beside one another


class Card(TypedDict):
    """One department. `state` chooses the mark, `label` says it, `reason` is why it cannot be called."""

    id: str
    name: str
    examples: str
    icon: str
    state: str
    label: str
    more: str
    reason: str
    go: str


class Peer(TypedDict):
    """Somebody on the other side, as the media component takes it."""

    id: str
    name: str
    kind: str


class Step(TypedDict):
    """One department of a visit with several matters. `state` is done, now or next."""

    id: str
    name: str
    state: str
    label: str


def cards(view: KioskView, text: KioskText, now: datetime) -> list[Card]:
    return [_card(department, text, now) for department in view.departments]


def department_name(department_id: str, name: str, text: KioskText) -> str:
    return text.departments.get(department_id, name)


def peers(call: CallView, text: KioskText) -> list[Peer]:
    """The desks in the call, named by their officer, before the answer by their department."""
    name = department_name(call.department_id, call.department_name, text)
    here = [peer for peer in call.peers if peer.joined or call.state == "ringing"]
    return [
        Peer(id=peer.participant, name=peer.name if peer.joined else name, kind=peer.kind) for peer in here
    ]


def waiting_sentence(call: CallView, text: KioskText) -> str:
    """The status of a call that is not answered yet; it is read out when it changes."""
    if call.state == "recalled":
        name = department_name(call.department_id, call.department_name, text)
        return text.recalled_note.format(ticket=call.ticket, department=name)
    if call.state == "ringing":
        return text.ringing.format(department=department_name(call.department_id, call.department_name, text))
    return text.people_before.format(n=call.ahead)


def asked_sentence(call: CallView, text: KioskText) -> str:
    """Who wants this terminal to join."""
    name = department_name(call.department_id, call.department_name, text)
    return text.asked_note.format(department=name)


def waiting_hint(call: CallView, text: KioskText) -> str:
    if call.state in ("ringing", "recalled"):
        return ""
    if call.from_department or call.returned:
        return text.handed
    if call.priority and call.ahead:
        return text.preferred
    if call.decline_reason in text.declined:
        return text.declined[call.decline_reason]
    if call.estimate is not None:
        return text.estimate.format(n=call.estimate)
    return "" if call.ahead else text.next_one


def queue(call: CallView, text: KioskText) -> list[str]:
    """Those before this resident, nearest the desk first; who they are stays unsaid."""
    return [text.queue_other] * min(call.ahead, QUEUE_SHOWN)


def next_opening(view: KioskView, text: KioskText, now: datetime) -> str:
    """The sentence of the closed screen: the earliest opening of any department."""
    moments = [department.opens_at for department in view.departments if department.opens_at is not None]
    holiday = next((department.closed_for for department in view.departments if department.closed_for), "")
    why = _closed_for(holiday, text) if holiday else ""
    return why + _opening(min(moments, default=None), text, now)


def _closed_for(day: str, text: KioskText) -> str:
    return text.closed_for.format(day=text.closed_days.get(day, day))


def steps(call: CallView, text: KioskText) -> list[Step]:
    """Where this visit is; nothing for a visit with one matter, or another resident's."""
    if call.guest:
        return []
    return [
        Step(
            id=stop.id,
            name=department_name(stop.id, stop.name, text),
            state=stop.state,
            label=text.step_states[stop.state],
        )
        for stop in call.plan
    ]


def route_steps(route: Route, names: dict[str, str]) -> list[Step]:
    """The order that is proposed before anybody is called."""
    return [Step(id=stop, name=names[stop], state="next", label="") for stop in route.stops]


def route_note(route: Route, text: KioskText) -> str:
    """What is known of the waiting; it is said when nothing is."""
    if len(route.stops) < 2:
        return text.plan_more
    if route.minutes is None:
        return text.plan_unknown
    return text.plan_minutes.format(n=route.minutes) if route.minutes else text.plan_at_once


def day(moment: datetime, text: KioskText) -> str:
    here = local(moment)
    return text.date.format(month=here.month, day=here.day, weekday=text.weekdays[here.weekday()])


def _card(department: DepartmentState, text: KioskText, now: datetime) -> Card:
    more, go, reason = "", "", ""
    match department.state:
        case "open":
            go = text.talk_wait if department.waiting else text.talk_now
        case "busy":
            go = text.talk_wait
        case "closed":
            more = _short_opening(department, text, now)
            why = _closed_for(department.closed_for, text) if department.closed_for else text.closed
            reason = why + _opening(department.opens_at, text, now)
        case state:
            reason = text.not_now[state]
    if department.free_at is not None:
        more = text.busy_until.format(time=f"{local(department.free_at):%H:%M}")
    if department.callable and department.waiting:
        more = text.busy_waiting.format(n=department.waiting)
    return Card(
        id=department.id,
        name=department_name(department.id, department.name, text),
        examples=text.examples.get(department.id, department.examples),
        icon=department.icon,
        # A resident needs no difference between a desk that is shut and one that cannot be reached.
        state="closed" if department.state == "offline" else department.state,
        label=text.states[department.state],
        more=more,
        reason=reason,
        go=go,
    )


def _opening(opens_at: datetime | None, text: KioskText, now: datetime) -> str:
    if opens_at is None:
        return text.opens_unknown
    here = local(opens_at)
    sentence = text.opens_today if here.date() == local(now).date() else text.opens_later
    return sentence.format(time=f"{here:%H:%M}", date=day(opens_at, text))


def _short_opening(department: DepartmentState, text: KioskText, now: datetime) -> str:
    if department.opens_at is None:
        return ""
    here = local(department.opens_at)
    sentence = text.short_today if here.date() == local(now).date() else text.short_later
    return sentence.format(time=f"{here:%H:%M}", date=day(department.opens_at, text))
