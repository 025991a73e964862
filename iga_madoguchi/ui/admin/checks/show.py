"""The rows of the list of checks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from iga_madoguchi.domain.monitoring import figures
from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.checks import CHECKS, COMPONENTS, Check
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.sentences import COMPONENTS as NAMES
from iga_madoguchi.domain.monitoring.sentences import STATES
from iga_madoguchi.domain.monitoring.views import CheckView, IncidentView, Standing


class Row(TypedDict):
    """One thing that is watched; `group` is set on the first of its component. `chart`: the page with its
    figure over time, "" without one.
    """

    id: str
    group: str
    name: str
    at: str
    state: str
    label: str
    value: str
    since: str
    chart: str


class Past(TypedDict):
    id: str
    title: str
    began: str
    ended: str
    seen: str


def rows(standing: Standing) -> list[Row]:
    """Every check, also those that do not apply here, in the order of the components."""
    found: list[Row] = []
    for component in COMPONENTS:
        own = [row for check in CHECKS if check.component == component for row in _rows(check, standing)]
        own[0]["group"] = NAMES[component]
        found += own
    return found


def counted(standing: Standing) -> str:
    views = [view.status for view in standing.checks]
    parts = ((Status.OK, "正常"), (Status.WARN, "注意"), (Status.BAD, "異常"), (Status.UNKNOWN, "わからない"))
    return "　".join(f"{name} {views.count(status)}" for status, name in parts)


def past(incidents: Sequence[IncidentView]) -> list[Past]:
    return [
        Past(
            id=str(one.id),
            title=checks.title(one),
            began=checks.moment(one.raised_at),
            ended="" if one.recovered_at is None else checks.moment(one.recovered_at),
            seen="" if one.acknowledged is None else f"{one.acknowledged.by}　{one.acknowledged.comment}",
        )
        for one in incidents
    ]


def _rows(check: Check, standing: Standing) -> list[Row]:
    views = [view for view in standing.checks if view.cause.check == check.id]
    if not views:
        name = checks.words_of(check.id).name
        label = STATES["none"]
        return [
            Row(
                id=check.id,
                group="",
                name=name,
                at="",
                state="none",
                label=label,
                value="",
                since="",
                chart="",
            )
        ]
    return [_row(check, view) for view in views]


def _chart(figure: str) -> str:
    return f"/admin/history?figure={figure}" if figure else ""


def _row(check: Check, view: CheckView) -> Row:
    return Row(
        id=f"{check.id}:{view.cause.subject}",
        group="",
        name=checks.words_of(check.id).name,
        at=checks.subject(view),
        state=str(view.status),
        label="時間外" if view.words.get("why") == "closed" else STATES[view.status],
        value=checks.figure(check.id, view.value),
        since=checks.moment(view.since),
        chart=_chart(figures.of(view.cause.check, view.cause.subject)),
    )
