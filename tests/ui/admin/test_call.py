"""The bureau's page in a call: nothing before both agree, and the way out."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import look, observing
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.call.state import ObserverState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_it_waits_for_both_answers_then_sees_who_is_there(city: City, open_page: Any) -> None:
    ayama, hoken, bureau = city.branch(), city.desk("hoken"), city.admin()
    call = calls.place(city.database, city.presence, ayama, "hoken")
    page = await open_page(ObserverState, bureau)
    assert page.stage == "over"
    await page.ask(call, "help")
    assert page.problem, "a call that only rings cannot be looked into"
    calls.answer(city.database, city.presence, hoken, call)
    await page.ask(call, "nosiness")
    assert page.problem == "参加をお願いする理由を選んでください。"
    await page.ask(call, "help")
    await page.refresh()
    assert (page.problem, page.stage, page.title) == ("", "waiting", "阿山支所 → 保険年金課")
    assert [answer["yes"] for answer in page.answers] == [False, False]
    observing.agree(city.database, city.presence, ayama, call)
    await page.refresh()
    assert [answer["yes"] for answer in page.answers] == [False, True]
    assert (page.call, page.phase, list(page.peers)) == ("", "", [])
    observing.agree(city.database, city.presence, hoken, call)
    await page.refresh()
    assert (page.stage, page.call, page.phase) == ("in", call, "in_call")
    assert [peer["kind"] for peer in page.peers] == ["branch", "desk"]
    await page.leave()
    assert look.one(city.database, ayama, call).observer is None
    await page.refresh()
    assert (page.stage, page.call) == ("over", "")


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(ObserverState, None)
    for touch in (page.refresh, page.leave):
        with pytest.raises(NotAllowed):
            await touch()
    with pytest.raises(NotAllowed):
        await page.ask("any", "help")
