"""The departments of one visit in order, as it is kept with the call: pure.

What really happens is the plan: a desk that hands the call elsewhere puts that department into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iga_madoguchi.domain.calls.models import Call

MOST_STOPS = 4
KEPT = 4  # stops that were visited; more would say nothing new


@dataclass(frozen=True)
class Plan:
    """`stage` stops have been begun; the last of them is the present one. Empty: a visit with one matter."""

    stops: tuple[str, ...] = ()
    stage: int = 0

    @property
    def rest(self) -> tuple[str, ...]:
        return self.stops[self.stage :]

    def to(self, department_id: str) -> Plan:
        """The call moves on to this department, whether it was planned or not."""
        if not self.stops:
            return self
        begun = self.stops[: self.stage][-KEPT:]
        return Plan((*begun, department_id, *self._without(department_id)), len(begun) + 1)

    def at(self, department_id: str) -> Plan:
        """The present stop turns out to be this department: a colleague of it took over."""
        if not self.stops or self.stops[self.stage - 1] == department_id:
            return self
        return Plan((*self.stops[: self.stage - 1], department_id, *self._without(department_id)), self.stage)

    def back(self) -> Plan:
        """Nobody took it there: the stop before is the present one again, that one is still to come."""
        return Plan(self.stops, max(1, self.stage - 1)) if self.stops else self

    def _without(self, department_id: str) -> tuple[str, ...]:
        return tuple(stop for stop in self.rest if stop != department_id)


def begin(departments: Sequence[str]) -> Plan:
    """The plan of a visit whose first department is called now."""
    return Plan(tuple(departments), 1) if len(departments) > 1 else Plan()


def read(call: Call) -> Plan:
    return Plan(tuple(stop for stop in call.itinerary.split(",") if stop), call.stage)


def columns(plan: Plan) -> dict[str, object]:
    """The plan as the call's row keeps it."""
    return {"itinerary": ",".join(plan.stops), "stage": plan.stage}
