"""What the board of self-tests says, made from how the terminals stand: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from iga_madoguchi.domain.reporting import views as reporting
from iga_madoguchi.domain.selftests import words
from iga_madoguchi.domain.selftests.views import Standing
from iga_madoguchi.kit.clock import local

# state of a self-test -> the mark that the office's other pages have for it
MARKS = {"good": "ready", "bad": "offline", "unknown": "never"}
LABELS = {"good": "良好", "bad": "直す", "unknown": "不明"}


class Row(TypedDict):
    """One terminal. `parts` are those that it has, each with its mark."""

    id: str
    name: str
    mark: str
    label: str
    last: str
    good: str
    ordered: bool
    enrolled: bool
    parts: list[dict[str, str]]


class Problem(TypedDict):
    """What is so at one terminal, and what to do; `mark` as MARKS."""

    id: str
    mark: str
    title: str
    todo: str


class Draft(TypedDict):
    """What a report of an incident begins with; moments as an input has them."""

    id: str
    when: str
    title: str
    first: str
    last: str
    done: str


NO_DRAFT = Draft(id="", when="", title="", first="", last="", done="")


def drafts(found: Sequence[reporting.Draft]) -> list[Draft]:
    return [
        Draft(
            id=str(one.id),
            when=f"{local(one.first):%m/%d %H:%M}",
            title=one.title,
            first=f"{local(one.first):%Y-%m-%dT%H:%M}",
            last=f"{local(one.last) + timedelta(minutes=1):%Y-%m-%dT%H:%M}",
            done=one.done,
        )
        for one in found
    ]


def empty_draft(now: datetime) -> Draft:
    """Of a whole working day, to be changed."""
    day = f"{local(now):%Y-%m-%d}"
    return {**NO_DRAFT, "first": f"{day}T08:30", "last": f"{day}T17:15"}


def row(one: Standing, now: datetime) -> Row:
    run = one.last
    parts = (
        []
        if run is None
        else [
            {
                "id": found.part,
                "name": words.PARTS[found.part],
                "mark": MARKS[found.state],
                "label": LABELS[found.state],
            }
            for found in run.findings
        ]
    )
    last = "まだ点検していません" if run is None else f"{_when(run.at, now)}　{words.CAUSES[run.cause]}"
    return Row(
        id=one.terminal_id,
        name=one.name,
        mark=MARKS[one.state],
        label=words.STATES[one.state] if one.enrolled else "まだ登録していません",
        last=last,
        good="—" if one.last_good is None else _when(one.last_good, now),
        ordered=one.ordered,
        enrolled=one.enrolled,
        parts=parts,
    )


def problems(standings: Sequence[Standing]) -> list[Problem]:
    """The bad first, then what nobody knows; in the city's order."""
    found = []
    for state in ("bad", "unknown"):
        for one in standings:
            if one.enrolled and one.state == state:
                found += _problems(one)
    return found


def verdict(standings: Sequence[Standing]) -> tuple[bool, str, str]:
    """Whether all is well, in one sentence, and what to do."""
    there = [one for one in standings if one.enrolled]
    bad = [one for one in there if one.state == "bad"]
    unknown = [one for one in there if one.state == "unknown"]
    if not there:
        return False, "端末がまだ登録されていません", "登録リンクを開くと、点検がはじまります。"
    if bad:
        names = "、".join(one.name for one in bad)
        return False, f"直すところがあります：{len(bad)}台", f"{names}。下のとおりに伝えてください。"
    if unknown:
        names = "、".join(one.name for one in unknown)
        return (
            False,
            f"確かめられていません：{len(unknown)}台",
            f"{names}。端末の電源が入ると、点検がはじまります。",
        )
    return True, "どの端末も良好です", "していただくことはありません。開庁の1時間前に、また点検します。"


def _problems(one: Standing) -> list[Problem]:
    stale = one.last is None or (one.state == "unknown" and one.last.state == "good")
    if stale:
        title = f"{one.name}は、きょうの点検がまだです。"
        todo = "端末の電源と画面が入っているかを見てもらってください。入ると、自動で点検します。"
        return [Problem(id=one.terminal_id, mark=MARKS["unknown"], title=title, todo=todo)]
    made = []
    for found in one.troubles:
        title, todo = words.said(found, one.name)
        made.append(
            Problem(id=f"{one.terminal_id}-{found.part}", mark=MARKS[found.state], title=title, todo=todo)
        )
    return made


def _when(moment: datetime, now: datetime) -> str:
    here, today = local(moment), local(now).date()
    if here.date() == today:
        return f"きょう {here:%H:%M}"
    return f"{here.month}月{here.day}日 {here:%H:%M}"
