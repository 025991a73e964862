"""One call as the operation log tells it, department by department. Pure: reads nothing, decides nothing.

The call's own row forgets at each transfer when it was answered; the log does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from iga_madoguchi.domain.audit.service import LogEntry
from iga_madoguchi.domain.calls.lifecycle import Event

PREFIX = "calls."
_CALL = "calls.call."
PLACED, DECLINED = "calls.call.placed", "calls.call.declined"
CONTINUED = "calls.itinerary.continued"
OPEN, ANSWERED, ABANDONED, RETURNED, SETTLED = "open", "answered", "abandoned", "returned", "settled"


@dataclass
class Told:
    """A call at one department. `desks` are those that answered, in order; `order` is that of first answers.

    `outcome`: open, answered, abandoned (nobody got to them), returned (a transfer nobody took) or settled
    (without a call). Seconds; `wait_s` None where nobody waited for an answer.
    """

    department_id: str
    began: datetime
    first: bool
    outcome: str = OPEN
    desks: list[str] = field(default_factory=list)
    order: int = 0
    wait_s: float | None = None
    talk_s: float = 0.0
    declines: int = 0
    timeouts: int = 0
    transferred: bool = False
    answered_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def answered(self) -> bool:
        return self.outcome == ANSWERED


class Story:
    """The stays of one call, from its log entries in their order; `now` ends a talk that is still on."""

    def __init__(self, entries: Iterable[LogEntry], now: datetime) -> None:
        self._stays: dict[str, Told] = {}
        self._here: Told | None = None
        self._waiting: datetime | None = None
        self._waited = 0.0
        self._talking: datetime | None = None
        self._recalled_by = ""
        for entry in entries:
            self._read(entry)
        if self._here is not None and self._talking is not None:
            self._here.talk_s += _seconds(self._talking, now)

    @property
    def stays(self) -> tuple[Told, ...]:
        return tuple(self._stays.values())

    @property
    def talking(self) -> bool:
        return self._talking is not None

    def _read(self, entry: LogEntry) -> None:
        department = str(entry.data.get("department", ""))
        if entry.action == PLACED:
            self._enter(department, entry.at, waits=True)
        elif self._here is None:
            return
        elif entry.action == DECLINED:
            self._here.declines += 1
        elif entry.action == CONTINUED:
            self._move_on(department, entry)
        elif entry.action.startswith(_CALL) and (read := _READERS.get(entry.action.removeprefix(_CALL))):
            read(self, entry, department)

    def _enter(self, department: str, at: datetime, *, waits: bool) -> None:
        found = self._stays.get(department)
        if found is None:
            found = self._stays[department] = Told(department, at, first=not self._stays)
        found.left_at = None
        self._here, self._waited = found, 0.0
        self._waiting = at if waits else None

    def _stop_waiting(self, at: datetime) -> None:
        if self._waiting is not None:
            self._waited += _seconds(self._waiting, at)
        self._waiting = None

    def _stop_talking(self, at: datetime) -> None:
        if self._here is not None and self._talking is not None:
            self._here.talk_s += _seconds(self._talking, at)
            self._here.left_at = at
        self._talking = None

    def _answer(self, at: datetime, desk: str, *, waited: bool = True) -> None:
        assert self._here is not None
        self._stop_waiting(at)
        if not self._here.answered:
            self._here.wait_s = self._waited if waited else None
            self._here.answered_at = at
            self._here.order = 1 + sum(stay.answered for stay in self._stays.values())
        self._here.outcome = ANSWERED
        if desk and desk not in self._here.desks:
            self._here.desks.append(desk)
        self._talking = at

    def _on_answer(self, entry: LogEntry, _department: str) -> None:
        self._answer(entry.at, entry.terminal)

    def _on_recall(self, entry: LogEntry, _department: str) -> None:
        self._recalled_by = entry.terminal

    def _on_return(self, entry: LogEntry, _department: str) -> None:
        self._answer(entry.at, self._recalled_by)
        self._recalled_by = ""

    def _on_leave(self, entry: LogEntry, _department: str) -> None:
        """The resident goes and keeps the ticket: from now on nobody sits and waits."""
        self._stop_waiting(entry.at)
        self._recalled_by = ""

    def _on_time_out(self, entry: LogEntry, department: str) -> None:
        assert self._here is not None
        self._here.timeouts += 1
        self._on_leave(entry, department)

    def _on_transfer(self, entry: LogEntry, department: str) -> None:
        assert self._here is not None
        self._stop_talking(entry.at)
        self._here.transferred = True
        self._enter(department, entry.at, waits=True)

    def _on_send_back(self, entry: LogEntry, department: str) -> None:
        assert self._here is not None
        self._stop_waiting(entry.at)
        if not self._here.answered:
            self._here.outcome = RETURNED
        self._enter(department, entry.at, waits=True)

    def _on_hand_over(self, entry: LogEntry, department: str) -> None:
        assert self._here is not None
        if department != self._here.department_id:
            self._here.transferred = True
        self._move_on(department, entry, desk="")

    def _move_on(self, department: str, entry: LogEntry, desk: str | None = None) -> None:
        """The talk goes on without a wait, for another department or with a colleague."""
        self._stop_talking(entry.at)
        self._enter(department, entry.at, waits=False)
        self._answer(entry.at, entry.terminal if desk is None else desk, waited=False)

    def _on_end(self, entry: LogEntry, _department: str) -> None:
        self._end(entry.at, ABANDONED)

    def _on_discard(self, entry: LogEntry, _department: str) -> None:
        self._end(entry.at, SETTLED)

    def _end(self, at: datetime, unanswered: str) -> None:
        assert self._here is not None
        self._stop_waiting(at)
        self._stop_talking(at)
        self._here.left_at = at
        if not self._here.answered:
            self._here.outcome = unanswered


_READERS: dict[str, Callable[[Story, LogEntry, str], None]] = {
    Event.ANSWER: Story._on_answer,
    Event.PICK: Story._on_answer,
    Event.RECALL: Story._on_recall,
    Event.RETURN: Story._on_return,
    Event.PARK: Story._on_leave,
    Event.MISS: Story._on_leave,
    Event.TIME_OUT: Story._on_time_out,
    Event.TRANSFER: Story._on_transfer,
    Event.SEND_BACK: Story._on_send_back,
    Event.HAND_OVER: Story._on_hand_over,
    Event.DISCARD: Story._on_discard,
    Event.CANCEL: Story._on_end,
    Event.EXPIRE: Story._on_end,
    Event.LOSE: Story._on_end,
    Event.HANG_UP_BRANCH: Story._on_end,
    Event.HANG_UP_DESK: Story._on_end,
}
"""What each step of the lifecycle means here; ring, hold and the like change nothing that is counted."""


def _seconds(since: datetime, until: datetime) -> float:
    """Never negative: a clock that was set back must not shorten what was before."""
    return max(0.0, (until - since).total_seconds())
