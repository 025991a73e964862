"""The desk's page: every button, with the real services behind it, allowed and denied from one setup."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import NotAllowed, Unavailable
from iga_madoguchi.ui.desk.state import DeskState
from tests.cast import City

pytestmark = pytest.mark.anyio


def place(city: City, department: str = "hoiku", branch: str = "ayama") -> str:
    return calls.place(city.database, city.presence, city.branch(branch), department, ("hearing",), "en")


async def test_the_ring_says_who_calls_whom_and_what_helps(city: City, open_page: Any) -> None:
    page = await open_page(DeskState, city.desk())
    assert (page.screen, page.desk, page.staff, list(page.ring)) == (
        "board",
        "こども未来課",
        "kodomoさん",
        [],
    )
    call = place(city)
    await page.refresh()
    (ring,) = page.ring
    assert (ring["branch"], ring["department"]) == ("阿山支所", "保育幼稚園課")
    assert (ring["language"], ring["needs_text"]) == ("English", "聞こえにくい")
    assert (page.call, page.phase) == (call, "ringing")


async def test_answer_and_hang_up(city: City, open_page: Any) -> None:
    page, call = await open_page(DeskState, city.desk()), place(city)
    await page.answer(call)
    assert (page.screen, page.phase, page.notice) == ("in_call", "in_call", "")
    assert [(peer["kind"], peer["name"]) for peer in page.peers] == [("branch", "阿山支所")]
    await page.hang_up()
    assert (page.screen, page.call, list(page.talk)) == ("board", "", [])


async def test_the_other_departments_desk_can_do_nothing_with_the_call(city: City, open_page: Any) -> None:
    call, kodomo = place(city), city.desk()
    page = await open_page(DeskState, city.desk("hoken"))
    assert (list(page.ring), list(page.waiting)) == ([], [])
    for act in (page.answer(call), page.pick(call), page.decline(call, "wait3")):
        await act
        assert page.notice == "この呼び出しは、もうありません。"
        assert page.screen == "board"
    await page.hang_up()
    assert [view.state for view in look.open_calls(city.database)] == ["ringing"]
    allowed = await open_page(DeskState, kodomo)
    await allowed.answer(call)
    assert allowed.screen == "in_call"


async def test_the_slower_desk_is_told_who_answered(city: City, open_page: Any) -> None:
    terminals.serve(city.database, "hoken", "hoiku", SYSTEM)
    call = place(city)
    fast, slow = await open_page(DeskState, city.desk()), await open_page(DeskState, city.desk("hoken"))
    await fast.answer(call)
    await slow.answer(call)
    assert slow.notice == "こども未来課のkodomoさんさんが先に応答しました。"
    await slow.close_notice()
    assert (slow.screen, slow.notice) == ("board", "")


async def test_letting_somebody_wait_needs_a_reason_and_keeps_them_in_the_list(
    city: City, open_page: Any
) -> None:
    page, call = await open_page(DeskState, city.desk()), place(city)
    await page.refresh()
    await page.choose_reason()
    assert page.choosing
    await page.decline(call, "later, perhaps")
    assert page.notice == "お待ちいただく理由を選んでください。"
    await page.decline(call, "wait3")
    assert (list(page.ring), page.choosing, len(page.waiting)) == ([], False, 1)
    assert page.waiting[0]["note"] == "お待ちいただいています"
    await page.pick(call)
    assert page.screen == "in_call"


async def test_a_newcomer_during_a_call_waits_without_ringing(city: City, open_page: Any) -> None:
    page = await open_page(DeskState, city.desk())
    await page.answer(place(city))
    second = place(city, "kodomo", "aoyama")
    await page.refresh()
    assert (page.screen, list(page.ring), [row["id"] for row in page.waiting]) == ("in_call", [], [second])
    await page.pick(second)
    assert page.notice == "いま通話中です。終わってから、つぎの方を呼び出してください。"


async def test_away_and_back_and_the_blind(city: City, open_page: Any) -> None:
    page = await open_page(DeskState, city.desk())
    await page.set_away(True)
    assert page.away
    with pytest.raises(Unavailable):
        place(city)
    await page.set_away(False)
    assert not page.away
    for hidden in (True, True, False):  # told again by a page that has found its way back
        await page.hide(hidden)
        assert page.hidden is hidden


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    call = place(city)
    page = await open_page(DeskState, None)
    for act in (page.refresh(), page.answer(call), page.hang_up(), page.set_away(True)):
        with pytest.raises(NotAllowed):
            await act
    assert (page.screen, list(page.waiting)) == ("", [])
