"""What the bureau does with terminals: add, change, put in order, retire, and use again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import guests, look, retiring, tickets, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.domain.monitoring import service as monitoring
from iga_madoguchi.domain.monitoring.views import Standing
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import look as reservations
from iga_madoguchi.domain.reservations import service as reserving
from iga_madoguchi.domain.reservations.views import Wish
from iga_madoguchi.domain.terminals import departments, enrolment, places, policy
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.models import Terminal
from iga_madoguchi.domain.terminals.views import DepartmentWish, PlaceWish, Spot, TerminalView, Words
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound, WrongOrder
from tests.cast import PASSWORD, City

BUREAU = Actor("bureau", "digital")
NEW = PlaceWish("上野支所", "0595-00-0016", {"en": Words("Ueno Branch")}, Spot(1, 6))
AYAMA = PlaceWish("阿山支所", "0595-00-0013", {"en": Words("Ayama Branch")}, Spot(2, 1))


def one(city: City, terminal_id: str) -> TerminalView:
    found = terminals.terminals(city.database, retired=True)
    return next(view for view in found if view.id == terminal_id)


def retire(city: City, terminal_id: str, actor: Actor = BUREAU) -> None:
    retiring.retire_terminal(city.database, terminal_id, one(city, terminal_id).revision, actor)


def of_kind(city: City, kind: str) -> list[str]:
    return [view.id for view in terminals.terminals(city.database) if view.kind == kind]


def test_a_branch_is_added_enrolled_and_calls(city: City) -> None:
    added = places.add(city.database, "branch", NEW, BUREAU)
    view = one(city, added)
    assert (view.kind, view.name, view.phone, view.words, view.spot) == (
        "branch",
        "上野支所",
        "0595-00-0016",
        {"en": Words("Ueno Branch")},
        Spot(1, 6),
    )
    assert of_kind(city, "branch")[-1] == added
    branch, kodomo = city.branch(added), city.desk()
    call = calls.place(city.database, city.presence, branch, "kodomo")
    ringing = look.desk(city.database, city.presence, kodomo).ringing
    assert ringing is not None
    assert (ringing.branch_name, ringing.branch_phone) == ("上野支所", "0595-00-0016")
    calls.hang_up(city.database, city.presence, branch, call)
    assert look.kiosk(city.database, city.presence, branch).branch_words == {"en": Words("Ueno Branch")}
    tile = next(
        t for t in monitoring.overview(city.database, city.presence, Standing()).tiles if t.id == added
    )
    assert tile.spot == Spot(1, 6)


def test_desks_staff_screens_and_the_bureaus(city: City) -> None:
    desk = places.add(
        city.database, "desk", PlaceWish("税務課", serves=frozenset({"kaigo", "hoken"})), BUREAU
    )
    assert [view.id for view in one(city, desk).departments] == ["kaigo", "hoken"]
    staff = places.add(city.database, "staff", PlaceWish("阿山支所 二台目"), BUREAU, "ayama")
    assert one(city, staff).branch_id == "ayama"
    console = places.add(city.database, "admin", PlaceWish("第二庁舎"), BUREAU)
    assert {one(city, console).kind, one(city, staff).kind} == {"admin", "staff"}
    ignored = places.add(city.database, "desk", replace(NEW, name="電話のない端末", spot=Spot(9, 9)), BUREAU)
    assert (one(city, ignored).phone, one(city, ignored).spot) == ("", None), "only a branch has these"
    for kind, branch in (("desk", "ayama"), ("staff", None), ("branch", "ayama")):
        with pytest.raises(InvalidInput) as needed:
            places.add(city.database, kind, PlaceWish("だめ"), BUREAU, branch)
        assert needed.value.code == "terminals.branch.needed"
    with pytest.raises(InvalidInput):
        places.add(city.database, "toaster", PlaceWish("だめ"), BUREAU)
    with pytest.raises(NotFound):
        places.add(city.database, "staff", PlaceWish("だめ"), BUREAU, "kodomo")


def test_a_new_name_reaches_who_is_in_already(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    places.change(city.database, "hoken", 1, PlaceWish("国保の窓口", serves=frozenset({"hoken"})), BUREAU)
    places.change(city.database, "ayama", 1, replace(AYAMA, name="阿山センター"), BUREAU)
    for ref, name in ((hoken.ref, "国保の窓口"), (ayama.ref, "阿山センター")):
        found = city.sessions.get(ref)
        assert found is not None
        assert found.terminal_name == name
    topics = [topic for topic, _ in city.hub.published if topic.startswith("terminals.re")]
    assert topics == [terminals.RENAMED] * 2
    order = [topic for topic, _ in city.hub.published][-2:]
    assert order == [terminals.RENAMED, terminals.CHANGED], "pages read again after the name is known"


def test_the_second_of_two_who_write_is_told(city: City) -> None:
    places.change(city.database, "ayama", 1, replace(AYAMA, phone="0595-00-0094"), BUREAU)
    with pytest.raises(Conflict) as told:
        places.change(city.database, "ayama", 1, replace(AYAMA, phone="0595-00-0095"), BUREAU)
    assert told.value.code == "terminals.place.changed"
    assert one(city, "ayama").phone == "0595-00-0094"
    with pytest.raises(Conflict):
        retiring.retire_terminal(city.database, "ayama", 1, BUREAU)
    # The department's form takes a desk away while the desk's form is open.
    hoken = DepartmentWish("保険年金課", icon="shield", desks=frozenset())
    departments.change(city.database, "hoken", 1, hoken, BUREAU)
    with pytest.raises(Conflict):
        places.change(city.database, "hoken", 1, PlaceWish("窓口", serves=frozenset({"hoken"})), BUREAU)
    places.change(city.database, "iga", 1, wish_as_it_is(city, "iga"), BUREAU)
    assert one(city, "iga").revision == 1, "nothing was typed"


def wish_as_it_is(city: City, terminal_id: str) -> PlaceWish:
    view = one(city, terminal_id)
    return PlaceWish(
        view.name, view.phone, view.words, view.spot, frozenset(one.id for one in view.departments)
    )


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(AYAMA, name=""), "terminals.name.length"),
        (replace(AYAMA, name="x" * 41), "terminals.name.length"),
        (replace(AYAMA, name="青山支所"), "terminals.name.taken"),
        (replace(AYAMA, phone="110番"), "terminals.phone.shape"),
        (replace(AYAMA, words={"xx": Words("x")}), "terminals.words.language"),
        (replace(AYAMA, spot=Spot(0, 1)), "terminals.spot.outside"),
        (replace(AYAMA, spot=Spot(3, 8)), "terminals.spot.outside"),
        (replace(AYAMA, spot=Spot(10**9, 1)), "terminals.spot.outside"),
        (replace(AYAMA, spot=Spot(2, 2)), "terminals.spot.hall"),
        (replace(AYAMA, spot=Spot(2, 6)), "terminals.spot.hall"),
        (replace(AYAMA, spot=Spot(3, 1)), "terminals.spot.taken"),
        (replace(AYAMA, spot=Spot(2, 7)), "terminals.spot.taken"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(city: City, wish: PlaceWish, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        places.change(city.database, "ayama", 1, wish, BUREAU)
    assert refused.value.code == code
    assert (one(city, "ayama").name, one(city, "ayama").revision) == ("阿山支所", 1)
    assert audit.newest(city.database) == []


def test_a_desk_answers_what_is_known(city: City) -> None:
    with pytest.raises(NotFound) as unknown:
        places.change(city.database, "kodomo", 1, PlaceWish("窓口", serves=frozenset({"ayama"})), BUREAU)
    assert unknown.value.code == "terminals.department.unknown"


def test_the_order_is_that_of_its_kind(city: City) -> None:
    places.move(city.database, "ayama", -1, BUREAU)
    assert of_kind(city, "branch") == ["iga", "ayama", "shimagahara", "oyamada", "aoyama"]
    places.move(city.database, "shogai", -1, BUREAU)
    assert of_kind(city, "desk") == ["shogai", "kodomo", "kaigo", "hoken"], "the first stays the first"
    retire(city, "ayama")
    places.move(city.database, "shimagahara", -1, BUREAU)
    assert of_kind(city, "branch") == ["shimagahara", "iga", "oyamada", "aoyama"]
    with pytest.raises(NotFound):
        places.move(city.database, "ayama", 1, BUREAU)


def test_there_is_an_end_to_terminals(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MOST_TERMINALS", 10)
    with pytest.raises(Conflict) as full:
        places.add(city.database, "branch", NEW, BUREAU)
    assert full.value.code == "terminals.many"
    retire(city, "iga")
    added = places.add(city.database, "branch", NEW, BUREAU)
    with pytest.raises(Conflict):
        places.restore(city.database, "iga", BUREAU)
    retire(city, added)
    places.restore(city.database, "iga", BUREAU)


def test_a_retired_branch_is_turned_away_and_nowhere_offered(city: City) -> None:
    ayama, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    printing.set_printer(city.database, "ayama", "ipp://192.168.1.9/ipp/print", "", SYSTEM)
    code = enrolment.issue_code(city.database, "ayama", SYSTEM)
    for_staff = enrolment.issue_code(city.database, staff.terminal_id, SYSTEM)
    day = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    kept = reserving.make(city.database, kodomo, Wish("hoiku", "ayama", day))
    retire(city, "ayama")
    assert city.sessions.get(ayama.ref) is None
    assert city.sessions.get(staff.ref) is None
    for unusable in (code, for_staff):
        with pytest.raises(InvalidInput):
            enrolment.enrol(city.database, unusable)
    for terminal_id in ("ayama", staff.terminal_id):
        with pytest.raises(WrongOrder) as retired:
            enrolment.issue_code(city.database, terminal_id, SYSTEM)
        assert retired.value.code == "terminals.terminal.retired"
    assert not {"ayama", staff.terminal_id} & {view.id for view in terminals.terminals(city.database)}
    assert "ayama" not in [one.id for one in look.askable(city.database, city.presence, kodomo)]
    tiles = monitoring.overview(city.database, city.presence, Standing()).tiles
    assert not {"ayama", staff.terminal_id} & {tile.id for tile in tiles}
    assert printing.printers(city.database) == ()
    refusals: tuple[Callable[[], Any], ...] = (
        lambda: reserving.make(city.database, kodomo, Wish("hoiku", "ayama", day)),
        lambda: printing.printer_of(city.database, "ayama"),
        lambda: vigils.ask(city.database, city.presence, kodomo, "ayama"),
        lambda: terminals.set_phone(city.database, "ayama", "", SYSTEM),
        lambda: places.add(city.database, "staff", PlaceWish("新しい"), BUREAU, "ayama"),
    )
    for refused in refusals:
        with pytest.raises(NotFound):
            refused()
    assert [row.branch_name for row in reservations.of_desk(city.database, kodomo, day.date())] == [
        "阿山支所"
    ], "who holds a number can still be told"
    assert kept.branch_name == "阿山支所"
    assert reservations.expected_at(city.database, "ayama") == 1


def test_a_branch_comes_back_with_its_staff_screen_and_is_enrolled_anew(city: City) -> None:
    city.branch()
    staff = city.branch_staff()
    old_codes = [enrolment.issue_code(city.database, id_, SYSTEM) for id_ in ("ayama", staff.terminal_id)]
    retire(city, "ayama")
    with pytest.raises(WrongOrder):
        places.change(city.database, "ayama", 2, AYAMA, BUREAU)
    with pytest.raises(WrongOrder):
        places.change(city.database, staff.terminal_id, 1, PlaceWish("職員"), BUREAU)
    places.restore(city.database, "ayama", BUREAU)
    places.restore(city.database, "ayama", BUREAU)
    view = one(city, "ayama")
    assert (view.in_use, view.enrolled_at, view.spot) == (True, None, Spot(2, 1))
    assert one(city, staff.terminal_id).in_use
    for code in old_codes:
        with pytest.raises(InvalidInput):
            enrolment.enrol(city.database, code)
    assert city.branch().terminal_id == "ayama"
    actions = [entry.action for entry in audit.newest(city.database)]
    assert actions.count("terminals.terminal.restored") == 1


def test_no_code_opens_what_is_not_used(city: City) -> None:
    """Whatever gave it out and whenever: here it slipped through while the branch was being retired."""
    code = enrolment.issue_code(city.database, "ayama", SYSTEM)
    with city.database.transaction() as session:
        session.get_one(Terminal, "ayama").retired_at = city.clock.now()
    with pytest.raises(InvalidInput) as unusable:
        enrolment.enrol(city.database, code)
    assert unusable.value.code == "terminals.code.unusable"


def test_who_took_its_spot_or_name_meanwhile_keeps_it(city: City) -> None:
    retire(city, "ayama")
    places.change(city.database, "iga", 1, replace(wish_as_it_is(city, "iga"), spot=Spot(2, 1)), BUREAU)
    places.restore(city.database, "ayama", BUREAU)
    assert one(city, "ayama").spot is None
    retire(city, "ayama")
    places.add(city.database, "branch", PlaceWish("阿山支所"), BUREAU)
    with pytest.raises(Conflict) as taken:
        places.restore(city.database, "ayama", BUREAU)
    assert taken.value.code == "terminals.name.taken"


def test_nobody_is_cut_off(city: City) -> None:
    ayama, aoyama, kodomo, hoken = city.branch(), city.branch("aoyama"), city.desk(), city.desk("hoken")

    def refused(*terminal_ids: str, code: str = "calls.retire.open") -> None:
        for terminal_id in terminal_ids:
            with pytest.raises(Conflict) as told:
                retire(city, terminal_id)
            assert told.value.code == code, terminal_id

    call = calls.place(city.database, city.presence, ayama, "hoiku")
    refused("ayama", "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    guests.ask(city.database, city.presence, kodomo, call, "hoken")
    guests.join(city.database, city.presence, hoken, call)
    refused("ayama", "kodomo", "hoken")
    guests.leave(city.database, city.presence, hoken, call)
    waiting = calls.place(city.database, city.presence, aoyama, "kodomo")
    calls.hang_up(city.database, city.presence, kodomo, call)
    calls.decline(city.database, city.presence, kodomo, waiting, "wait3")
    refused("kodomo"), "nobody else could answer who waits there"
    tickets.park(city.database, city.presence, aoyama, waiting)
    refused("aoyama", "kodomo")
    tickets.discard(city.database, city.presence, kodomo, waiting)
    vigils.ask(city.database, city.presence, kodomo, "ayama")
    refused("ayama", "kodomo", code="calls.retire.vigil")
    refused("digital", code="terminals.retire.own")
    vigil = vigils.of(city.database, kodomo)
    assert vigil is not None
    vigils.end(city.database, city.presence, kodomo, vigil.id)
    for terminal_id in ("ayama", "kodomo"):
        retire(city, terminal_id)
    assert look.one(city.database, aoyama, waiting).state == "ended"
    states = {state.id: state.state for state in look.departments(city.database, city.presence)}
    assert (states["kodomo"], states["hoken"]) == ("offline", "open")


def test_a_retired_desk_and_its_people(city: City) -> None:
    kodomo, aoyama = city.desk(), city.branch("aoyama")
    call = calls.place(city.database, city.presence, aoyama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    calls.hang_up(city.database, city.presence, kodomo, call)
    device = city.enrol("kodomo")
    retire(city, "kodomo")
    assert city.sessions.get(kodomo.ref) is None
    assert city.sessions.device(device) is None
    with pytest.raises(NotFound):
        accounts.add_staff(city.database, "new", "新しい", "desk", "kodomo", PASSWORD, SYSTEM)
    with pytest.raises(NotFound):
        terminals.serve(city.database, "kodomo", "hoken", SYSTEM)
    seen = look.one(city.database, aoyama, call)
    assert seen.desk_id == "kodomo"
    names = {peer.name for peer in seen.peers}
    assert names == {"kodomoさん"}, "history keeps who it was"


def test_the_bureau_does_not_saw_off_its_own_branch(city: City) -> None:
    city.admin()
    with pytest.raises(Conflict) as own:
        enrolment.revoke(city.database, "digital", BUREAU)
    assert own.value.code == "terminals.revoke.own"
    retire(city, "digital", Actor("bureau", "console"))
    assert of_kind(city, "admin") == []


def test_the_line_to_a_retired_staff_screen_is_none(city: City) -> None:
    ayama, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    retire(city, staff.terminal_id)
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    seen = line.at_hand(city.database, city.presence, kodomo)
    assert seen is not None
    assert seen.reach == "none"


def test_an_unknown_terminal(city: City) -> None:
    for verb in (
        lambda: places.change(city.database, "nowhere", 1, AYAMA, BUREAU),
        lambda: places.restore(city.database, "nowhere", BUREAU),
        lambda: retiring.retire_terminal(city.database, "nowhere", 1, BUREAU),
    ):
        with pytest.raises(NotFound):
            verb()
