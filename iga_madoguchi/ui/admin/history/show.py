"""What is said of a figure over time, for those who cannot see the picture, too. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from iga_madoguchi.domain.monitoring import figures, words
from iga_madoguchi.domain.monitoring.policy import Limits
from iga_madoguchi.domain.monitoring.views import IncidentView, Point
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.admin.history.drawing import MARKS

PARTS = {"day": 8, "week": 7, "month": 10, "year": 12}
"""Rows of the table beside the picture."""
ORDER = ("cpu", "memory", "disk.", "loop", "media", "database", "ups.charge", "process")


class Choice(TypedDict):
    id: str
    name: str


class Row(TypedDict):
    """A part of the span: from when, and its three figures."""

    id: str
    when: str
    mean: str
    least: str
    greatest: str


class Fault(TypedDict):
    """A fault of this time; `number` as on the picture, "" when it is not drawn."""

    id: str
    number: str
    title: str
    when: str


def choices(known: Sequence[str]) -> list[Choice]:
    """The figures of which there is a history, in an order that begins with the server."""

    def rank(figure: str) -> tuple[int, str]:
        found = (at for at, name in enumerate(ORDER) if figure.startswith(name))
        return next(found, len(ORDER)), figure

    return [Choice(id=one, name=words.figure_name(one)) for one in sorted(known, key=rank)]


def summary(
    figure: str,
    span: str,
    curve: Sequence[Point],
    limits: Limits | None,
    slots: Sequence[Point | None],
    faults: int,
) -> str:
    """The picture in some sentences."""
    found = figures.whole(curve)
    if found is None:
        return f"この{span}の記録は、まだありません。"
    most = max(curve, key=lambda one: one.greatest)
    least = min(curve, key=lambda one: one.least)

    def told(value: float) -> str:
        return words.with_unit(figure, value)

    said = (
        f"この{span}は、平均 {told(found.mean)}。"
        f"いちばん大きいのは {told(most.greatest)}（{words.moment(most.at)}ごろ）、"
        f"いちばん小さいのは {told(least.least)}（{words.moment(least.at)}ごろ）です。"
    )
    if limits is not None:
        beyond = least.least < limits.warn if limits.falling else most.greatest > limits.warn
        border = f"{told(limits.warn)}{'を下回った' if limits.falling else 'をこえた'}"
        said += (
            f"注意の目安（{border}とき）に{'なったことがあります' if beyond else 'なったことはありません'}。"
        )
    gaps = sum(one is None for one in slots)
    if gaps:
        said += f"記録がない時が、全体の{max(1, round(100 * gaps / len(slots)))}%あります。"
    return said + (f"この間の異常は{faults}件です。" if faults else "この間の異常はありません。")


def rows(figure: str, span: str, curve: Sequence[Point], since: datetime, until: datetime) -> list[Row]:
    parts = figures.thinned(curve, since, until, PARTS[span])
    wide: timedelta = (until - since) / PARTS[span]
    return [_row(figure, since + wide * at, one) for at, one in enumerate(parts)]


def _row(figure: str, at: datetime, one: Point | None) -> Row:
    told = ["—"] * 3
    if one is not None:
        told = [words.with_unit(figure, value) for value in (one.mean, one.least, one.greatest)]
    return Row(
        id=f"{at.timestamp():.0f}", when=words.moment(at), mean=told[0], least=told[1], greatest=told[2]
    )


def faults(found: Sequence[IncidentView]) -> list[Fault]:
    return [
        Fault(
            id=str(one.id),
            number=str(at) if at <= MARKS else "",
            title=words.title(one),
            when=_when(one),
        )
        for at, one in enumerate(found, 1)
    ]


def _when(one: IncidentView) -> str:
    begin = words.moment(one.raised_at)
    if one.recovered_at is None:
        return f"{begin} から、続いています"
    end = local(one.recovered_at)
    same = local(one.raised_at).date() == end.date()
    return f"{begin} から {f'{end:%H:%M}' if same else words.moment(one.recovered_at)}"
