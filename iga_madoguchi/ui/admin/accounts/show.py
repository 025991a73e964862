"""What the page says about staff. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.accounts.permissions import AT_DESK
from iga_madoguchi.domain.accounts.rules import MINUTES
from iga_madoguchi.domain.accounts.views import Account, PairedView, Rule, SessionView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import accounts as text


class SessionRow(TypedDict):
    """`id` is "" for the one who looks: they log out by the button above."""

    id: str
    terminal: str
    since: str


class PersonRow(TypedDict):
    login: str
    name: str
    role: str
    place: str
    state: str
    label: str
    more: str
    factors: str
    disabled: bool
    oneself: bool
    sessions: list[SessionRow]


class Option(TypedDict):
    id: str
    name: str


class TimedRow(TypedDict):
    """A rule about time. `minutes` is what is chosen, `choices` what may be."""

    id: str
    name: str
    what: str
    on: bool
    since: str
    minutes: str
    choices: list[Option]


def people(found: Sequence[Account], desks: Mapping[str, str], me: str, here: str) -> list[PersonRow]:
    """`desks`: names by id; `me` and `here`: who looks, and at which terminal. The stopped stand last."""
    rows = [_person(one, desks, me, here) for one in found]
    return sorted(rows, key=lambda row: row["disabled"])


def roles() -> list[Option]:
    return [Option(id=role, name=f"{name}　{text.ROLES_MAY[role]}") for role, name in text.ROLES.items()]


def switched(rule: Rule) -> str:
    """Since when the rule is off, and by whom; "" while it is on."""
    if rule.on or rule.since is None:
        return ""
    return text.RULE_SINCE.format(since=spoken(rule.since), by=text.BY.get(rule.by, rule.by))


class PairRow(TypedDict):
    """What waits for a second admin. `may`: whether whoever looks may confirm it."""

    id: str
    what: str
    by: str
    may: bool


def pairs(found: Sequence[PairedView], names: Mapping[str, str], me: str) -> list[PairRow]:
    """`names`: of people, by login."""
    return [
        PairRow(
            id=str(one.id),
            what=text.PAIRS[one.kind].format(name=names.get(one.subject, one.subject)),
            by=text.PAIR_BY.format(by=names.get(one.asked_by, one.asked_by), until=spoken(one.until)),
            may=me not in (one.asked_by, one.subject),
        )
        for one in found
    ]


def timed(key: str, rule: Rule) -> TimedRow:
    """A rule about time as the page shows it."""
    return TimedRow(
        id=key,
        name=text.TIMED[key],
        what=text.TIMED_WHAT[key],
        on=rule.on,
        since=switched(rule),
        minutes=str(rule.minutes),
        choices=[Option(id=str(one), name=_span(one)) for one in MINUTES[key]],
    )


def _span(minutes: int) -> str:
    return f"{minutes // 60}時間" if minutes >= 120 else f"{minutes}分"


def spoken(moment: datetime) -> str:
    """A day and a time without years and leading zeros."""
    at = local(moment)
    return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"


def _person(one: Account, desks: Mapping[str, str], me: str, here: str) -> PersonRow:
    staff, oneself = one.staff, one.staff.login == me
    place = desks.get(staff.desk_id or "", text.GONE_DESK) if staff.role in AT_DESK else text.OFFICE
    state, label = _state(one)
    return PersonRow(
        login=staff.login,
        name=staff.name,
        role=text.ROLES[staff.role],
        place=place,
        state=state,
        label=label,
        more=_more(one),
        factors="" if not one.factors else text.FACTORS.format(count=one.factors),
        disabled=staff.disabled,
        oneself=oneself,
        sessions=[_session(seen, oneself and seen.terminal_id == here) for seen in one.sessions],
    )


def _state(one: Account) -> tuple[str, str]:
    if one.staff.disabled:
        return "closed", text.STOPPED
    return ("open", text.READY) if one.has_password else ("away", text.PREPARING)


def _more(one: Account) -> str:
    if one.code_until is not None:
        return text.CODE_OUT.format(until=spoken(one.code_until))
    return "" if one.has_password or one.staff.disabled else text.NO_PASSWORD


def _session(seen: SessionView, own: bool) -> SessionRow:
    return SessionRow(
        id="" if own else str(seen.id),
        terminal=seen.terminal_name,
        since=text.IN_SINCE.format(since=spoken(seen.since)),
    )
