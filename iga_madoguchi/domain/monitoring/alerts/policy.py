"""When an alert goes out, what goes out together, and how long it is tried. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from iga_madoguchi.domain.monitoring.alerts.views import Batch, Waiting
from iga_madoguchi.domain.monitoring.checks import BY_ID
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.kit.clock import TOKYO, local

SCREEN = "screen"
BACKOFF_S = (10, 30, 60, 120, 300, 600, 900)
GIVE_UP = timedelta(hours=24)
DRILL_FOR = timedelta(minutes=5)
"""So long an answer to a drill is worth anything."""
FLOOD = 5
"""So many at once are one letter: a switch that died takes twenty terminals with it."""


@dataclass(frozen=True)
class Quiet:
    """The hours in which only what is urgent goes out, read in Iga; over midnight where it begins later."""

    begins: time
    ends: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet in which this moment lies is over, None when it lies in none."""
        here = local(now)
        at = here.time()
        over_night = self.begins > self.ends
        if over_night and not (at >= self.begins or at < self.ends):
            return None
        if not over_night and not self.begins <= at < self.ends:
            return None
        day = here.date() + timedelta(days=1 if over_night and at >= self.begins else 0)
        return datetime.combine(day, self.ends, TOKYO)


def urgent(one: IncidentView) -> bool:
    """Whether somebody must get up for it: residents are hampered now, or it is bad."""
    check = BY_ID.get(one.cause.check)
    return one.worst == Status.BAD or (check is not None and check.weight == 1)


def next_try(tries: int, now: datetime) -> datetime:
    return now + timedelta(seconds=BACKOFF_S[min(tries, len(BACKOFF_S)) - 1])


def hopeless(batch: Batch, now: datetime) -> bool:
    """Whether it has been tried for long enough."""
    return now - max(one.queued_at for one in batch.told) > (DRILL_FOR if batch.drill else GIVE_UP)


def batches(waiting: Sequence[Waiting], now: datetime) -> list[Batch]:
    """What is to go out now, the most urgent first. Of one cause only the newest is told."""
    groups: dict[int, list[Waiting]] = defaultdict(list)
    drills = [one for one in waiting if one.incident is None]
    for one in waiting:
        if one.incident is not None and one.incident.id is not None:
            groups[one.incident.id].append(one)
    due = [group for group in groups.values() if any(one.next_at <= now for one in group)]
    due.sort(key=lambda group: _order(group[-1]))
    night = [group for group in due if all(one.held for one in group)]
    if len(due) >= FLOOD:
        together, single = due, []
    else:
        together = night if len(night) > 1 else []
        single = [group for group in due if group not in together]
    found = [_batch([group]) for group in single] + ([_batch(together)] if together else [])
    return [*(_batch([[one]]) for one in drills if one.next_at <= now), *found]


def _batch(groups: Sequence[Sequence[Waiting]]) -> Batch:
    return Batch(tuple(group[-1] for group in groups), tuple(_ids(groups)))


def _ids(groups: Sequence[Sequence[Waiting]]) -> Iterable[int]:
    return (one.alert_id for group in groups for one in group)


def _order(one: Waiting) -> tuple[bool, int, bool, datetime]:
    """What goes on before what is over, whom it hampers, how bad, since when."""
    assert one.incident is not None
    check = BY_ID.get(one.incident.cause.check)
    weight = 3 if check is None else check.weight
    return one.event == "over", weight, one.incident.worst != Status.BAD, one.queued_at
