"""The branch's staff at their own screen: call for the resident, let go first, come when wanted."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import guests, look, media, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import HELP_LIMIT_S
from iga_madoguchi.domain.monitoring import service as monitoring
from iga_madoguchi.domain.monitoring.views import Standing
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from tests.cast import City


def test_staff_place_a_call_and_the_kiosk_has_it_as_if_touched(city: City) -> None:
    kiosk, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    call = calls.place(city.database, city.presence, staff, "kodomo", ("hearing",), "pt")
    seen = look.kiosk(city.database, city.presence, kiosk).call
    assert seen is not None
    assert (seen.id, seen.seat, seen.language, seen.needs) == (call, "ayama", "pt", ("hearing",))
    assert media.grant(city.database, kiosk, call).participant == seen.me
    placed = audit.history(city.database, call)[0]
    assert (placed.action, placed.actor, placed.terminal) == (
        "calls.call.placed",
        "branch_staff",
        "ayama-staff",
    )
    calls.answer(city.database, city.presence, kodomo, call)
    beside = look.kiosk(city.database, city.presence, staff)
    assert (beside.branch_id, beside.call is not None and beside.call.state) == ("ayama", "answered")


def test_staff_get_no_pictures_and_end_no_calls(city: City) -> None:
    staff = city.branch_staff()
    call = calls.place(city.database, city.presence, staff, "kodomo")
    with pytest.raises(NotFound):
        media.grant(city.database, staff, call)
    with pytest.raises(NotFound):
        calls.hang_up(city.database, city.presence, staff, call)
    assert staff.permissions == {Permission.STAFF_USE}


def test_staff_do_not_call_where_nobody_would_see_it(city: City) -> None:
    staff = city.branch_staff()
    city.presence.absent["ayama"] = 60
    with pytest.raises(Unavailable) as offline:
        calls.place(city.database, city.presence, staff, "kodomo")
    assert offline.value.code == "calls.kiosk.offline"
    city.presence.absent.clear()
    calls.place(city.database, city.presence, city.branch(), "kodomo")
    with pytest.raises(Conflict):
        calls.place(city.database, city.presence, staff, "hoken")
    with pytest.raises(NotAllowed):
        calls.place(city.database, city.presence, city.desk(), "kodomo")


def test_staff_give_a_priority_to_their_own_branchs_ticket_only(city: City) -> None:
    here, elsewhere = city.branch_staff(), city.branch_staff("aoyama")
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    with pytest.raises(NotFound):
        tickets.prefer(city.database, city.presence, elsewhere, call, "infant")
    tickets.prefer(city.database, city.presence, here, call, "infant")
    assert audit.history(city.database, call)[-1].actor == "branch_staff"


def test_help_is_wanted_until_somebody_says_that_they_come(city: City) -> None:
    kiosk, staff, elsewhere = city.branch(), city.branch_staff(), city.branch_staff("aoyama")

    def wanted() -> bool | None:
        found = look.kiosk(city.database, city.presence, staff).help
        return None if found is None else not found.seen

    assert wanted() is None
    calls.call_local_staff(city.database, kiosk)
    calls.go_and_help(city.database, elsewhere)
    assert wanted() is True
    calls.go_and_help(city.database, staff)
    calls.go_and_help(city.database, staff)
    assert wanted() is False
    calls.call_local_staff(city.database, kiosk)
    assert wanted() is True, "rung again"
    city.clock.advance(seconds=HELP_LIMIT_S)
    assert wanted() is None
    calls.call_local_staff(city.database, kiosk)
    city.clock.advance(hours=-1)
    assert wanted() is None, "a clock that was set back does not ring for an hour"
    coming = [entry.action for entry in audit.history(city.database, "ayama") if "help" in entry.action]
    assert coming == ["calls.help.wanted", "calls.help.coming", "calls.help.wanted", "calls.help.wanted"]


def test_a_staff_screen_is_no_guest_and_no_problem(city: City) -> None:
    staff, kodomo = city.branch_staff(), city.desk()
    call = calls.place(city.database, city.presence, staff, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    assert staff.terminal_id not in {one.id for one in look.askable(city.database, city.presence, kodomo)}
    with pytest.raises(NotFound):
        guests.ask(city.database, city.presence, kodomo, call, staff.terminal_id)
    city.presence.absent["ayama-staff"] = 600
    seen = monitoring.overview(city.database, city.presence, Standing()).tiles
    tile = next(one for one in seen if one.id == staff.terminal_id)
    assert (tile.state, tile.needed) == ("offline", False)


def test_a_staff_screen_belongs_to_a_branch_and_a_branch_has_a_telephone(city: City) -> None:
    for kind, branch in (("staff", None), ("desk", "ayama")):
        with pytest.raises(InvalidInput):
            terminals.add_terminal(city.database, "new", kind, "新しい", SYSTEM, branch)
    with pytest.raises(NotFound):
        terminals.add_terminal(city.database, "new", "staff", "新しい", SYSTEM, "kodomo")
    terminals.set_phone(city.database, "ayama", "0595-00-0099", SYSTEM)
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    seen = look.desk(city.database, city.presence, city.desk()).ringing
    assert seen is not None
    assert (seen.id, seen.branch_phone, seen.department_phone) == (call, "0595-00-0099", "0595-00-0002")
    for number in ("119; drop", "0595 00 0001", "1", "0" * 21, "０５９５-00-0001"):
        with pytest.raises(InvalidInput):
            terminals.set_phone(city.database, "ayama", number, SYSTEM)
    with pytest.raises(NotFound):
        terminals.set_phone(city.database, "kodomo", "0595-00-0099", SYSTEM)
