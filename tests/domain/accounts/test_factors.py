"""What is shown beside the password: needed or not, good once, given up by its owner or by the bureau."""

from __future__ import annotations

from functools import partial

import pyotp
import pytest

from iga_madoguchi.domain.accounts import entering, factors, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.entering import Passed
from iga_madoguchi.domain.accounts.passkeys import Site
from iga_madoguchi.domain.accounts.ports import Safe
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from tests.cast import PASSWORD, City

OTHER = Actor("other", "console")


class OpenSafe:
    """Keeps the keys in memory; what is destroyed is gone."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def new_key(self) -> str:
        self.keys.add(key := f"key{len(self.keys)}")
        return key

    def seal(self, key: str, data: bytes) -> bytes:
        return key.encode() + data[::-1]

    def unseal(self, key: str, sealed: bytes) -> bytes:
        if key not in self.keys:
            raise NotFound("papers.blob.gone")
        return sealed[len(key) :][::-1]

    def destroy(self, key: str) -> None:
        self.keys.discard(key)


@pytest.fixture
def safe() -> OpenSafe:
    return OpenSafe()


@pytest.fixture
def bureau(city: City) -> Identity:
    return city.admin()


@pytest.fixture
def device(city: City, bureau: Identity) -> DeviceView:
    found = city.sessions.device(city.enrol("digital"))
    assert found is not None
    return found


def now_shown(city: City, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(city.clock.now() + steps * factors.STEP)


def app(city: City, safe: Safe, login: str = "bureau") -> str:
    """A new app of this person; its secret. The next code is one of the next half minute."""
    secret = factors.proposal()
    factors.add_code(city.database, safe, login, secret, now_shown(city, secret), OTHER)
    city.clock.advance(seconds=30)
    return secret


def step_one(city: City, device: DeviceView, login: str = "bureau") -> Passed:
    passed = entering.log_in(city.database, device, login, PASSWORD)
    assert isinstance(passed, Passed)
    return passed


def step_two(city: City, safe: Safe, device: DeviceView, passed: Passed, code: str) -> str:
    return entering.finish(
        city.database,
        device,
        passed,
        lambda session, now, staff: factors.shows(session, now, staff, safe, code),
    )


def test_an_admin_needs_it_by_the_rule_and_a_desk_does_not(city: City, device: DeviceView) -> None:
    assert isinstance(entering.log_in(city.database, device, "bureau", PASSWORD), str)
    rules.switch_second_factor(city.database, True, SYSTEM)
    assert step_one(city, device).kinds == frozenset()
    city.staff("kodomo", "desk", "kodomo")
    city.staff("kansa", "auditor", "digital")
    entry = next(one for one in audit.newest(city.database) if one.action == "accounts.rule.switched")
    assert (entry.subject, entry.data) == ("second_factor", {"on": True})


def test_the_rule_holds_where_nobody_has_switched_it(city: City) -> None:
    with city.database.transaction() as session:
        from iga_madoguchi.domain.accounts import repository

        row = repository.rule(session, rules.SECOND_FACTOR)
        assert row is not None
        session.delete(row)
    assert rules.second_factor(city.database).on


def test_who_has_one_shows_it_also_without_a_rule(city: City, device: DeviceView, safe: OpenSafe) -> None:
    secret = app(city, safe)
    passed = step_one(city, device)
    assert passed.kinds == {"code"}
    with pytest.raises(NotAllowed) as refused:
        step_two(city, safe, device, passed, "000000")
    assert refused.value.code == "accounts.second.refused"
    assert audit.newest(city.database, 1)[0].action == "accounts.second.refused"
    assert step_two(city, safe, device, passed, now_shown(city, secret))


def test_a_code_is_good_once_and_a_slow_clock_is_forgiven(
    city: City, device: DeviceView, safe: OpenSafe
) -> None:
    secret = app(city, safe)
    passed = step_one(city, device)
    code = now_shown(city, secret, 1)
    assert step_two(city, safe, device, passed, f" {code[:3]} {code[3:]} ")
    for again in (code, now_shown(city, secret), now_shown(city, secret, -1)):
        with pytest.raises(NotAllowed):
            step_two(city, safe, device, passed, again)
    city.clock.advance(seconds=60)
    with pytest.raises(NotAllowed):
        step_two(city, safe, device, passed, now_shown(city, secret, 2))
    assert step_two(city, safe, device, passed, now_shown(city, secret))


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 10_000, "\u0661" * 6]
)
def test_what_is_no_code_is_refused(city: City, device: DeviceView, safe: OpenSafe, code: str) -> None:
    app(city, safe)
    with pytest.raises(NotAllowed):
        step_two(city, safe, device, step_one(city, device), code)
    with pytest.raises(InvalidInput):
        factors.add_code(city.database, safe, "bureau", factors.proposal(), code, OTHER)


def test_who_was_stopped_or_got_a_new_password_between_the_steps_is_not_in(
    city: City, device: DeviceView, safe: OpenSafe
) -> None:
    secret = app(city, safe)
    for meanwhile in (
        lambda: accounts.set_password(city.database, "bureau", "a quite other password", OTHER),
        lambda: accounts.disable(city.database, "bureau", SYSTEM),
    ):
        passed = entering.log_in(city.database, device, "bureau", PASSWORD)
        assert isinstance(passed, Passed)
        meanwhile()
        with pytest.raises(NotAllowed) as refused:
            step_two(city, safe, device, passed, now_shown(city, secret))
        assert refused.value.code == "accounts.login.refused"
        accounts.set_password(city.database, "bureau", PASSWORD, OTHER)


def set_up(city: City, safe: Safe, device: DeviceView, passed: Passed) -> str:
    """With the password alone, as at the first login."""
    secret = factors.proposal()
    row = factors.new_app(safe, city.clock.now(), secret, now_shown(city, secret))
    return entering.finish(city.database, device, passed, partial(factors.first, row=row, actor=OTHER))


def test_by_a_password_alone_nothing_is_added_to_what_is_there(
    city: City, safe: OpenSafe, device: DeviceView
) -> None:
    rules.switch_second_factor(city.database, True, SYSTEM)
    passed = step_one(city, device)
    assert set_up(city, safe, device, passed)
    with pytest.raises(NotAllowed) as refused:
        set_up(city, safe, device, passed)
    assert refused.value.code == "accounts.second.refused"
    assert len(factors.of(city.database, "bureau")) == 1


def test_a_password_that_is_no_more_sets_up_nothing(city: City, safe: OpenSafe, device: DeviceView) -> None:
    rules.switch_second_factor(city.database, True, SYSTEM)
    stolen = step_one(city, device)
    accounts.set_password(city.database, "bureau", "a quite other password", OTHER)
    with pytest.raises(NotAllowed):
        set_up(city, safe, device, stolen)
    assert factors.of(city.database, "bureau") == ()


def test_the_right_password_alone_leaves_a_line(city: City, safe: OpenSafe, device: DeviceView) -> None:
    app(city, safe)
    step_one(city, device)
    entry = audit.newest(city.database, 1)[0]
    assert (entry.action, entry.actor, entry.terminal) == ("accounts.login.half", "bureau", "digital")


def test_the_last_one_stays_where_the_rule_needs_it(city: City, safe: OpenSafe, bureau: Identity) -> None:
    app(city, safe)
    rules.switch_second_factor(city.database, True, SYSTEM)
    (first,) = factors.of(city.database, "bureau")
    with pytest.raises(Conflict) as refused:
        factors.remove(city.database, safe, "bureau", first.id, bureau.actor)
    assert refused.value.code == "accounts.factor.last"
    app(city, safe)
    factors.remove(city.database, safe, "bureau", first.id, bureau.actor)
    assert len(factors.of(city.database, "bureau")) == 1
    assert len(safe.keys) == 1, "its key is destroyed"
    for attempt in (first.id, 10**12):
        with pytest.raises(NotFound):
            factors.remove(city.database, safe, "bureau", attempt, bureau.actor)


def test_the_bureau_takes_away_what_was_lost_but_not_its_own(
    city: City, safe: OpenSafe, bureau: Identity, device: DeviceView
) -> None:
    city.staff("kodomo", "desk", "kodomo")
    app(city, safe, "kodomo")
    cookie = city.enrol("kodomo")
    who = city.sessions.device(cookie)
    assert who is not None
    secret = app(city, safe, "kodomo")
    session = step_two(city, safe, who, step_one(city, who, "kodomo"), now_shown(city, secret))
    entering.log_in(city.database, device, "bureau", PASSWORD)
    assert factors.reset(city.database, safe, "kodomo", bureau.actor) == 2
    assert city.sessions.identify(cookie, session) is None, "whoever has found it is out"
    assert safe.keys == set()
    assert isinstance(entering.log_in(city.database, who, "kodomo", PASSWORD), str)
    with pytest.raises(Conflict):
        factors.reset(city.database, safe, "bureau", bureau.actor)
    assert factors.reset(city.database, safe, "kodomo", bureau.actor) == 0


def test_a_lost_key_is_a_refusal_and_nothing_worse(city: City, device: DeviceView, safe: OpenSafe) -> None:
    secret = app(city, safe)
    safe.keys.clear()
    with pytest.raises(NotAllowed):
        step_two(city, safe, device, step_one(city, device), now_shown(city, secret))


def test_there_is_a_bound(city: City, safe: OpenSafe, bureau: Identity) -> None:
    for _ in range(factors.FACTORS_LIMIT):
        app(city, safe)
    with pytest.raises(DomainError) as refused:
        app(city, safe)
    assert refused.value.code == "accounts.factor.many"


@pytest.mark.parametrize(
    ("origin", "usable"),
    [
        ("http://localhost:8000", True),
        ("https://madoguchi.city.iga.lg.jp", True),
        ("http://madoguchi.city.iga.lg.jp", False),
        ("http://127.0.0.1:8000", False),
        ("https://192.168.1.2", False),
        ("https://[::1]:8000", False),
        ("null", False),
    ],
)
def test_passkeys_belong_to_a_name(origin: str, usable: bool) -> None:
    assert Site(origin).usable is usable
