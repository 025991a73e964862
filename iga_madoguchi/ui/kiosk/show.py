"""What a resident reads, made from what the branch sees: pure, one language at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState, KioskView, Route
from iga_madoguchi.domain.power.policy import Phase
from iga_madoguchi.domain.power.views import RESTART_SOON, Standing
from iga_madoguchi.domain.terminals.views import WordsByLanguage, examples_in, name_in
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.counting import Count
from iga_madoguchi.ui.text.kiosk import KioskText

QUEUE_SHOWN = 4  # people; more would not fit beside one another
SUBSTITUTE = "振替休日"
JAPANESE = "ja"


class Card(TypedDict):
    """One department. `state` chooses the mark, `label` says it, `reason` is why it cannot be called.

    `lang` is that of its name and examples: Japanese where nobody has translated them.
    """

    id: str
    name: str
    lang: str
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
    lang: str
    kind: str


class Names:
    """What the departments are called in one language; what is not offered any more stays Japanese."""

    def __init__(self, departments: Sequence[DepartmentState], language: str) -> None:
        self.language = language
        self._names = {one.id: name_in(one.words, language, one.name) for one in departments}

        self._translated = {one.id for one in departments if _translated(one.words, language)}

    def department(self, department_id: str, name: str) -> str:
        return self._names.get(department_id, name)

    def lang(self, department_id: str, text: KioskText) -> str:
        """The language of that name: Japanese where nobody has translated it."""
        return text.tag if department_id in self._translated else JAPANESE


class Step(TypedDict):
    """One department of a visit with several matters. `state` is done, now or next."""

    id: str
    name: str
    lang: str
    state: str
    label: str


def cards(view: KioskView, text: KioskText, names: Names, now: datetime) -> list[Card]:
    return [_card(department, text, names, now) for department in view.departments]


def branch_name(view: KioskView, language: str) -> str:
    return name_in(view.branch_words, language, view.branch_name)


def branch_lang(view: KioskView, text: KioskText, language: str) -> str:
    """The language of `branch_name`."""
    return text.tag if _translated(view.branch_words, language) else JAPANESE


def _translated(words: WordsByLanguage, language: str) -> bool:
    return language in words and bool(words[language].name)


def peers(call: CallView, text: KioskText, names: Names) -> list[Peer]:
    """The desks in the call, named by their officer, before the answer by their department."""
    name = names.department(call.department_id, call.department_name)
    lang = names.lang(call.department_id, text)
    here = [peer for peer in call.peers if peer.joined or call.state == "ringing"]
    return [
        Peer(
            id=peer.participant,
            name=peer.name if peer.joined else name,
            lang=JAPANESE if peer.joined else lang,
            kind=peer.kind,
        )
        for peer in here
    ]


def waiting_sentence(call: CallView, text: KioskText, names: Names) -> str:
    """The status of a call that is not answered yet; it is read out when it changes."""
    name = names.department(call.department_id, call.department_name)
    if call.state == "recalled":
        return text.recalled_note.format(ticket=call.ticket, department=name)
    if call.state == "ringing":
        return text.ringing.format(department=name)
    return text.people_before.format(n=_count(call.ahead, text))


def asked_sentence(call: CallView, text: KioskText, names: Names) -> str:
    """Who wants this terminal to join."""
    return text.asked_note.format(department=names.department(call.department_id, call.department_name))


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
        return text.estimate.format(n=_count(call.estimate, text))
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
    return text.closed_for.format(day=day_off(day, text))


def day_off(name: str, text: KioskText) -> str:
    """A holiday by the name that the city gives it; the city's own word where nobody has translated it."""
    if name in text.closed_days:
        return text.closed_days[name]
    return text.closed_days.get(SUBSTITUTE, name) if name.endswith(SUBSTITUTE) else name


def refusal(error: DomainError, text: KioskText) -> tuple[str, bool]:
    """Why something did not work, in words; False when the language knows nothing of it in particular."""
    sentence = text.errors.get(error.code)
    data = text.date.named(error.data)
    if "why" in data:
        data["why"] = day_off(data["why"], text)
    return (sentence or text.error).format(**data), sentence is not None


def power_sentence(standing: Standing, text: KioskText, in_call: bool, now: datetime | None = None) -> str:
    """How it stands in a power cut, how long, what becomes of the talk. While there is power "", or that the
    screen soon stops for a minute; in a call nobody needs to know that.
    """
    words, phase = text.power, standing.phase
    gap = "" if words["battery"].endswith("。") else " "
    if phase == Phase.LINE:
        at = standing.restart_at
        soon = at is not None and now is not None and now >= at - RESTART_SOON
        return words["restart"] if soon and not in_call else ""
    if phase != Phase.BATTERY:
        said = [words[str(phase)], words["kept"] if in_call else ""]
        return gap.join(part for part in said if part)
    how = "held" if standing.holds and not in_call else "battery"
    known = standing.left_min is not None
    left = words["left"].format(n=_count(standing.left_min or 0, text)) if known else ""
    return gap.join(part for part in (words[how], left, words["talk"] if in_call else "") if part)


def _count(number: int, text: KioskText) -> Count:
    return Count(number, text.first_form)


def steps(call: CallView, text: KioskText, names: Names) -> list[Step]:
    """Where this visit is; nothing for a visit with one matter, or another resident's."""
    if call.guest:
        return []
    return [
        Step(
            id=stop.id,
            name=names.department(stop.id, stop.name),
            lang=names.lang(stop.id, text),
            state=stop.state,
            label=text.step_states[stop.state],
        )
        for stop in call.plan
    ]


def route_steps(route: Route, known: Sequence[Card]) -> list[Step]:
    """The order that is proposed before anybody is called."""
    found = {card["id"]: card for card in known}
    return [
        Step(id=stop, name=found[stop]["name"], lang=found[stop]["lang"], state="next", label="")
        for stop in route.stops
    ]


def route_note(route: Route, text: KioskText) -> str:
    """What is known of the waiting; it is said when nothing is."""
    if len(route.stops) < 2:
        return text.plan_more
    if route.minutes is None:
        return text.plan_unknown
    minutes = _count(route.minutes, text)
    return text.plan_minutes.format(n=minutes) if minutes else text.plan_at_once


def day(moment: datetime, text: KioskText) -> str:
    return text.date.say(local(moment).date())


def _card(department: DepartmentState, text: KioskText, names: Names, now: datetime) -> Card:
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
        more = text.busy_waiting.format(n=_count(department.waiting, text))
    return Card(
        id=department.id,
        name=names.department(department.id, department.name),
        lang=names.lang(department.id, text),
        examples=examples_in(department.words, names.language, department.examples),
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
