"""The desk's boxes beside its own work: the bureau that asks, the vigil with another terminal."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import guests, observing, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_the_owner_decides_and_a_guest_only_sees_it(city: City, open_page: Any) -> None:
    ayama, hoken, kaigo, bureau = city.branch(), city.desk("hoken"), city.desk("kaigo"), city.admin()
    call = calls.place(city.database, city.presence, ayama, "hoken")
    calls.answer(city.database, city.presence, hoken, call)
    guests.ask(city.database, city.presence, hoken, call, "kaigo")
    guests.join(city.database, city.presence, kaigo, call)
    observing.ask(city.database, city.presence, bureau, call, "help")
    owner, guest = await open_page(DeskTogetherState, hoken), await open_page(DeskTogetherState, kaigo)
    assert (owner.looking, owner.reason) == ("asked", "窓口から手伝いをたのまれた")
    assert guest.looking == ""
    await guest.agree()
    assert guest.problem == "参加のお願いは、もう終わっています。"
    await owner.agree()
    assert owner.looking == "waiting"
    observing.agree(city.database, city.presence, ayama, call)
    talks = await open_page(DeskState, hoken)
    assert [peer["kind"] for peer in talks.peers] == ["branch", "desk", "observer"]
    await guest.refresh()
    assert (guest.looking, guest.decides) == ("in", False)
    await owner.dismiss()
    assert owner.looking == ""


async def test_a_desk_asks_for_a_vigil_and_hears_why_not(city: City, open_page: Any) -> None:
    hoken, kaigo = city.desk("hoken"), city.desk("kaigo")
    page, other = await open_page(DeskTogetherState, hoken), await open_page(DeskTogetherState, kaigo)
    await page.choose()
    assert "ayama" in [choice["id"] for choice in page.choices]
    await page.ask("kaigo")
    assert (page.vigil_state, page.choosing) == ("asking", False)
    await other.refresh()
    assert other.vigil_state == "asked"
    await other.accept()
    assert (other.vigil_state, other.vigil_call) == ("on", other.vigil)
    third = await open_page(DeskTogetherState, city.desk("shogai"))
    await third.ask("kaigo")
    assert third.problem == "介護高齢福祉課は、いま別の見守りをしています。"
    await page.refresh()
    await page.end_vigil()
    assert vigils.of(city.database, kaigo) is None


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(DeskTogetherState, None)
    for touch in (page.refresh, page.agree, page.dismiss, page.choose, page.accept, page.end_vigil):
        with pytest.raises(NotAllowed):
            await touch()
    with pytest.raises(NotAllowed):
        await page.ask("kaigo")
