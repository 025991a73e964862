"""The kiosk's panels beside its own screen: the bureau, the bench, the vigil."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import look, observing, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_the_resident_is_asked_answers_and_ends_it(city: City, open_page: Any) -> None:
    ayama, hoken, bureau = city.branch(), city.desk("hoken"), city.admin()
    call = calls.place(city.database, city.presence, ayama, "hoken")
    calls.answer(city.database, city.presence, hoken, call)
    page = await open_page(TogetherState, ayama)
    assert page.looking == ""
    observing.ask(city.database, city.presence, bureau, call, "training")
    await page.refresh()
    assert (page.looking, page.reason) == ("asked", "training")
    await page.agree()
    assert page.looking == "waiting"
    observing.agree(city.database, city.presence, hoken, call)
    await page.refresh()
    assert page.looking == "in"
    await page.dismiss()
    assert (page.looking, look.one(city.database, ayama, call).observer) == ("", None)
    await page.agree()
    assert page.looking == "", "what is over cannot be agreed to"


async def test_who_sits_down_leaves_the_screen_to_others_and_is_rung_in_their_language(
    city: City, open_page: Any
) -> None:
    hoken, iga = city.desk("hoken"), city.branch("iga")
    before = calls.place(city.database, city.presence, iga, "hoken")
    calls.answer(city.database, city.presence, hoken, before)
    ayama = city.branch()
    page, beside = await open_page(KioskState, ayama), await open_page(TogetherState, ayama)
    await page.speak("en")
    await page.place("hoken")
    await page.sit_down()
    await beside.refresh()
    assert (page.screen, page.call, page.language) == ("standby", "", "ja")
    assert (list(beside.bench), beside.turn) == (["2"], "")
    calls.hang_up(city.database, city.presence, iga, before)
    await page.refresh()
    await beside.refresh()
    assert (page.screen, page.recalled, page.language) == ("waiting", True, "en")
    assert (list(beside.bench), beside.turn) == ([], "2")
    await page.come_back()
    assert page.screen == "in_call"


async def test_a_vigil_is_asked_for_kept_suspended_and_ended(city: City, open_page: Any) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    page = await open_page(TogetherState, ayama)
    vigils.ask(city.database, city.presence, hoken, "ayama")
    await page.refresh()
    assert (page.vigil_state, page.vigil_name, page.vigil_call) == ("asked", "保険年金課", "")
    await page.keep_company()
    assert (page.vigil_state, page.vigil_call, page.vigil_me) == ("on", page.vigil, "ayama")
    assert [peer["id"] for peer in page.vigil_peers] == ["hoken"]
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    await page.refresh()
    assert (page.vigil_state, page.vigil_call) == ("paused", "")
    calls.hang_up(city.database, city.presence, ayama, call)
    city.clock.advance(minutes=5)
    await page.refresh()
    assert (page.vigil_state, page.vigil_s) == ("on", 300)
    await page.end_vigil()
    assert (page.vigil_state, page.vigil) == ("", "")


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(TogetherState, None)
    for touch in (page.refresh, page.agree, page.dismiss, page.keep_company, page.end_vigil):
        with pytest.raises(NotAllowed):
            await touch()
