"""What is hard to take back is done by somebody who has typed the password a moment ago."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts import factors, idle, proof, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.errors import NotAllowed
from tests.cast import PASSWORD, City

CONSOLE = Actor("console")
VERBS: dict[str, Callable[[City, FileVault, Actor], object]] = {
    "rule": lambda city, _, by: rules.switch(city.database, rules.SECOND_FACTOR, True, by),
    "time": lambda city, _, by: rules.switch(city.database, rules.IDLE_LOCK, True, by, 60),
    "new admin": lambda city, _, by: accounts.add_staff(city.database, "neu", "新", "admin", None, None, by),
    "promotion": lambda city, _, by: accounts.change(city.database, "kansa", 0, "監査", "admin", None, by),
    "factors": lambda city, safe, by: factors.reset(city.database, safe, "kansa", by),
}


@pytest.fixture
def safe(city: City, tmp_path_factory: pytest.TempPathFactory) -> FileVault:
    vault = FileVault(tmp_path_factory.mktemp("vault"), None)
    vault.open()
    return vault


@pytest.fixture
def bureau(city: City) -> Identity:
    accounts.add_staff(city.database, "kansa", "監査", "auditor", None, PASSWORD, SYSTEM)
    return city.admin()


@pytest.mark.parametrize("name", VERBS)
def test_a_screen_that_was_left_alone_does_none_of_it(
    city: City, safe: FileVault, bureau: Identity, name: str
) -> None:
    city.clock.advance(minutes=6)
    idle.seen(city.database, bureau)
    before = audit.newest(city.database, 1)
    with pytest.raises(NotAllowed, match=r"accounts\.again\.needed"):
        VERBS[name](city, safe, bureau.actor)
    assert audit.newest(city.database, 1) == before, "nothing was changed"
    proof.show(city.database, bureau, PASSWORD)
    assert audit.newest(city.database, 1)[0].action == "accounts.password.shown"
    VERBS[name](city, safe, bureau.actor)


@pytest.mark.parametrize("name", VERBS)
def test_just_logged_in_is_enough_and_the_console_has_no_screen(
    city: City, safe: FileVault, bureau: Identity, name: str
) -> None:
    VERBS[name](city, safe, bureau.actor if name != "time" else CONSOLE)


def test_a_wrong_password_proves_nothing_and_is_written_down(city: City, bureau: Identity) -> None:
    city.clock.advance(minutes=6)
    with pytest.raises(NotAllowed, match=r"accounts\.password\.wrong"):
        proof.show(city.database, bureau, "something else entirely")
    assert audit.newest(city.database, 1)[0].action == "accounts.password.wrong"
    with pytest.raises(NotAllowed, match=r"accounts\.again\.needed"):
        rules.switch(city.database, rules.SECOND_FACTOR, True, bureau.actor)


def test_nobody_s_word_counts_for_another(city: City, bureau: Identity) -> None:
    """The same name at another terminal, or somebody else at this one, has shown nothing."""
    for actor in (Actor(bureau.staff_login, "kodomo"), Actor("kansa", bureau.terminal_id)):
        with pytest.raises(NotAllowed):
            rules.switch(city.database, rules.SECOND_FACTOR, True, actor)
