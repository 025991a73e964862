"""What the page of power says about a glance at the UPS. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from iga_madoguchi.domain.audit.service import LogEntry
from iga_madoguchi.domain.power.policy import Limits
from iga_madoguchi.domain.power.ports import Reading
from iga_madoguchi.domain.power.views import Glance, Standing
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import power as text


class Fact(TypedDict):
    id: str
    title: str
    value: str


class Problem(TypedDict):
    title: str
    todo: str


class Step(TypedDict):
    """What will happen, and when."""

    when: str
    what: str


class Past(TypedDict):
    id: str
    at: str
    what: str
    more: str


def verdict(glance: Glance, standing: Standing, found: Sequence[Problem]) -> tuple[bool, str, str]:
    """(good, one sentence, what follows from it)."""
    stage = text.stage(standing)
    if stage:
        return False, *text.VERDICTS[stage]
    if glance.ups is None:
        return False, text.NONE, text.NONE_ADVICE
    if glance.reading is None:
        return False, "UPS に聞いています", "数秒で、ここに出ます。"
    if found:
        return False, f"確かめることが{len(found)}件あります", "下の「いますること」を行ってください。"
    return True, *text.VERDICTS[""]


def problems(glance: Glance) -> list[Problem]:
    return [Problem(title=title, todo=todo) for title, todo in _troubles(glance)]


def facts(glance: Glance) -> list[Fact]:
    """Charge, minutes, load, self-test; what the UPS does not say is said to be unknown."""
    reading = glance.reading
    if glance.ups is None or reading is None or reading.fault:
        return []
    minutes = None if reading.runtime_s is None else int(reading.runtime_s // 60)
    rows = (
        ("source", "電気", "停電中（電池）" if "OB" in reading.words else "来ています"),
        ("charge", "電池の残り", _percent(reading.charge)),
        ("minutes", "停電してももつ時間", "わかりません" if minutes is None else f"約{minutes}分"),
        ("load", "UPS の使い具合", _percent(reading.load)),
        ("test", "自己点検", _test(reading)),
    )
    return [Fact(id=id_, title=title, value=value) for id_, title, value in rows]


def plan(limits: Limits) -> list[Step]:
    """What will happen when, in the order in which it happens."""
    rows = (
        ("停電すると、3秒以内に", "すべての画面に、停電と残りの時間が出ます。通話は続きます。"),
        (
            f"停電から{_span(limits.hold_calls_s)}で",
            "新しい相談を受け付けません。いまの通話は続きます。",
        ),
        (
            f"電池の残りが{_span(limits.low_s)}、または停電から{_span(limits.long_s)}で",
            "通話中の画面に、区切りをつけるようにお願いが出ます。時間があれば最後のバックアップを取ります。",
        ),
        (
            f"準備が終わるか、電池の残りが{_span(limits.critical_s)}で",
            "サーバーを安全に止めます。書きかけのものも、受付番号も残ります。",
        ),
        (f"電気が{_span(limits.steady_s)}続けてもどると", "止める前なら、すべて自動でもとにもどります。"),
        ("止まったあとに電気がもどると", "サーバーが自動で始まり、続きから使えます。"),
    )
    return [Step(when=when, what=what) for when, what in rows]


def history(entries: Sequence[LogEntry]) -> list[Past]:
    return [
        Past(
            id=str(entry.seq),
            at=_moment(entry),
            what=text.EVENTS.get(entry.action, entry.action),
            more=_more(entry),
        )
        for entry in entries
    ]


def _troubles(glance: Glance) -> Iterator[tuple[str, str]]:
    reading = glance.reading
    if glance.ups is None or reading is None:
        return
    fault = glance.state.fault or reading.fault
    if fault:
        yield text.FAULTS[fault]
        return
    if "RB" in reading.words:
        yield text.REPLACE
    if _failed(reading):
        title, todo = text.TEST_FAILED
        yield title, todo.format(test=reading.test)
    if not glance.ups.login:
        yield text.NO_STOP


def _failed(reading: Reading) -> bool:
    return "fail" in reading.test.lower() or "error" in reading.test.lower()


def _test(reading: Reading) -> str:
    if not reading.test:
        return "UPS が知らせていません"
    if _failed(reading):
        return f"不合格（{reading.test}）"
    passed = "pass" in reading.test.lower() or "ok" in reading.test.lower()
    return f"合格（{reading.test}）" if passed else reading.test


def _percent(value: float | None) -> str:
    return "わかりません" if value is None else f"{value:.0f}%"


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f}分" if seconds >= 60 else f"{seconds:.0f}秒"


def _moment(entry: LogEntry) -> str:
    here = local(entry.at)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M:%S}"


def _more(entry: LogEntry) -> str:
    data = entry.data
    if entry.action == "power.prepared":
        return text.OUTCOMES.get(str(data.get("outcome")), text.OUTCOME_OTHER)
    if entry.action == "power.ups.silent":
        return text.FAULTS.get(str(data.get("why")), ("", ""))[0]
    if entry.action == "power.ups.set":
        return str(data.get("ups", ""))
    runtime, charge = data.get("runtime_s"), data.get("charge")
    parts = [f"電池 {charge}%" if charge is not None else ""]
    parts += [f"あと{int(runtime) // 60}分" if isinstance(runtime, int) else ""]
    return "　".join(part for part in parts if part)
