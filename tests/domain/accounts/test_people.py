"""The bureau's use cases of staff: who is added, changed, stopped, let in again, and who may not be."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.accounts import entering
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Account
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from tests.cast import PASSWORD, City

CONSOLE = Actor("console")


def account(city: City, login: str) -> Account:
    return next(one for one in accounts.accounts(city.database) if one.staff.login == login)


def newest(city: City) -> tuple[str, str, str]:
    entry = audit.newest(city.database, 1)[0]
    return entry.action, entry.actor, entry.subject


def test_who_is_in_where_is_seen(city: City) -> None:
    bureau, kodomo = city.admin(), city.desk()
    seen = account(city, "kodomo")
    assert [(one.terminal_id, one.terminal_name, one.since) for one in seen.sessions] == [
        ("kodomo", "こども未来課", city.clock.now())
    ]
    assert (seen.has_password, seen.code_until) == (True, None)
    entering.end_session(city.database, seen.sessions[0].id, bureau.actor)
    assert city.sessions.get(kodomo.ref) is None, "out at once"
    assert account(city, "kodomo").sessions == ()
    assert newest(city) == ("accounts.session.ended", "bureau", "kodomo")
    with pytest.raises(NotFound):
        entering.end_session(city.database, seen.sessions[0].id, bureau.actor)


def test_one_s_own_session_is_left_by_logging_out(city: City) -> None:
    bureau = city.admin()
    with pytest.raises(Conflict) as refused:
        entering.end_session(city.database, account(city, "bureau").sessions[0].id, bureau.actor)
    assert refused.value.code == "accounts.session.own"


def test_who_gets_another_desk_is_out_and_in_again_there(city: City) -> None:
    bureau, kodomo = city.admin(), city.desk()
    accounts.change(city.database, "kodomo", 0, "林さくら", "lead", "hoken", bureau.actor)
    assert city.sessions.get(kodomo.ref) is None
    assert newest(city) == ("accounts.staff.changed", "bureau", "kodomo")
    with pytest.raises(NotAllowed):
        city.log_in(city.enrol("kodomo"), "kodomo")
    device = city.enrol("hoken")
    who = city.sessions.identify(device, city.log_in(device, "kodomo"))
    assert who is not None
    assert who.staff_name == "林さくら"
    assert Permission.PAPERS_UNMASK in who.permissions


def test_a_new_name_is_there_at_once_and_nobody_is_out(city: City) -> None:
    bureau, kodomo = city.admin(), city.desk()
    accounts.change(city.database, "kodomo", 0, "森さくら", "desk", "kodomo", bureau.actor)
    now = city.sessions.get(kodomo.ref)
    assert now is not None
    assert now.staff_name == "森さくら"
    before = newest(city)
    accounts.change(city.database, "kodomo", 1, "森さくら", "desk", "kodomo", bureau.actor)
    assert (account(city, "kodomo").revision, newest(city)) == (1, before), "nothing differs"


def test_two_admins_do_not_write_over_each_other(city: City) -> None:
    bureau = city.admin()
    city.desk()
    accounts.change(city.database, "kodomo", 0, "一郎", "desk", "kodomo", bureau.actor)
    with pytest.raises(Conflict) as refused:
        accounts.change(city.database, "kodomo", 0, "二子", "desk", "kodomo", bureau.actor)
    assert refused.value.code == "accounts.changed"
    assert account(city, "kodomo").staff.name == "一郎"


def test_there_is_always_an_admin(city: City) -> None:
    bureau = city.admin()
    for attempt in (
        lambda: accounts.disable(city.database, "bureau", bureau.actor),
        lambda: accounts.change(city.database, "bureau", 0, "わたし", "auditor", None, bureau.actor),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code in ("accounts.own.disable", "accounts.own.role")
    accounts.change(city.database, "bureau", 0, "わたし", "admin", None, bureau.actor)
    assert city.sessions.get(bureau.ref) is not None
    accounts.disable(city.database, "bureau", CONSOLE)
    assert city.sessions.get(bureau.ref) is None, "the console may"


def test_two_admins_who_stop_each_other_leave_one(city: City) -> None:
    bureau = city.admin()
    accounts.add_staff(city.database, "second", "二子", "admin", None, PASSWORD, CONSOLE)
    accounts.disable(city.database, "second", bureau.actor)
    for attempt in (
        lambda: accounts.disable(city.database, "bureau", Actor("second", "digital")),
        lambda: accounts.change(city.database, "bureau", 0, "x", "auditor", None, Actor("second", "digital")),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "accounts.last_admin"


@pytest.mark.parametrize("login", ["system", "console", "resident", "branch_staff", "unknown", "code"])
def test_nobody_is_called_as_the_log_calls_what_is_no_person(city: City, login: str) -> None:
    with pytest.raises(InvalidInput):
        accounts.add_staff(city.database, login, "端末", "admin", None, PASSWORD, CONSOLE)


def test_a_login_that_no_database_takes_is_a_plain_refusal(city: City) -> None:
    device = city.enrol("kodomo")
    for login in ("a\x00b", "\ud800", "x" * 10_000, "' or 1=1 --"):
        with pytest.raises(NotAllowed) as refused:
            city.log_in(device, login)
        assert refused.value.code == "accounts.login.refused"


def test_who_was_stopped_comes_in_again_with_the_same_password_but_not_by_an_old_cookie(city: City) -> None:
    bureau = city.admin()
    city.staff("kodomo", "desk", "kodomo")
    device = city.enrol("kodomo")
    cookie = city.log_in(device, "kodomo")
    accounts.disable(city.database, "kodomo", bureau.actor)
    with pytest.raises(NotAllowed):
        city.log_in(device, "kodomo")
    accounts.enable(city.database, "kodomo", bureau.actor)
    assert newest(city) == ("accounts.staff.enabled", "bureau", "kodomo")
    assert city.sessions.identify(device, cookie) is None
    assert city.sessions.identify(device, city.log_in(device, "kodomo")) is not None
    logged = newest(city)
    accounts.enable(city.database, "kodomo", bureau.actor)
    assert newest(city) == logged, "nothing to do, nothing to say"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"login": "A"}, "accounts.login.shape"),
        ({"login": "<script>"}, "accounts.login.shape"),
        ({"login": "a" * 33}, "accounts.login.shape"),
        ({"name": ""}, "accounts.name.length"),
        ({"name": "あ" * 41}, "accounts.name.length"),
        ({"name": "あ\nい"}, "accounts.name.length"),
        ({"role": "resident"}, "accounts.role.unknown"),
        ({"role": "root"}, "accounts.role.unknown"),
        ({"desk_id": None}, "accounts.desk.needed"),
        ({"role": "admin"}, "accounts.desk.needed"),
        ({"desk_id": "ayama"}, "terminals.desk.unknown"),
        ({"desk_id": "nowhere"}, "terminals.desk.unknown"),
        ({"password": "short"}, "accounts.password.length"),
        ({"login": "kodomo"}, "accounts.login.exists"),
    ],
)
def test_what_does_not_fit_is_refused_and_nobody_is_added(
    city: City, change: dict[str, Any], code: str
) -> None:
    city.desk()
    before = accounts.accounts(city.database)
    fields = {
        "login": "hanako",
        "name": "花子",
        "role": "desk",
        "desk_id": "kodomo",
        "password": None,
        "actor": CONSOLE,
    }
    with pytest.raises(DomainError) as refused:
        accounts.add_staff(city.database, **{**fields, **change})
    assert refused.value.code == code
    assert accounts.accounts(city.database) == before


def test_the_refusal_of_a_long_login_does_not_carry_it_along(city: City) -> None:
    with pytest.raises(InvalidInput) as refused:
        accounts.add_staff(city.database, "x!" * 10_000, "花子", "admin", None, None, CONSOLE)
    assert len(refused.value.data["login"]) == 40
