"""What the page of alerts says of each means and of what was told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.alerts.policy import SCREEN, Quiet
from iga_madoguchi.domain.monitoring.alerts.views import MeansView, SendingView
from iga_madoguchi.domain.monitoring.alerts.words import FAULTS, MEANS
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import alerts as text

ALL = tuple(MEANS)


class MeansRow(TypedDict):
    id: str
    name: str
    where: str
    state: str
    label: str
    worked: str
    trouble: str


class Told(TypedDict):
    """One alert by one means. `state`: ok, bad or unknown."""

    id: str
    at: str
    what: str
    means: str
    state: str
    result: str


def verdict(found: Sequence[MeansView]) -> tuple[bool, str, str]:
    """(good, one sentence, what follows from it); the screen alone reaches nobody who is elsewhere."""
    outside = [one for one in found if one.name != SCREEN]
    failing = [MEANS[one.name] for one in outside if one.failing]
    if failing:
        said = "failing"
    elif not outside:
        said = "none"
    else:
        said = "unknown" if any(one.worked_at is None for one in outside) else "ok"
    sentence, advice = text.VERDICTS[said]
    return said == "ok", sentence.format(means="、".join(failing)), advice


def means(found: Sequence[MeansView], where: Mapping[str, str]) -> list[MeansRow]:
    """Every means there could be, also those that are not set."""
    known = {one.name: one for one in found}
    return [_means(name, known.get(name), where.get(name, "")) for name in ALL]


def drilled(sendings: Sequence[SendingView]) -> list[Told]:
    """How the newest drill came on, by each means."""
    newest = next((one.alert_id for one in sendings if one.event == "drill"), None)
    own = {one.means: one for one in sendings if one.alert_id == newest}
    return [told(own[name]) for name in ALL if name in own]


def told(one: SendingView) -> Told:
    title = "知らせの練習" if one.incident is None else checks.title(one.incident)
    state, result = _result(one)
    return Told(
        id=f"{one.alert_id} {one.means}",
        at=_moment(one.queued_at),
        what=title if one.event == "drill" else f"{text.EVENTS[one.event]}：{title}",
        means=MEANS.get(one.means, one.means),
        state=state,
        result=result,
    )


def quiet(found: Quiet | None) -> str:
    if found is None:
        return text.NO_QUIET
    return text.QUIET.format(begins=f"{found.begins:%H:%M}", ends=f"{found.ends:%H:%M}")


def _means(name: str, one: MeansView | None, where: str) -> MeansRow:
    if one is None:
        state = "none"
        where = text.HOW_TO_SET.get(name, "")
    elif one.failing:
        state = "bad"
    else:
        state = "unknown" if one.worked_at is None else "ok"
    worked = trouble = ""
    if one is not None:
        detail = _detail(one.detail)
        worked = (
            text.NEVER
            if one.worked_at is None
            else _moment(one.worked_at) + (f"　{detail}" if detail else "")
        )
        if one.failed_at is not None and (one.worked_at is None or one.failed_at > one.worked_at):
            trouble = f"{_moment(one.failed_at)}　{FAULTS.get(one.fault, one.fault)}"
    return MeansRow(
        id=name,
        name=MEANS[name],
        where=where,
        state=state,
        label=text.STATES[state],
        worked=worked,
        trouble=trouble,
    )


def _result(one: SendingView) -> tuple[str, str]:
    fault = FAULTS.get(one.fault, one.fault)
    if one.state == "sent":
        detail = _detail(one.detail)
        at = "" if one.tried_at is None else f"　{local(one.tried_at):%H:%M:%S}"
        return "ok", text.RESULTS["sent"] + at + (f"　{detail}" if detail else "")
    if one.state == "given_up":
        return "bad", f"{text.RESULTS['given_up']}　{fault}"
    if one.tries:
        return "warn", f"{text.RESULTS['again']}（{one.tries}回）　{fault}"
    if one.held:
        return "unknown", text.RESULTS["held"].format(at=f"{local(one.next_at):%H:%M}")
    return "unknown", text.RESULTS["screen" if one.means == SCREEN else "waiting"]


def _detail(detail: str) -> str:
    return text.DETAILS.get(detail, "")


def _moment(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日 {here:%H:%M:%S}"
