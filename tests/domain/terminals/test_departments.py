"""What the bureau does with departments: add, change, put in order, retire, and offer again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import look, retiring, talk, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.reservations import look as reservations
from iga_madoguchi.domain.reservations import service as reserving
from iga_madoguchi.domain.reservations.views import Wish
from iga_madoguchi.domain.terminals import departments, places, policy
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView, DepartmentWish, PlaceWish, Words
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound, WrongOrder
from tests.cast import City

BUREAU = Actor("bureau", "digital")
TAX = DepartmentWish(
    name="税務課",
    examples="市民税、証明",
    icon="paper",
    phone="0595-00-0021",
    deputy_id="hoken",
    words={"en": Words("Tax", "City tax"), "pt": Words("Impostos")},
    desks=frozenset({"hoken", "kaigo"}),
)


def one(city: City, department_id: str) -> DepartmentView:
    found = terminals.departments(city.database, retired=True)
    return next(view for view in found if view.id == department_id)


def wish_of(city: City, department_id: str) -> DepartmentWish:
    """What a form would send back if nothing was typed."""
    view = one(city, department_id)
    with city.database.reading() as session:
        desks = terminals.desks_of(session, department_id)
    return DepartmentWish(
        view.name, view.examples, view.icon, view.phone, view.deputy_id, view.words, frozenset(desks)
    )


def offered(city: City) -> list[str]:
    return [state.id for state in look.departments(city.database, city.presence)]


def test_a_department_is_added_and_called_at_once(city: City) -> None:
    added = departments.add(city.database, TAX, BUREAU)
    view = one(city, added)
    assert (view.name, view.examples, view.icon, view.phone) == (
        "税務課",
        "市民税、証明",
        "paper",
        "0595-00-0021",
    )
    assert view.deputy_id == "hoken"
    assert view.words == {"en": Words("Tax", "City tax"), "pt": Words("Impostos")}
    assert offered(city)[-1] == added
    hoken, ayama = city.desk("hoken"), city.branch()
    call = calls.place(city.database, city.presence, ayama, added)
    assert look.desk(city.database, city.presence, hoken).ringing is not None
    calls.answer(city.database, city.presence, hoken, call)


def test_a_new_name_is_everywhere_and_the_id_stays(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, ayama, "hoken")
    wish = replace(wish_of(city, "hoken"), name="国保年金課")
    departments.change(city.database, "hoken", 1, wish, BUREAU)
    seen = look.kiosk(city.database, city.presence, ayama).call
    assert seen is not None
    assert (seen.department_id, seen.department_name) == ("hoken", "国保年金課")
    assert look.desk(city.database, city.presence, hoken).departments == ("国保年金課",)
    calls.hang_up(city.database, city.presence, ayama, call)
    (entry,) = [
        found for found in audit.newest(city.database) if found.action == "terminals.department.changed"
    ]
    assert entry.data == {"changed": "name", "name": "国保年金課", "before": "保険年金課"}
    assert (entry.actor, entry.terminal, entry.subject) == ("bureau", "digital", "hoken")


def test_nothing_is_written_when_nothing_was_typed(city: City) -> None:
    departments.change(city.database, "kodomo", 1, wish_of(city, "kodomo"), BUREAU)
    assert one(city, "kodomo").revision == 1
    assert audit.newest(city.database) == []


def test_the_second_of_two_who_write_is_told(city: City) -> None:
    wish = wish_of(city, "kodomo")
    departments.change(city.database, "kodomo", 1, replace(wish, phone="0595-00-0098"), BUREAU)
    with pytest.raises(Conflict) as told:
        departments.change(city.database, "kodomo", 1, replace(wish, phone="0595-00-0099"), BUREAU)
    assert (told.value.code, told.value.data) == ("terminals.place.changed", {"name": "こども未来課"})
    assert one(city, "kodomo").phone == "0595-00-0098"
    # The desk's form was open meanwhile, and takes a department away: the department's form is told too.
    places.change(city.database, "kodomo", 1, PlaceWish("こども未来課", serves=frozenset({"kodomo"})), BUREAU)
    with pytest.raises(Conflict):
        departments.change(city.database, "hoiku", 1, wish_of(city, "hoiku"), BUREAU)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "terminals.name.length"),
        ({"name": "あ" * 41}, "terminals.name.length"),
        ({"name": "税務\n課"}, "terminals.name.shape"),
        ({"name": "税務\u202e課"}, "terminals.name.shape"),
        ({"name": "保険年金課"}, "terminals.name.taken"),
        ({"examples": "あ" * 121}, "terminals.examples.length"),
        ({"icon": "skull"}, "terminals.icon.unknown"),
        ({"phone": "なし"}, "terminals.phone.shape"),
        ({"phone": "0595 00 0001"}, "terminals.phone.shape"),
        ({"deputy_id": "kodomo"}, "terminals.deputy.itself"),
        ({"deputy_id": "nowhere"}, "terminals.department.unknown"),
        ({"words": {"en": Words("x" * 81)}}, "terminals.words.length"),
        ({"words": {"en": Words("x", "x" * 241)}}, "terminals.words.length"),
        ({"words": {"ja": Words("x")}}, "terminals.words.language"),
        ({"words": {"ja-easy": Words("課《か")}}, "terminals.words.ruby"),
        ({"words": {"ja-easy": Words("課《か》", "《て》")}}, "terminals.words.ruby"),
        ({"words": {"en": Words("a\x00b")}}, "terminals.name.shape"),
        ({"desks": frozenset({"ayama"})}, "terminals.desk.unknown"),
        ({"desks": frozenset({"nowhere"})}, "terminals.desk.unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    city: City, change: dict[str, object], code: str
) -> None:
    wish = replace(wish_of(city, "kodomo"), phone="0595-00-0097")
    with pytest.raises(DomainError) as refused:
        departments.change(city.database, "kodomo", 1, replace(wish, **change), BUREAU)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert (one(city, "kodomo").phone, one(city, "kodomo").revision) == ("0595-00-0002", 1)
    assert audit.newest(city.database) == []


def test_there_is_an_end_to_departments(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MOST_DEPARTMENTS", 6)
    added = departments.add(city.database, TAX, BUREAU)
    with pytest.raises(Conflict) as full:
        departments.add(city.database, replace(TAX, name="もう一つ"), BUREAU)
    assert full.value.code == "terminals.departments.many"
    retiring.retire_department(city.database, added, 1, BUREAU)
    second = departments.add(city.database, replace(TAX, name="もう一つ"), BUREAU)
    assert second != added, "an id is never used again: history names it"
    with pytest.raises(Conflict):
        departments.restore(city.database, added, BUREAU)


def test_the_order_is_the_citys(city: City) -> None:
    departments.move(city.database, "hoiku", -1, BUREAU)
    assert offered(city) == ["shogai", "hoiku", "kodomo", "kaigo", "hoken"]
    departments.move(city.database, "shogai", -1, BUREAU)
    departments.move(city.database, "hoken", 1, BUREAU)
    assert offered(city) == ["shogai", "hoiku", "kodomo", "kaigo", "hoken"], "nothing beyond the ends"
    assert len(audit.newest(city.database)) == 1
    retiring.retire_department(city.database, "kodomo", 1, BUREAU)
    departments.move(city.database, "kaigo", -1, BUREAU)
    assert offered(city) == ["shogai", "kaigo", "hoiku", "hoken"], "what is retired is passed over"
    with pytest.raises(NotFound):
        departments.move(city.database, "kodomo", 1, BUREAU)


def test_a_retired_department_is_nowhere_offered(city: City) -> None:
    ayama, kodomo, kaigo = city.branch(), city.desk(), city.desk("kaigo")
    procedure = next(card.id for card in procedures.of_kiosk(city.database) if card.department_id == "hoiku")
    day = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    kept = reserving.make(city.database, kodomo, Wish("hoiku", "ayama", day))
    retiring.retire_department(city.database, "hoiku", 1, BUREAU)
    assert "hoiku" not in offered(city)
    view = look.kiosk(city.database, city.presence, ayama)
    assert "hoiku" not in [state.id for state in view.departments]
    assert look.desk(city.database, city.presence, kodomo).departments == ("こども未来課",)
    assert "hoiku" not in [s.id for s in look.desk(city.database, city.presence, kaigo).others]
    assert procedures.of_kiosk(city.database, "hoiku") == ()
    with pytest.raises(WrongOrder), city.database.reading() as session:
        procedures.offered(session, procedure)
    assert "hoiku" in [p.content.department for p in procedures.of_admin(city.database)], "it is kept"
    for refused in (
        lambda: calls.place(city.database, city.presence, ayama, "hoiku"),
        lambda: calls.place(city.database, city.presence, ayama, "kaigo", then=["hoiku"]),
        lambda: look.route(city.database, ["hoiku"]),
        lambda: reservations.plan(city.database, "hoiku", "ayama", day.date()),
        lambda: reserving.make(city.database, ayama, Wish("hoiku", "ayama", day)),
        lambda: terminals.serve(city.database, "hoken", "hoiku", BUREAU),
        lambda: terminals.set_deputy(city.database, "kodomo", "hoiku", BUREAU),
    ):
        with pytest.raises(NotFound) as unknown:
            refused()
        assert unknown.value.code == "terminals.department.unknown"
    call = calls.place(city.database, city.presence, ayama, "kaigo")
    calls.answer(city.database, city.presence, kaigo, call)
    with pytest.raises(NotFound):
        talk.transfer(city.database, city.presence, kaigo, call, "hoiku")
    # Who holds a number of it is still on the desk's list, and can be told.
    assert reservations.expected_at(city.database, "hoiku") == 1
    assert [row.id for row in reservations.of_desk(city.database, kodomo, day.date())] == [kept.id]
    reserving.cancel(city.database, kodomo, kept.id)
    assert reservations.expected_at(city.database, "hoiku") == 0


def test_it_is_offered_again_as_it_was(city: City) -> None:
    before = one(city, "hoiku")
    retiring.retire_department(city.database, "hoiku", 1, BUREAU)
    with pytest.raises(WrongOrder):
        departments.change(city.database, "hoiku", 2, wish_of(city, "hoiku"), BUREAU)
    with pytest.raises(WrongOrder):
        retiring.retire_department(city.database, "hoiku", 2, BUREAU)
    departments.restore(city.database, "hoiku", BUREAU)
    departments.restore(city.database, "hoiku", BUREAU)
    assert replace(one(city, "hoiku"), revision=1) == before
    assert offered(city) == ["shogai", "kodomo", "hoiku", "kaigo", "hoken"]
    with city.database.reading() as session:
        assert terminals.desks_of(session, "hoiku") == ("kodomo",)
    assert [entry.action for entry in audit.newest(city.database)] == [
        "terminals.department.restored",
        "terminals.department.retired",
    ]


def test_a_name_that_was_given_away_meanwhile_keeps_it_out(city: City) -> None:
    retiring.retire_department(city.database, "hoiku", 1, BUREAU)
    departments.add(city.database, DepartmentWish("保育幼稚園課"), BUREAU)
    with pytest.raises(Conflict) as taken:
        departments.restore(city.database, "hoiku", BUREAU)
    assert taken.value.code == "terminals.name.taken"


def test_nobody_is_left_waiting_at_a_retired_department(city: City) -> None:
    ayama, kodomo, kaigo = city.branch(), city.desk(), city.desk("kaigo")

    def refused(department_id: str) -> str:
        revision = one(city, department_id).revision
        with pytest.raises(Conflict) as told:
            retiring.retire_department(city.database, department_id, revision, BUREAU)
        assert told.value.code == "calls.retire.open"
        return str(told.value.data["tickets"])

    call = calls.place(city.database, city.presence, ayama, "hoiku", then=["kaigo"])
    assert refused("hoiku") == "1", "it rings"
    assert refused("kaigo") == "1", "the visit goes there next"
    calls.answer(city.database, city.presence, kodomo, call)
    assert refused("hoiku") == "1", "it is on"
    talk.go_on(city.database, city.presence, kodomo, call)
    assert refused("hoiku") == "1", "what nobody takes comes back"
    calls.answer(city.database, city.presence, kaigo, call)
    calls.hang_up(city.database, city.presence, kaigo, call)
    second = calls.place(city.database, city.presence, ayama, "hoiku")
    tickets.park(city.database, city.presence, ayama, second)
    assert refused("hoiku") == "2", "somebody waits to be called back"
    tickets.discard(city.database, city.presence, kodomo, second)
    retiring.retire_department(city.database, "hoiku", one(city, "hoiku").revision, BUREAU)
    seen = look.one(city.database, ayama, second)
    assert (seen.state, seen.department_name) == ("ended", "保育幼稚園課"), "history keeps the name"


def test_a_retired_deputy_rings_nowhere(city: City) -> None:
    ayama = city.branch()
    retiring.retire_department(city.database, "kaigo", 1, BUREAU)
    with city.database.reading() as session:
        assert terminals.desks_of(session, "kaigo") == ()
        assert terminals.desks_of(session, "kaigo", retired=True) == ("kaigo",)
    assert one(city, "shogai").deputy_id == "kaigo", "it comes back with it"
    calls.place(city.database, city.presence, ayama, "shogai")


def test_an_old_desk_of_it_is_not_forgotten_by_a_form(city: City) -> None:
    """A form shows the desks in use only; what is retired stays linked and comes back."""
    retiring.retire_terminal(city.database, "kodomo", 1, BUREAU)
    wish = replace(wish_of(city, "hoiku"), phone="0595-00-0096")
    assert wish.desks == frozenset()
    departments.change(city.database, "hoiku", 1, wish, BUREAU)
    places.restore(city.database, "kodomo", BUREAU)
    with city.database.reading() as session:
        assert terminals.desks_of(session, "hoiku") == ("kodomo",)


def test_an_unknown_department(city: City) -> None:
    for verb in (
        lambda: departments.change(city.database, "nowhere", 1, TAX, BUREAU),
        lambda: departments.restore(city.database, "nowhere", BUREAU),
        lambda: retiring.retire_department(city.database, "nowhere", 1, BUREAU),
    ):
        with pytest.raises(NotFound):
            verb()
    with pytest.raises(InvalidInput):
        departments.add(city.database, replace(TAX, name=""), BUREAU)
