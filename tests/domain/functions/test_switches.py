"""What is switched off does not exist: every verb of it says so, everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import matter, observing, tickets, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.domain.conversation.private import service as private
from iga_madoguchi.domain.conversation.talking import service as talking
from iga_madoguchi.domain.conversation.talking.views import Words
from iga_madoguchi.domain.forms import service as forms
from iga_madoguchi.domain.forms.covers import all_covers
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.functions.service import FUNCTIONS
from iga_madoguchi.domain.papers import service as papers
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.records import survey
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.errors import DomainError, NotFound
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.ui.text.ja.office import FUNCTIONS as NAMED
from tests.cast import City

ADMIN = Actor("admin", "digital")


@dataclass
class Talk:
    call: str
    desk: Identity
    branch: Identity


@pytest.fixture
def talk(city: City) -> Talk:
    for terminal in ("ayama", "iga", "kaigo", "hoken"):
        city.presence.connected(terminal, "test")
    branch, desk = city.branch("ayama"), city.desk("kaigo")
    call = calls.place(city.database, city.presence, branch, "kaigo")
    calls.answer(city.database, city.presence, desk, call)
    return Talk(call, desk, branch)


def test_everything_is_on_and_has_a_name_until_somebody_says_otherwise(city: City) -> None:
    found = functions.switches(city.database)
    assert [one.id for one in found] == list(FUNCTIONS) == list(NAMED)
    assert all(one.on for one in found)
    assert functions.off(city.database) == frozenset()


def test_a_switch_is_turned_back_and_both_turns_are_logged(city: City) -> None:
    before = audit.verify(city.database).fitting
    functions.switch(city.database, "vigil", False, ADMIN)
    functions.switch(city.database, "vigil", False, ADMIN)
    (off,) = [one for one in functions.switches(city.database) if not one.on]
    assert (off.id, off.by, off.since) == ("vigil", "admin", city.clock.now())
    functions.switch(city.database, "vigil", True, ADMIN)
    assert functions.off(city.database) == frozenset()
    assert audit.verify(city.database).fitting == before + 2, "the same again is no change"
    with pytest.raises(NotFound):
        functions.switch(city.database, "calls", False, ADMIN)


def test_what_is_off_is_refused_by_its_own_verb_and_only_by_that(
    city: City, talk: Talk, tmp_path: Path
) -> None:
    database, presence = city.database, city.presence
    desk, branch, admin, call = talk.desk, talk.branch, city.admin(), talk.call
    vault = FileVault(tmp_path, None)
    vault.open()
    verbs: dict[str, Callable[[], Any]] = {
        "matters": lambda: matter.choose(database, desk, call, "kaigo.nintei"),
        "several": lambda: calls.place(database, presence, city.branch("iga"), "kaigo", then=["hoken"]),
        "ring_me": lambda: tickets.sit_down(database, presence, branch, call),
        "reservations": lambda: reservations.arrive_by_number(
            database, presence, Throttle(1, 9), branch, "1234"
        ),
        "forms": lambda: forms.start(database, vault, desk, call, "kaigo_nintei"),
        "covers": lambda: papers.shoot(database, desk, call, all_covers()[0]),
        "printing": lambda: printing.order(database, Tray(), desk, "ayama", "memo", b"%PDF-"),
        "survey": lambda: survey.answer(database, branch, call, "good"),
        "talk": lambda: talking.say(database, vault, desk, call, Words("text", "はい"), "t"),
        "line": lambda: line.write(database, presence, desk, call, "はい"),
        "private": lambda: private.ask(database, vault, desk, call, "money.income"),
        "vigil": lambda: vigils.ask(database, presence, desk, "iga"),
        "observing": lambda: observing.ask(database, presence, admin, call, "help"),
    }
    assert set(verbs) == set(FUNCTIONS), "every switch is proven"
    for name, verb in verbs.items():
        functions.switch(database, name, False, ADMIN)
        with pytest.raises(NotFound) as refused:
            verb()
        assert refused.value.code == "functions.off", name
        functions.switch(database, name, True, ADMIN)
        assert _code(verb) != "functions.off", name


def _code(verb: Callable[[], Any]) -> str:
    try:
        verb()
    except DomainError as error:
        return error.code
    return ""
