"""A screen that nobody sits at is locked and, after a day, over; never while somebody talks there."""

from __future__ import annotations

import pytest

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import entering, idle, proof, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.sessions import SessionRegistry
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.errors import InvalidInput, NotAllowed
from tests.cast import PASSWORD, City
from tests.fakes import RecordingHub


def sweep(city: City, **later: float) -> None:
    city.clock.advance(**later)
    idle.sweep(city.database, attendance.talking_at)


def actions(city: City) -> list[str]:
    return [entry.action for entry in audit.newest(city.database, 30)]


def unlock(city: City, who: Identity, password: str = PASSWORD) -> entering.Passed | None:
    with city.database.reading() as session:
        found = enrolment.devices(session).values()
    device = next(one for one in found if one.terminal_id == who.terminal_id)
    return entering.unlock(city.database, device, who, password)


def test_who_did_nothing_is_locked_and_whoever_was_seen_is_not(city: City) -> None:
    kodomo, hoken = city.desk(), city.desk("hoken")
    sweep(city, minutes=14)
    assert city.sessions.get(kodomo.ref), "not yet"
    idle.seen(city.database, hoken)
    sweep(city, minutes=1)
    assert city.sessions.get(kodomo.ref) is None
    assert city.sessions.get(hoken.ref) == hoken
    assert actions(city)[0] == "accounts.session.locked"
    assert ("sessions.locked", kodomo.ref) in city.hub.published
    sweep(city, minutes=1)
    assert actions(city).count("accounts.session.locked") == 1, "once"
    idle.seen(city.database, kodomo)
    sweep(city, minutes=1)
    assert city.sessions.get(kodomo.ref) is None, "a hand alone opens nothing"


def test_a_locked_session_is_none_to_everybody_but_the_lock_page(city: City) -> None:
    device = city.enrol("kodomo")
    accounts.add_staff(city.database, "yamada", "山田", "desk", "kodomo", PASSWORD, SYSTEM)
    cookie = city.log_in(device, "yamada")
    who = city.sessions.identify(device, cookie)
    assert who is not None
    sweep(city, minutes=15)
    assert city.sessions.identify(device, cookie) is None
    assert city.sessions.locked(device, cookie) == who
    # A server that was started anew knows it from the database.
    again = SessionRegistry(city.database)
    assert again.identify(device, cookie) is None
    assert again.locked(device, cookie) == who
    with pytest.raises(NotAllowed, match=r"accounts\.unlock\.refused"):
        unlock(city, who, "something else entirely")
    assert actions(city)[0] == "accounts.unlock.refused"
    assert city.sessions.locked(device, cookie) == who
    assert unlock(city, who) is None
    assert city.sessions.identify(device, cookie) == who, "the same session goes on"
    again.reconcile()
    assert again.identify(device, cookie) == who
    sweep(city, minutes=14)
    assert city.sessions.identify(device, cookie) == who, "and its time begins anew"


def test_another_process_locks_it_and_what_is_locked_here_is_not_opened_by_an_older_look(city: City) -> None:
    device = city.enrol("kodomo")
    accounts.add_staff(city.database, "yamada", "山田", "desk", "kodomo", PASSWORD, SYSTEM)
    cookie = city.log_in(device, "yamada")
    elsewhere = SessionRegistry(Database(city.database.engine, RecordingHub(), city.clock))
    assert elsewhere.identify(device, cookie)
    sweep(city, minutes=15)
    assert elsewhere.identify(device, cookie), "it has not heard of it yet"
    elsewhere.reconcile()
    assert elsewhere.identify(device, cookie) is None


def test_a_talk_is_never_locked_nor_ended_and_counts_as_a_hand(city: City) -> None:
    kodomo, ayama = city.desk(), city.branch()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    for _ in range(80):
        sweep(city, minutes=10)
        assert city.sessions.get(kodomo.ref) == kodomo
    calls.hang_up(city.database, city.presence, kodomo, call)
    sweep(city, seconds=1)
    assert city.sessions.get(kodomo.ref) is None, "a day has passed: over at the first moment without a call"
    assert actions(city)[0] == "accounts.session.expired"


def test_after_a_talk_the_time_begins(city: City) -> None:
    kodomo, ayama = city.desk(), city.branch()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    sweep(city, minutes=30)
    calls.hang_up(city.database, city.presence, kodomo, call)
    sweep(city, minutes=14)
    assert city.sessions.get(kodomo.ref) == kodomo
    sweep(city, minutes=1)
    assert city.sessions.get(kodomo.ref) is None


def test_a_locked_session_ends_with_its_day_and_by_another_login(city: City) -> None:
    device = city.enrol("kodomo")
    for login in ("yamada", "sato"):
        accounts.add_staff(city.database, login, login, "desk", "kodomo", PASSWORD, SYSTEM)
    cookie = city.log_in(device, "yamada")
    assert city.sessions.identify(device, cookie)
    sweep(city, minutes=15)
    who = city.sessions.locked(device, cookie)
    assert who is not None
    city.log_in(device, "sato")
    assert city.sessions.locked(device, cookie) is None
    with pytest.raises(NotAllowed):
        unlock(city, who)


def test_unlocking_asks_for_the_second_factor_where_the_rule_does(city: City) -> None:
    admin = city.admin()
    sweep(city, minutes=15)
    rules.switch(city.database, rules.SECOND_FACTOR, True, SYSTEM)
    came = unlock(city, admin)
    assert isinstance(came, entering.Passed)
    assert came.unlocks == proof.session_id(admin.ref)
    assert city.sessions.get(admin.ref) is None, "half of it opens nothing"


def test_a_rule_that_is_off_does_nothing_and_one_about_time_has_its_bounds(city: City) -> None:
    kodomo = city.desk()
    for rule in (rules.IDLE_LOCK, rules.LONGEST):
        assert rules.how(city.database, rule).on, "what was never switched is on"
        with pytest.raises(InvalidInput):
            rules.switch(city.database, rule, True, SYSTEM, 1)
        rules.switch(city.database, rule, False, SYSTEM)
    sweep(city, days=3)
    assert city.sessions.get(kodomo.ref) == kodomo
    assert rules.lax(city.database) == (rules.SECOND_FACTOR, rules.IDLE_LOCK, rules.LONGEST)
    rules.switch(city.database, rules.IDLE_LOCK, True, SYSTEM, 5)
    assert rules.how(city.database, rules.IDLE_LOCK).minutes == 5
    idle.seen(city.database, kodomo)
    sweep(city, minutes=4)
    assert city.sessions.get(kodomo.ref) == kodomo
    sweep(city, minutes=1)
    assert city.sessions.get(kodomo.ref) is None
