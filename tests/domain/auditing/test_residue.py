"""The proof of a day: every call of every branch, and whether somebody looked after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.auditing import residue as proofs
from iga_madoguchi.domain.auditing.residue import Proof
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.terminals import residue
from iga_madoguchi.domain.terminals.residue import PAGE_KINDS, Residue
from iga_madoguchi.kit.clock import local
from tests.cast import City

NOTHING = dict.fromkeys(PAGE_KINDS, 0)
AYAMA = Actor("resident", "ayama")


@pytest.fixture
def database(city: City) -> Database:
    return city.database


@pytest.fixture
def call(city: City) -> Callable[[], str]:
    """A call of ayama's that the resident has given up."""
    who = city.branch("ayama")

    def made() -> str:
        number = calls.place(city.database, city.presence, who, "kodomo")
        calls.hang_up(city.database, city.presence, who, number)
        return number

    return made


def look(city: City, call: str = "", disk: dict[str, tuple[int, int]] | None = None, **more: int) -> str:
    found = Residue("call" if call else "night", call, NOTHING | more, NOTHING, {} if disk is None else disk)
    return residue.note(city.database, "ayama", found, AYAMA)


def today(city: City) -> Proof:
    return proofs.of_day(city.database, local(city.clock.now()).date())


def test_a_call_without_a_look_is_named_and_one_with_is_proved(city: City, call: Callable[[], str]) -> None:
    assert today(city).sentence.startswith("この日は相談がなく")
    first, second = call(), call()
    assert (today(city).calls, today(city).unproved, today(city).clean) == (2, 2, False)
    look(city, first)
    assert today(city).sentence == "相談 2 件のうち 1 件は、そのあとの確かめが届いていません。"
    look(city, second)
    look(city)
    proof = today(city)
    assert proof.clean
    assert proof.sentence == "相談 2 件のすべてのあとで、端末に何も残っていないことを確かめました。"
    ayama = next(one for one in proof.branches if one.calls)
    assert (ayama.count(residue.NONE), ayama.nights) == (3, 1)


def test_a_call_that_is_still_on_is_not_missed(city: City) -> None:
    calls.place(city.database, city.presence, city.branch("ayama"), "kodomo")
    assert today(city).calls == 0


def test_what_was_found_comes_first_and_is_listed_in_words(city: City, call: Callable[[], str]) -> None:
    look(city, call(), {"downloads": (2, 5000)})
    look(city, call(), storage=1)
    proof = today(city)
    assert (proof.found, proof.clean) == (1, False)
    assert proof.sentence.startswith("残っているものが 1 回見つかりました。下の一覧")
    html = proofs.document(proof, city.clock.now())
    assert "ディスク：ダウンロード 2" in html
    assert "ページ：ブラウザーの保存領域 1" in html
    assert "端末に残っているものがあります" in html


def test_a_look_after_midnight_belongs_to_the_call_of_the_day(city: City, call: Callable[[], str]) -> None:
    day = local(city.clock.now()).date()
    number = call()
    city.clock.advance(days=1)
    look(city, number)
    assert proofs.of_day(city.database, day).unproved == 0
    assert not any(one.looks for one in proofs.of_day(city.database, day).branches)


def test_who_takes_the_proof_is_logged(city: City) -> None:
    proofs.note_made(city.database, today(city), AYAMA)
    entry = audit.newest(city.database, 1)[0]
    assert (entry.action, entry.data["kind"]) == ("audit.log.exported", "residue")
