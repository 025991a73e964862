"""From one look after another to a state that does not flutter. Pure: no clock, no database.

A fault is believed after `raise_looks` looks in a row above its threshold, and forgotten after `clear_looks`
in a row below a lower one. Between the two nothing changes. What cannot be known is `unknown`, never `ok`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Status(StrEnum):
    """`NONE`: there is nothing of the kind here. `UNKNOWN`: there is, or should be, and nobody can tell."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    NONE = "none"


RAISED = (Status.WARN, Status.BAD)
WORST_FIRST = (Status.BAD, Status.WARN, Status.UNKNOWN, Status.OK, Status.NONE)


@dataclass(frozen=True)
class Limits:
    """Where a figure becomes a fault. `clear` lies on the good side of `warn`; without `bad` it is never bad.

    `falling`: small figures are the bad ones (free space, days left).
    """

    warn: float
    clear: float
    bad: float | None = None
    falling: bool = False

    def level(self, value: float, raised: bool) -> Status | None:
        """What the figure says by itself; None in the band in which a fault stays as it is."""
        if self._beyond(value, self.bad):
            return Status.BAD
        if self._beyond(value, self.warn):
            return Status.WARN
        return None if raised and not self._cleared(value) else Status.OK

    def _beyond(self, value: float, limit: float | None) -> bool:
        if limit is None:
            return False
        return value < limit if self.falling else value > limit

    def _cleared(self, value: float) -> bool:
        return value >= self.clear if self.falling else value <= self.clear


@dataclass(frozen=True)
class Rule:
    """How often in a row something must be seen before it is believed, in looks of ten seconds."""

    raise_looks: int = 1
    clear_looks: int = 1
    limits: Limits | None = None


@dataclass(frozen=True)
class Memory:
    """What is believed of one cause, and how often in a row something else was seen since."""

    status: Status = Status.UNKNOWN
    bad: int = 0
    warn: int = 0
    good: int = 0
    milder: int = 0

    @property
    def raised(self) -> bool:
        return self.status in RAISED


_PLAIN = {status: Memory(status) for status in Status}


def step(memory: Memory, rule: Rule, seen: Status, value: float | None = None) -> Memory:
    """What is believed after one more look.

    `seen` is `ok` with a `value` where the rule's limits are to say what it means. What is unknown for a
    while does not end a fault: that takes a look that shows it is over.
    """
    level: Status | None = seen
    if seen == Status.OK and value is not None and rule.limits is not None:
        level = rule.limits.level(value, memory.raised)
    if level == memory.status and level not in RAISED:
        return memory if memory == _PLAIN[level] else _PLAIN[level]
    if level is None:  # in the band between clear and warn: neither the fault nor its end
        milder = memory.milder + 1
        status = Status.WARN if memory.status == Status.BAD and milder >= rule.clear_looks else memory.status
        return Memory(status, milder=min(milder, rule.clear_looks))
    if level in RAISED:
        if memory.status in (Status.UNKNOWN, Status.NONE) and value is not None:
            memory = Memory(Status.OK)  # it is known, and not for long enough to be a fault
        return _towards_fault(memory, rule, level)
    if level == Status.UNKNOWN:
        kept = memory.status if memory.raised else Status.UNKNOWN
        return Memory(status=kept)
    good = memory.good + 1
    if memory.raised and good < rule.clear_looks:
        return replace(memory, bad=0, warn=0, milder=0, good=good)
    return Memory(status=level)


def _towards_fault(memory: Memory, rule: Rule, level: Status) -> Memory:
    bad = memory.bad + 1 if level == Status.BAD else 0
    warn, milder = memory.warn + 1, (memory.milder + 1 if level == Status.WARN else 0)
    status = memory.status
    if bad >= rule.raise_looks:
        status = Status.BAD
    elif status == Status.BAD:
        status = Status.WARN if milder >= rule.clear_looks else Status.BAD
    elif warn >= rule.raise_looks:
        status = Status.WARN
    # Counting on has an end: what is believed already needs no further look.
    top = max(rule.raise_looks, rule.clear_looks)
    return Memory(status, min(bad, top), min(warn, top), 0, min(milder, top))
