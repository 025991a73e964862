"""How the written conversation stays, at the desk; and a call's needs, which open both screens their way."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.talking import look, service
from iga_madoguchi.domain.conversation.talking.views import Words
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.errors import NotFound
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.talk.state import TalkState
from iga_madoguchi.ui.kiosk.state import KioskState
from tests.cast import City
from tests.domain.functions.test_switches import ADMIN

pytestmark = pytest.mark.anyio


async def test_the_desk_keeps_it_and_lets_it_go(city: City, open_page: Any) -> None:
    desk = city.desk("hoken")
    call = calls.place(city.database, city.presence, city.branch(), "hoken")
    page = await open_page(DeskState, desk)
    await page.answer(call)
    talk = await page.get_state(TalkState)
    await talk.keep(30)
    assert talk.problem == "もうありません。画面のようすを確かめてください。", "nothing was said yet"
    sealer = services().sealer
    service.say(city.database, sealer, desk, call, Words("text", "はい"), "t")
    await talk.keep(366)
    assert "365日" in talk.problem
    await talk.keep(30)
    assert talk.problem == ""
    assert look.said(city.database, sealer, desk, call).kept_until is not None
    await talk.keep(0)
    assert look.said(city.database, sealer, desk, call).kept_until is None
    functions.switch(city.database, "talk", False, ADMIN)
    with pytest.raises(NotFound):
        service.say(city.database, sealer, desk, call, Words("text", "はい"), "u")


async def test_needs_are_known_on_both_screens_for_as_long_as_the_call(city: City, open_page: Any) -> None:
    branch, desk = city.branch(), city.desk("hoken")
    kiosk = await open_page(KioskState, branch)
    for need in ("sign", "writing"):
        await kiosk.toggle_need(need)
    await kiosk.place("hoken")
    page = await open_page(DeskState, desk)
    await page.answer(kiosk.call)
    await kiosk.refresh()
    assert (sorted(kiosk.needs), page.signs) == (["sign", "writing"], True)
    again = await open_page(KioskState, branch)
    assert sorted(again.needs) == ["sign", "writing"], "a reload forgets nothing"
    await page.hang_up()
    await kiosk.refresh()
    assert (kiosk.needs, page.signs) == ([], False)
