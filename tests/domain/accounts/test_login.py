"""Who may log in where, and what ends a session at once."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.sessions import ENDED
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.errors import InvalidInput, NotAllowed
from tests.cast import PASSWORD, City


def test_a_branch_needs_only_its_device(city: City) -> None:
    device = city.enrol("ayama")
    who = city.sessions.identify(device, None)
    assert who is not None
    assert (who.terminal_id, who.permissions) == ("ayama", {Permission.KIOSK_USE})


def test_a_desk_needs_device_and_login_and_gets_its_permissions(city: City) -> None:
    kodomo = city.desk()
    device = city.enrol("hoken")
    assert kodomo.permissions == {Permission.DESK_USE}
    assert city.sessions.identify(device, None) is None
    assert city.sessions.identify(None, "anything") is None


@pytest.mark.parametrize(
    ("login", "password"), [("kodomo", "wrong password here"), ("nobody", PASSWORD), ("", "")]
)
def test_wrong_and_unknown_are_refused_alike(city: City, login: str, password: str) -> None:
    city.desk()
    device = city.enrol("kodomo")
    with pytest.raises(NotAllowed) as refused:
        city.log_in(device, login, password)
    assert refused.value.code == "accounts.login.refused"
    assert "login" not in audit.newest(city.database, 1)[0].data, "what was typed is not kept"


def test_the_right_person_at_the_wrong_terminal_is_told_so(city: City) -> None:
    city.desk("kodomo")
    with pytest.raises(NotAllowed) as refused:
        city.log_in(city.enrol("hoken"), "kodomo")
    assert refused.value.code == "accounts.login.other_terminal"


def test_a_session_cookie_is_worth_nothing_on_another_device(city: City) -> None:
    city.staff("kodomo", "desk", "kodomo")
    device = city.enrol("kodomo")
    session = city.log_in(device, "kodomo")
    assert city.sessions.identify(city.enrol("hoken"), session) is None
    assert city.sessions.identify(device, session) is not None


def test_disabling_logging_out_and_revoking_end_a_session_at_once(city: City) -> None:
    kodomo = city.desk("kodomo")
    accounts.disable(city.database, "kodomo", SYSTEM)
    assert city.sessions.get(kodomo.ref) is None
    hoken = city.desk("hoken")
    enrolment.revoke(city.database, "hoken", SYSTEM)
    assert city.sessions.get(hoken.ref) is None
    ayama = city.branch()
    city.enrol("ayama")
    assert city.sessions.get(ayama.ref) is None, "a new device ends the old one"
    ended = {payload for topic, payload in city.hub.published if topic == ENDED}
    assert {kodomo.ref, hoken.ref, ayama.ref} <= ended, "the doors are told"


def test_what_another_process_ended_is_noticed(city: City) -> None:
    kodomo = city.desk("kodomo")
    # The command line has its own hub: the running server hears nothing of it.
    city.hub._listeners.clear()
    accounts.disable(city.database, "kodomo", SYSTEM)
    assert city.sessions.get(kodomo.ref) is not None
    city.sessions.reconcile()
    assert city.sessions.get(kodomo.ref) is None


@pytest.mark.parametrize("password", ["short", "x" * 129])
def test_passwords_have_bounds(city: City, password: str) -> None:
    with pytest.raises(InvalidInput):
        accounts.add_staff(city.database, "someone", "名前", "admin", None, password, SYSTEM)
