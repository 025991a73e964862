"""Reads the whole operation log and names what does not fit: changed, removed, inserted, cut off."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from iga_madoguchi.domain.audit.models import OperationLog
from iga_madoguchi.domain.audit.seal import Head

CUT_OFF = "audit.log.cut_off"
"""The action with which a log says of itself that its end had been cut off."""
FAULTS_LIMIT = 100
"""Who bends more than this has said enough."""


class Kind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT = "cut"
    UNWITNESSED = "unwitnessed"


@dataclass(frozen=True)
class Fault:
    """Entries `first` to `last` (numbers; 0 and 0 for the witness) are not as they were written."""

    kind: Kind
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Verdict:
    """`fitting` entries that stand as they were written; `head`: the last one of them."""

    fitting: int
    faults: tuple[Fault, ...]
    head: Head


class Examination:
    """Takes the entries one after another, in the order of their numbers; remembers a handful of numbers.

    An entry bears its own seal and the seal of the one before it. So an entry whose own seal fits was written
    by us, and if it follows another one than it says, what stood between is gone. An entry whose own seal
    does not fit is either one of ours that was changed, or was never ours: the next one tells, which follows
    it or follows the one before it.
    """

    def __init__(self, sealed: Callable[[OperationLog], str], anchors: Collection[Head]) -> None:
        self._sealed = sealed
        self._anchors = {anchor.seq: anchor.hash for anchor in anchors}
        self._faults: list[Fault] = []
        self._fitting = 0
        self._last = Head(0, "")
        self._odd: list[OperationLog] = []  # the first and the last of those that do not fit

    def run(self, entries: Iterable[OperationLog]) -> Verdict:
        for entry in entries:
            if entry.hash == self._sealed(entry):
                self._fits(entry)
            else:
                self._odd = [*self._odd[:1], entry]
        self._end()
        return Verdict(self._fitting, tuple(self._faults[:FAULTS_LIMIT]), self._last)

    def _fits(self, entry: OperationLog) -> None:
        follows = entry.previous == self._last.hash
        if self._odd:
            self._judge_odd(Kind.INSERTED if follows else Kind.CHANGED)
        elif not follows:
            seq = entry.seq or 0
            self._fault(Kind.REMOVED, min(self._last.seq + 1, seq), max(seq - 1, self._last.seq + 1))
        if entry.action == CUT_OFF:
            told = json.loads(entry.data)
            self._fault(Kind.CUT, int(told["first"]), int(told["last"]))
        self._fitting += 1
        self._last = Head(entry.seq or 0, entry.hash)
        if self._anchors.pop(self._last.seq, entry.hash) != entry.hash:
            self._fault(Kind.CHANGED, self._last.seq, self._last.seq)

    def _end(self) -> None:
        """What no entry follows: the anchors tell whether it was ours, and whether there was more."""
        furthest = max(self._anchors, default=0)
        if self._odd:
            ours = furthest > self._last.seq
            last_odd = self._odd[-1].seq or 0
            self._judge_odd(Kind.CHANGED if ours else Kind.INSERTED)
            if furthest > last_odd:
                self._fault(Kind.CUT, last_odd + 1, furthest)
        elif furthest > self._last.seq:
            self._fault(Kind.CUT, self._last.seq + 1, furthest)

    def _judge_odd(self, kind: Kind) -> None:
        self._fault(kind, self._odd[0].seq or 0, self._odd[-1].seq or 0)
        self._odd = []

    def _fault(self, kind: Kind, first: int, last: int) -> None:
        self._faults.append(Fault(kind, first, last))
