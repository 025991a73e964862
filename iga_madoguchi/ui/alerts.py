"""Words what is told of faults by mail and to other systems: pure, Japanese only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.alerts.views import Batch, Item, Letter, LetterEvent, Waiting
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import alerts as text

ITEMS = 20


@dataclass(frozen=True)
class Writer:
    """`url`: where the bureau's pages are; `phones`: of whom to ring up."""

    url: str
    phones: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, batch: Batch, id_: str, worst: Status, count: int, now: datetime) -> Letter:
        told = batch.told[:ITEMS]
        event: LetterEvent = "digest" if len(batch.told) > 1 else told[0].event
        urgent = any(one.urgent and one.event != "over" for one in batch.told) and not batch.drill
        lines = [
            *_body(batch, told, now, count, self.phones),
            "",
            *(line.format(url=self.url) for line in text.FOOT),
        ]
        return Letter(
            id_,
            event,
            now,
            urgent,
            worst,
            count,
            _subject(event, batch, urgent),
            "\n".join(lines) + "\n",
            tuple(_item(one, self.phones) for one in told),
            len(batch.told) - len(told),
        )


def _subject(event: str, batch: Batch, urgent: bool) -> str:
    first = batch.told[0].incident
    return text.SUBJECTS[event].format(
        urgent=text.URGENT if urgent else "",
        title="" if first is None else checks.title(first),
        n=len(batch.told),
    )


def _body(
    batch: Batch, told: tuple[Waiting, ...], now: datetime, count: int, phones: Mapping[str, str]
) -> Iterator[str]:
    if batch.drill:
        yield from (line.format(at=_exact(now)) for line in text.DRILL_BODY)
        return
    for number, one in enumerate(told):
        assert one.incident is not None
        if number:
            yield ""
        yield from _told(one.incident, one.event, phones)
    if len(batch.told) > len(told):
        yield text.MORE.format(n=len(batch.told) - len(told))
    yield ""
    yield text.OPEN_NOW.format(n=count) if count else text.NONE_OPEN


def _told(one: IncidentView, event: str, phones: Mapping[str, str]) -> Iterator[str]:
    yield f"■ {checks.title(one)}" + ("（なおりました）" if event == "over" else "")
    if event == "over" and one.recovered_at is not None:
        yield text.LASTED.format(began=checks.moment(one.raised_at), ended=checks.moment(one.recovered_at))
        return
    what, whom, todo, call = text.LABELS
    yield f"{what}：{checks.happened(one)}"
    yield f"{whom}：{checks.hampered(one)}"
    yield f"{todo}："
    yield from (f"  {number}. {step}" for number, step in enumerate(checks.todo(one), 1))
    yield f"{call}：{checks.call(one, phones)}"


def _item(one: Waiting, phones: Mapping[str, str]) -> Item:
    fault = one.incident
    if fault is None:
        return {"event": one.event, "title": "知らせの練習です。異常はありません。"}
    return {
        "event": one.event,
        "incident": str(fault.id),
        "check": fault.cause.check,
        "subject": fault.cause.subject,
        "level": str(fault.worst),
        "urgent": one.urgent,
        "raised_at": fault.raised_at.isoformat(timespec="seconds"),
        "recovered_at": None
        if fault.recovered_at is None
        else fault.recovered_at.isoformat(timespec="seconds"),
        "title": checks.title(fault),
        "happened": checks.happened(fault),
        "hampered": checks.hampered(fault),
        "todo": checks.todo(fault),
        "call": checks.call(fault, phones),
    }


def _exact(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日 {here:%H:%M:%S}"
