"""A call between 阿山支所 and the desk of こども未来課, which clerks write down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.records import look, service
from iga_madoguchi.domain.records.views import Draft, RecordView, Saved, Stamp
from iga_madoguchi.errors import DomainError
from tests.cast import City

TYPED = Draft(
    memo="児童手当の認定請求。口座の写しが足りない。",
    procedure_id="kodomo.teate",
    procedure_name="児童手当の認定請求",
    procedure_version=3,
    result="missing",
    missing=("口座の写し",),
    ticks=("who", "papers"),
)


@dataclass
class Counter:
    """Both sides of calls, and what the desk's clerk writes."""

    city: City
    ayama: Identity
    kodomo: Identity

    def call(self, department: str = "kodomo", *, talk_min: float = 10, end: bool = True) -> str:
        """A resident waits two minutes and is answered; the call's id."""
        call = calls.place(self.city.database, self.city.presence, self.ayama, department)
        self.city.clock.advance(minutes=2)
        calls.answer(self.city.database, self.city.presence, self.kodomo, call)
        self.city.clock.advance(minutes=talk_min)
        if end:
            self.hang_up(call)
        return call

    def hang_up(self, call: str) -> None:
        calls.hang_up(self.city.database, self.city.presence, self.kodomo, call)

    def save(
        self,
        call: str,
        draft: Draft = TYPED,
        seen: int = 0,
        *,
        writer: str = "",
        number: int = 0,
        who: Identity | None = None,
        department: str = "kodomo",
    ) -> Saved:
        stamp = Stamp(seen, writer, number)
        return service.save_draft(self.city.database, who or self.kodomo, call, department, draft, stamp)

    def finish(self, call: str, draft: Draft = TYPED, department: str = "kodomo") -> RecordView:
        seen = self.seen(call, department).revision
        return service.finish(self.city.database, self.kodomo, call, department, draft, Stamp(seen))

    def write(self, memo: str, department: str = "kodomo", **changed: object) -> RecordView:
        """A whole call with a finished record that says this."""
        draft = replace(TYPED, memo=memo, **changed)  # type: ignore[arg-type]
        return self.finish(self.call(department), draft, department)

    def seen(self, call: str, department: str = "") -> RecordView:
        return look.at_desk(self.city.database, self.kodomo, call, department)


@pytest.fixture
def counter(city: City) -> Counter:
    return Counter(city, city.branch(), city.desk())


def refused(kind: type[DomainError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as error:
        act()
    return error.value.code
