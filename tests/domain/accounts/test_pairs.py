"""What cannot be undone takes two admins, and neither is the one whom it is done to."""

from __future__ import annotations

from functools import partial

import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts import factors, pairs
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound
from tests.cast import PASSWORD, City

LOST = "lost"


@pytest.fixture
def safe(tmp_path_factory: pytest.TempPathFactory) -> FileVault:
    vault = FileVault(tmp_path_factory.mktemp("vault"), None)
    vault.open()
    return vault


@pytest.fixture
def first(city: City, safe: FileVault) -> Identity:
    """Who asks; somebody has lost a telephone."""
    accounts.add_staff(city.database, LOST, "二子", "admin", None, PASSWORD, SYSTEM)
    secret = factors.proposal()
    code = factors.pyotp.TOTP(secret).at(city.clock.now())
    factors.add_code(city.database, safe, LOST, secret, code, SYSTEM)
    return city.admin()


@pytest.fixture
def second(city: City, first: Identity) -> Identity:
    terminals.add_terminal(city.database, "digital2", "admin", "推進局2", SYSTEM)
    return city.staff("third", "admin", "digital2")


def held(city: City) -> int:
    return len(factors.of(city.database, LOST))


def confirm(city: City, safe: FileVault, who: Actor) -> None:
    (waiting,) = pairs.waiting(city.database)
    deeds = {pairs.FACTORS: partial(factors.reset_by_two, safe=safe)}
    pairs.confirm(city.database, waiting.id, who, deeds)


def test_one_asks_another_confirms_and_the_log_knows_both(
    city: City, safe: FileVault, first: Identity, second: Identity
) -> None:
    with pytest.raises(NotAllowed, match=r"accounts\.pair\.needed"):
        factors.reset(city.database, safe, LOST, first.actor)
    pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    assert held(city) == 1, "nothing is done yet"
    with pytest.raises(Conflict, match=r"accounts\.pair\.waiting"):
        pairs.ask(city.database, pairs.FACTORS, LOST, second.actor)
    with pytest.raises(Conflict, match=r"accounts\.pair\.own"):
        confirm(city, safe, first.actor)
    with pytest.raises(NotAllowed, match=r"accounts\.pair\.subject"):
        confirm(city, safe, Actor(LOST, "digital2"))
    assert held(city) == 1
    confirm(city, safe, second.actor)
    assert held(city) == 0
    told = [(one.action, one.actor) for one in audit.newest(city.database, 20)]
    assert ("accounts.pair.asked", first.staff_login) in told
    assert told[0] == ("accounts.pair.confirmed", second.staff_login)
    assert pairs.waiting(city.database) == ()


def test_after_a_day_or_when_it_was_taken_back_nobody_confirms(
    city: City, safe: FileVault, first: Identity, second: Identity
) -> None:
    pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    (waiting,) = pairs.waiting(city.database)
    pairs.withdraw(city.database, waiting.id, second.actor)
    with pytest.raises(NotFound):
        pairs.confirm(city.database, waiting.id, second.actor, {})
    pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    (waiting,) = pairs.waiting(city.database)
    city.clock.advance(days=1)
    with pytest.raises(NotFound):
        pairs.confirm(city.database, waiting.id, second.actor, {})
    assert held(city) == 1


def test_the_password_is_asked_for_at_both_ends(
    city: City, safe: FileVault, first: Identity, second: Identity
) -> None:
    pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    city.clock.advance(minutes=6)
    with pytest.raises(NotAllowed, match=r"accounts\.again\.needed"):
        confirm(city, safe, second.actor)
    with pytest.raises(NotAllowed, match=r"accounts\.again\.needed"):
        pairs.ask(city.database, pairs.FACTORS, "third", first.actor)
    assert held(city) == 1


def test_where_nobody_is_left_to_confirm_the_console_does_it(
    city: City, safe: FileVault, first: Identity
) -> None:
    with pytest.raises(Conflict, match=r"accounts\.pair\.nobody"):
        pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    assert factors.reset(city.database, safe, LOST, Actor("console")) == 1


def test_what_cannot_be_done_leaves_the_request(city: City, first: Identity, second: Identity) -> None:
    def breaks(*_: object) -> None:
        raise Conflict("test.broken")

    pairs.ask(city.database, pairs.FACTORS, LOST, first.actor)
    (waiting,) = pairs.waiting(city.database)
    with pytest.raises(Conflict, match=r"test\.broken"):
        pairs.confirm(city.database, waiting.id, second.actor, {pairs.FACTORS: breaks})  # type: ignore[dict-item]
    assert pairs.waiting(city.database) == (waiting,)
