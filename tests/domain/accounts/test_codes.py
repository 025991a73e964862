"""A password of one's own: set by a code, changed by its owner, hard to guess, unknown to the bureau."""

from __future__ import annotations

import time

import pytest

from iga_madoguchi.domain.accounts import codes, passwords
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, WrongOrder
from tests.cast import PASSWORD, City

BUREAU = Actor("bureau", "digital")
OWN = "青い山と三匹のねこ、遠い雨の音"


@pytest.fixture
def device(city: City) -> DeviceView:
    """The desk of こども未来課, with a new person who has no password yet."""
    accounts.add_staff(city.database, "hanako", "山田 花子", "desk", "kodomo", None, BUREAU)
    found = city.sessions.device(city.enrol("kodomo"))
    assert found is not None
    return found


def refusal(city: City, device: DeviceView, code: str, password: str = OWN, login: str = "hanako") -> str:
    with pytest.raises(DomainError) as refused:
        codes.use(city.database, device, login, code, password)
    return refused.value.code


def test_a_code_sets_a_password_once_and_lets_in(city: City, device: DeviceView) -> None:
    code = codes.issue(city.database, "hanako", BUREAU)
    (seen,) = [one for one in accounts.accounts(city.database) if one.staff.login == "hanako"]
    assert (seen.has_password, seen.code_until) == (False, city.clock.now() + codes.CODE_LIFE)
    assert codes.use(city.database, device, "hanako", f" {code.lower().replace('-', '')} ", OWN)
    (seen,) = [one for one in accounts.accounts(city.database) if one.staff.login == "hanako"]
    assert (seen.has_password, seen.code_until, len(seen.sessions)) == (True, None, 1)
    assert refusal(city, device, code) == "accounts.code.unusable"
    with pytest.raises(NotAllowed):
        city.log_in(city.enrol("kodomo"), "hanako", PASSWORD)
    city.log_in(city.enrol("kodomo"), "hanako", OWN)


def test_what_is_refused_keeps_the_code(city: City, device: DeviceView) -> None:
    code = codes.issue(city.database, "hanako", BUREAU)
    far = city.sessions.device(city.enrol("hoken"))
    assert far is not None
    assert refusal(city, far, code) == "accounts.login.other_terminal"
    assert refusal(city, device, code, "short") == "accounts.password.length"
    assert refusal(city, device, code, "hanako山田花子hanako") == "accounts.password.guessable"
    assert codes.use(city.database, device, "hanako", code, OWN)


def test_wrong_old_and_nobody_s_are_not_told_apart(city: City, device: DeviceView) -> None:
    old = codes.issue(city.database, "hanako", BUREAU)
    code = codes.issue(city.database, "hanako", BUREAU)
    said = {
        refusal(city, device, old),
        refusal(city, device, "0000-0000-0000-0000"),
        refusal(city, device, ""),
        refusal(city, device, "あ" * 10_000),
        refusal(city, device, code, login="nobody"),
    }
    city.clock.advance(days=3, seconds=1)
    said.add(refusal(city, device, code))
    assert said == {"accounts.code.unusable"}
    entry = audit.newest(city.database, 1)[0]
    assert (entry.action, entry.actor, entry.subject) == ("accounts.code.refused", "unknown", "")


def test_who_was_stopped_gets_no_code_and_the_one_given_is_worth_nothing(
    city: City, device: DeviceView
) -> None:
    code = codes.issue(city.database, "hanako", BUREAU)
    accounts.disable(city.database, "hanako", BUREAU)
    assert refusal(city, device, code) == "accounts.code.unusable"
    with pytest.raises(WrongOrder):
        codes.issue(city.database, "hanako", BUREAU)
    accounts.enable(city.database, "hanako", BUREAU)
    assert refusal(city, device, code) == "accounts.code.unusable"


def test_a_forgotten_password_goes_on_until_the_code_is_used(city: City) -> None:
    kodomo = city.desk()
    device = city.sessions.device(city.enrol("kodomo"))
    assert device is not None
    code = codes.issue(city.database, "kodomo", BUREAU)
    city.log_in(city.enrol("kodomo"), "kodomo")
    codes.use(city.database, device, "kodomo", code, OWN)
    assert city.sessions.get(kodomo.ref) is None, "every older session is over"


def test_the_owner_changes_it_and_stays_in(city: City) -> None:
    accounts.add_staff(city.database, "taro", "太郎", "desk", "kodomo", PASSWORD, BUREAU)
    cookie = city.enrol("kodomo")
    device = city.sessions.device(cookie)
    old = city.log_in(cookie, "taro")
    who = city.sessions.identify(cookie, old)
    assert device is not None
    assert who is not None
    with pytest.raises(NotAllowed) as refused:
        codes.change_own(city.database, who, device, "not the one", OWN)
    assert refused.value.code == "accounts.password.wrong"
    with pytest.raises(InvalidInput):
        codes.change_own(city.database, who, device, PASSWORD, "aaaaaaaaaaaaaaaaaaaa")
    assert city.sessions.identify(cookie, old) is not None
    new = codes.change_own(city.database, who, device, PASSWORD, OWN)
    assert city.sessions.identify(cookie, old) is None
    assert city.sessions.identify(cookie, new) is not None
    assert [entry.action for entry in audit.newest(city.database, 2)] == [
        "accounts.login.accepted",
        "accounts.password.chosen",
    ]


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword1",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345",
        "qwertyuiopasdfgh",
        "igashiyakusho2024",
        "madoguchi-madoguchi",
        "伊賀市役所伊賀市役所伊賀市役所",
        "yamada hanako 12",
        "Passw0rd12345678",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.check(password, "yamada", "Yamada Hanako")
    assert refused.value.code == "accounts.password.guessable"


@pytest.mark.parametrize(
    "password",
    [
        "yama kawa umi sora",
        OWN,
        PASSWORD,
        "ni3kdh39dkslKDI2",
        "tabela vermelha, nove gatos",
        "x9x9x9qv!7Lm2#ze",
    ],
)
def test_length_is_what_counts_not_kinds_of_characters(password: str) -> None:
    passwords.check(password, "hanako", "山田 花子")


@pytest.mark.parametrize("password", ["", "short", "x" * 129, "が" * 65 * 2, "\ufdfa"])
def test_a_password_has_its_bounds(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.check(password)
    assert refused.value.code == "accounts.password.length"


def test_one_s_own_password_needs_the_one_that_is_there(city: City) -> None:
    bureau = city.admin()
    with pytest.raises(Conflict) as refused:
        codes.issue(city.database, "bureau", bureau.actor)
    assert refused.value.code == "accounts.own.code"
    assert codes.issue(city.database, "bureau", Actor("console"))


def test_what_is_hardest_to_look_at_takes_no_seconds() -> None:
    began = time.process_time()
    passwords.check(("4@8({[<369&#!1/|0$5+7%2" * 6)[:128])
    assert time.process_time() - began < 2, "it took four seconds when all of it was looked at"


def test_the_same_password_from_another_keyboard_fits() -> None:
    made = passwords.hash_password("か\u3099くの青い山と雨、遠い雲の音")
    assert passwords.verify("がくの青い山と雨、遠い雲の音", made)
    assert not passwords.verify("かくの青い山と雨、遠い雲の音", made)
    assert not passwords.verify("", "")
