"""The catalogue is changed by one and read by all: no change is lost, and a call keeps what it began with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.procedures import service
from iga_madoguchi.domain.procedures.content import data
from iga_madoguchi.domain.procedures.problems import Unusable
from iga_madoguchi.domain.procedures.service import CHANGED
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound, WrongOrder
from tests.cast import City
from tests.domain.procedures.samples import ADMIN_KNOWN, sample

ONE, TWO = Actor("admin", "digital"), Actor("admin2", "console")
NINTEI = "kaigo.nintei"


def refused(kind: type[DomainError], act: Callable[[], object]) -> DomainError:
    with pytest.raises(kind) as error:
        act()
    return error.value


def raw(city: City, procedure_id: str = NINTEI, **changes: Any) -> dict[str, Any]:
    return {**data(service.get(city.database, procedure_id).content), **changes}


def save(city: City, expected: int, actor: Actor = ONE, **changes: Any) -> int:
    return service.save(city.database, ADMIN_KNOWN, actor, NINTEI, raw(city, **changes), expected)


def add(city: City, procedure_id: str = "kaigo.kurumaisu", **changes: Any) -> None:
    service.add(city.database, ADMIN_KNOWN, ONE, procedure_id, sample(**changes))


def kiosk(city: City, department: str = "kaigo") -> list[str]:
    return [card.id for card in service.of_kiosk(city.database, department)]


def test_a_saved_version_is_the_newest_and_the_old_one_stays(city: City) -> None:
    city.clock.advance(minutes=5)
    assert save(city, 1, minutes=45) == 2
    newest, first = service.get(city.database, NINTEI), service.get(city.database, NINTEI, 1)
    assert (newest.version, newest.content.minutes, newest.saved_by) == (2, 45, "admin")
    assert (first.version, first.newest, first.content.minutes) == (1, 2, 30)
    assert newest.saved_at == city.clock.now()
    told = service.versions(city.database, NINTEI)
    assert [(version.number, version.saved_by) for version in told] == [(2, "admin"), (1, "system")]
    assert city.hub.published[-1] == (CHANGED, NINTEI)
    assert [entry.action for entry in audit.history(city.database, NINTEI)] == ["procedures.saved"]


def test_two_who_edit_the_same_lose_nothing(city: City) -> None:
    assert save(city, 1, minutes=45) == 2
    error = refused(Conflict, lambda: save(city, 1, TWO, minutes=50))
    assert error.code == "procedures.version.changed"
    assert error.data == {"by": "admin", "at": "12:00", "version": 2}
    assert service.get(city.database, NINTEI).content.minutes == 45
    assert save(city, 2, TWO, minutes=50) == 3


def test_saving_the_same_makes_no_version(city: City) -> None:
    before = len(city.hub.published)
    assert save(city, 1) == 1
    assert len(service.versions(city.database, NINTEI)) == 1
    assert len(city.hub.published) == before


def test_a_running_call_keeps_what_was_offered_when_it_began(city: City) -> None:
    with city.database.reading() as session:
        begun = service.offered(session, NINTEI)
    save(city, 1, minutes=45)
    service.retire(city.database, ONE, NINTEI)
    kept = service.get(city.database, begun.id, begun.version)
    assert kept.content == begun.content
    assert kept.retired
    with city.database.reading() as session:
        error = refused(WrongOrder, lambda: service.offered(session, NINTEI))
    assert error.code == "procedures.procedure.retired"


def test_what_is_unusable_is_not_saved(city: City) -> None:
    error = refused(Unusable, lambda: save(city, 1, minutes=0, phone="?"))
    assert error.code == "procedures.content.unusable"
    assert error.data["count"] == 2
    assert len(service.versions(city.database, NINTEI)) == 1
    assert audit.history(city.database, NINTEI) == []


def test_a_retired_procedure_leaves_the_kiosk_and_comes_back(city: City) -> None:
    order = kiosk(city)
    service.retire(city.database, ONE, NINTEI)
    assert kiosk(city) == order[1:]
    assert NINTEI in [view.id for view in service.of_admin(city.database)]
    assert refused(WrongOrder, lambda: service.retire(city.database, ONE, NINTEI)).code == (
        "procedures.procedure.retired"
    )
    service.restore(city.database, ONE, NINTEI)
    assert kiosk(city) == order
    assert refused(WrongOrder, lambda: service.restore(city.database, ONE, NINTEI)).code == (
        "procedures.procedure.offered"
    )
    assert [entry.action for entry in audit.history(city.database, NINTEI)] == [
        "procedures.retired",
        "procedures.restored",
    ]


def test_a_clerk_confirms_what_they_have_read(city: City) -> None:
    save(city, 1, minutes=45)
    stale = refused(Conflict, lambda: service.confirm(city.database, ONE, NINTEI, 1))
    assert stale.code == "procedures.version.changed"
    assert service.get(city.database, NINTEI).unconfirmed
    service.confirm(city.database, ONE, NINTEI, 2)
    assert not service.get(city.database, NINTEI).unconfirmed
    save(city, 2, minutes=50)
    assert not service.get(city.database, NINTEI).unconfirmed, "the city itself has written since"
    twice = refused(WrongOrder, lambda: service.confirm(city.database, ONE, NINTEI, 3))
    assert twice.code == "procedures.procedure.confirmed"
    assert audit.history(city.database, NINTEI)[1].data == {"version": 2}


def test_a_new_procedure_stands_last_in_its_department(city: City) -> None:
    add(city)
    assert kiosk(city)[-1] == "kaigo.kurumaisu"
    card = service.of_kiosk(city.database, "kaigo")[-1]
    assert (card.version, card.icon, card.name.told("vi")) == (1, "cane", "Borrow a wheelchair")
    assert refused(Conflict, lambda: add(city)).code == "procedures.procedure.exists"
    assert [entry.action for entry in audit.history(city.database, "kaigo.kurumaisu")] == ["procedures.added"]


@pytest.mark.parametrize(
    "wrong", ["", "kaigo", "Kaigo.x", "kaigo.", "kaigo/x", "kaigo.x.y", "k.x", "a" * 70 + ".x"]
)
def test_an_id_has_its_shape(city: City, wrong: str) -> None:
    assert refused(InvalidInput, lambda: add(city, wrong)).code == "procedures.id.shape"


def test_the_catalogue_has_an_end(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.policy, "PROCEDURES", 44)
    assert refused(InvalidInput, lambda: add(city)).code == "procedures.full"


def test_the_order_of_a_department_is_moved_and_stops_at_its_ends(city: City) -> None:
    first, second, third, *rest = kiosk(city)
    service.move(city.database, ONE, first, +1)
    assert kiosk(city) == [second, first, third, *rest]
    service.move(city.database, ONE, third, -10)
    assert kiosk(city) == [third, second, first, *rest]
    service.move(city.database, ONE, third, -1)
    assert kiosk(city) == [third, second, first, *rest]
    assert len(audit.history(city.database, third)) == 1, "what did not move is no change"
    assert kiosk(city, "hoken")[0] == "hoken.kokuho-kanyu"


def test_a_procedure_moves_to_another_department(city: City) -> None:
    save(city, 1, department="hoken")
    assert NINTEI in kiosk(city, "hoken")
    assert NINTEI not in kiosk(city)
    service.move(city.database, ONE, NINTEI, -1)
    assert kiosk(city, "hoken")[-1] != NINTEI, "its place is among those of its department now"
    assert service.get(city.database, NINTEI, 1).department_name == "介護高齢福祉課"


@pytest.mark.parametrize(
    "act",
    [
        lambda city: service.get(city.database, "no.such"),
        lambda city: service.versions(city.database, "no.such"),
        lambda city: service.save(city.database, ADMIN_KNOWN, ONE, "no.such", sample(), 1),
        lambda city: service.retire(city.database, ONE, "no.such"),
        lambda city: service.restore(city.database, ONE, "no.such"),
        lambda city: service.confirm(city.database, ONE, "no.such", 1),
        lambda city: service.move(city.database, ONE, "no.such", 1),
    ],
)
def test_what_does_not_exist_is_not_found(city: City, act: Callable[[City], object]) -> None:
    assert refused(NotFound, lambda: act(city)).code == "procedures.procedure.unknown"


def test_a_version_that_never_was_is_not_found(city: City) -> None:
    assert (
        refused(NotFound, lambda: service.get(city.database, NINTEI, 9)).code == "procedures.version.unknown"
    )
