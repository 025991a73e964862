"""The picture of one figure over time, as paths and words in units of the picture. Pure.

The line is the mean, the band behind it reaches from the least to the greatest; where nothing was measured
there is neither. A dashed line is where the check begins to warn. Faults stand on it as numbered bars; which
is which, the list beside the picture says: nothing hangs on a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from iga_madoguchi.domain.monitoring.policy import Limits
from iga_madoguchi.domain.monitoring.views import IncidentView, Point
from iga_madoguchi.domain.records.charts import ceiling
from iga_madoguchi.kit.clock import local

WIDTH, HEIGHT, LEFT, TOP, FOOT = 960, 380, 72, 44, 34
LEAST_BAR = 3.0
MARKS = 20
DAYS = "月火水木金土日"


@dataclass(frozen=True)
class Span:
    """`slots` parts are drawn; a word stands below every `each` of them."""

    name: str
    length: timedelta
    slots: int


SPANS = {
    "day": Span("1日", timedelta(days=1), 288),
    "week": Span("1週間", timedelta(days=7), 336),
    "month": Span("1か月", timedelta(days=31), 248),
    "year": Span("1年", timedelta(days=366), 366),
}


class Word(TypedDict):
    """A text on its line; `anchor` is its class name."""

    id: str
    x: str
    y: str
    text: str
    anchor: str


class Mark(TypedDict):
    """A fault on the picture: a bar from its beginning to its end, and its number over it."""

    id: str
    x: str
    width: str
    middle: str
    number: str


class Picture(TypedDict):
    box: str
    rules: str
    band: str
    line: str
    limit: str
    words: list[Word]
    marks: list[Mark]


EMPTY = Picture(box="", rules="", band="", line="", limit="", words=[], marks=[])


def picture(
    slots: Sequence[Point | None],
    since: datetime,
    until: datetime,
    unit: str,
    limits: Limits | None,
    faults: Sequence[IncidentView],
) -> Picture:
    """`faults` are numbered in their order; the first `MARKS` of them are drawn."""
    top = _top(slots, unit, limits)
    wide = (WIDTH - LEFT) / max(1, len(slots))

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - FOOT) * (1 - min(value, top) / top)

    xs = [LEFT + wide * (at + 0.5) for at in range(len(slots))]
    steps = [top * step / 4 for step in range(5)]
    words = [
        _word(f"y{at}", LEFT - 8, y(step) + 5, _number(step, unit), "end") for at, step in enumerate(steps)
    ]
    words += _moments(since, until)
    limit = ""
    if limits is not None and limits.warn <= top:
        limit = f"M{LEFT} {y(limits.warn):.1f}H{WIDTH}"
        words.append(_word("limit", WIDTH - 4, y(limits.warn) - 6, "注意の目安", "end"))
    return Picture(
        box=f"0 0 {WIDTH} {HEIGHT}",
        rules=" ".join(f"M{LEFT} {y(step):.1f}H{WIDTH}" for step in steps),
        band=" ".join(_band(run, xs, y) for run in _runs(slots)),
        line=" ".join(_line(run, xs, y) for run in _runs(slots)),
        limit=limit,
        words=words,
        marks=[_mark(at, one, since, until) for at, one in enumerate(faults[:MARKS], 1)],
    )


def _top(slots: Sequence[Point | None], unit: str, limits: Limits | None) -> float:
    if unit == "%":
        return 100.0
    most = max((one.greatest for one in slots if one is not None), default=1.0)
    if limits is not None and most > limits.warn / 2:
        most = max(most, limits.warn)
    return ceiling(most)


Runs = list[list[tuple[int, Point]]]


def _runs(slots: Sequence[Point | None]) -> Runs:
    """What was measured without a gap, each with its slots."""
    found: Runs = [[]]
    for at, one in enumerate(slots):
        if one is None:
            found.append([])
        else:
            found[-1].append((at, one))
    return [run for run in found if run]


def _line(run: list[tuple[int, Point]], xs: Sequence[float], y: Callable[[float], float]) -> str:
    """A single point is drawn as a short dash."""
    points = [f"{xs[at]:.1f} {y(one.mean):.1f}" for at, one in run]
    return "M" + "L".join(points) + ("h2" if len(points) == 1 else "")


def _band(run: list[tuple[int, Point]], xs: Sequence[float], y: Callable[[float], float]) -> str:
    over = [f"{xs[at]:.1f} {y(one.greatest):.1f}" for at, one in run]
    under = [f"{xs[at]:.1f} {y(one.least):.1f}" for at, one in reversed(run)]
    return "M" + "L".join([*over, *under]) + "Z"


def _mark(number: int, one: IncidentView, since: datetime, until: datetime) -> Mark:
    whole = (until - since) / timedelta(seconds=1)

    def x(at: datetime) -> float:
        part = (min(max(at, since), until) - since).total_seconds() / whole
        return LEFT + (WIDTH - LEFT) * part

    begin = x(one.raised_at)
    end = max(x(one.recovered_at or until), begin + LEAST_BAR)
    return Mark(
        id=str(number),
        x=f"{begin:.1f}",
        width=f"{end - begin:.1f}",
        middle=f"{(begin + end) / 2:.1f}",
        number=str(number),
    )


def _moments(since: datetime, until: datetime) -> list[Word]:
    """Below the picture: hours of a day, days of a week or a month, months of a year."""
    days = (until - since).days
    found, at = list[Word](), local(since).replace(minute=0, second=0, microsecond=0)
    if days > 1:
        at = at.replace(hour=0)
    while at < until:
        at += timedelta(hours=1) if days <= 1 else timedelta(days=1)
        text = ""
        if days <= 1 and at.hour % 3 == 0:
            text = f"{at.hour}時"
        elif 1 < days <= 7:
            text = f"{at.month}/{at.day}（{DAYS[at.weekday()]}）"
        elif 7 < days <= 31 and at.day % 5 == 1 and at.day < 31:
            text = f"{at.month}/{at.day}"
        elif days > 31 and at.day == 1:
            text = f"{at.month}月"
        part = (at - since) / (until - since)
        if text and 0.01 < part < 0.975:
            x = LEFT + (WIDTH - LEFT) * part
            found.append(_word(f"x{len(found)}", x, HEIGHT - 8, text, "middle"))
    return found


def _word(id_: str, x: float, y: float, text: str, anchor: str) -> Word:
    return Word(id=id_, x=f"{x:.1f}", y=f"{y:.1f}", text=text, anchor=f"at-{anchor}")


def _number(value: float, unit: str) -> str:
    sign = {"%": "%", "ms": "ミリ秒", "MB": "MB"}.get(unit, "")
    return f"{value:g}{sign}" if unit != "ms" or value < 1000 else f"{value / 1000:g}秒"
