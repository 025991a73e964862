"""Several matters in one visit at the kiosk: chosen, ordered, followed, and offered again at the end."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import look, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.ui.kiosk.state import KioskState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_departments_are_chosen_put_in_order_and_called_as_one_visit(
    city: City, open_page: Any
) -> None:
    busy = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    hoken, kaigo = city.desk("hoken"), city.desk("kaigo")
    calls.answer(city.database, city.presence, hoken, busy)
    page = await open_page(KioskState, city.branch())
    await page.begin()
    await page.toggle_plan()
    assert page.plan_note == "窓口を2つ以上押してください。"
    await page.call_plan()
    assert page.screen == "choose", "nothing is chosen yet"
    await page.plan_stop("hoken")
    await page.plan_stop("kodomo")
    await page.plan_stop("kodomo")
    await page.plan_stop("kaigo")
    assert [step["name"] for step in page.planned] == ["介護高齢福祉課", "保険年金課"], "who is free first"
    assert page.plan_note.startswith("待つ時間のめやすは、まだ出せません。")
    await page.call_plan()
    assert (page.screen, page.department, page.planning) == ("waiting", "介護高齢福祉課", False)
    assert [(step["name"], step["state"]) for step in page.steps] == [
        ("介護高齢福祉課", "now"),
        ("保険年金課", "next"),
    ]
    calls.answer(city.database, city.presence, kaigo, page.call)
    calls.hang_up(city.database, city.presence, kaigo, page.call)
    await page.refresh()
    assert (page.screen, page.go_on) == ("finished", "つぎの保険年金課に相談する")
    await page.speak("en")
    assert page.go_on == "Go on to Insurance and Pension"
    await page.call_next()
    assert (page.screen, page.department_id, list(page.steps)) == ("waiting", "hoken", [])


async def test_the_steps_follow_the_desk_that_hands_on(city: City, open_page: Any) -> None:
    hoken = city.desk("hoken")
    page = await open_page(KioskState, city.branch())
    await page.toggle_plan()
    for department in ("hoken", "kaigo", "kodomo"):
        await page.plan_stop(department)
    await page.call_plan()
    calls.answer(city.database, city.presence, hoken, page.call)
    talk.go_on(city.database, city.presence, hoken, page.call)
    await page.refresh()
    assert [step["state"] for step in page.steps] == ["done", "now", "next"]
    assert (page.screen, page.ticket) == ("waiting", "1")
    await page.hang_up()
    assert (page.screen, list(page.steps), page.go_on) == ("standby", [], "")


async def test_no_more_than_four_and_nothing_is_left_for_the_next_person(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    await page.begin()
    await page.toggle_plan()
    for department in ("hoken", "kaigo", "kodomo", "hoiku", "shogai"):
        await page.plan_stop(department)
    assert page.notice == "窓口は4つまで選べます。"
    assert len(page.planned) == 4
    await page.plan_stop("unheard of")
    assert len(page.planned) == 4
    await page.leave()
    assert (page.planning, list(page.planned), list(page.planned_ids)) == (False, [], [])
    await page.call_next()
    assert look.open_calls(city.database) == ()
