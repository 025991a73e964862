"""A visit with several matters at the desk: the order is seen before the answer, and one button goes on."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.ui.desk.state import DeskState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_one_button_goes_on_and_says_why_when_it_cannot(city: City, open_page: Any) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "hoken", then=("kaigo",))
    page = await open_page(DeskState, city.desk("hoken"))
    (ring,) = page.ring
    assert [(step["name"], step["label"]) for step in ring["plan"]] == [
        ("保険年金課", "いま"),
        ("介護高齢福祉課", "このあと"),
    ]
    await page.answer(call)
    assert page.talk[0]["next"] == "介護高齢福祉課"
    city.presence.absent["kaigo"] = 60
    await page.go_on()
    assert (page.screen, page.notice) == ("in_call", "介護高齢福祉課の端末につながりません。")
    city.presence.absent.clear()
    await page.go_on()
    assert (page.screen, page.notice) == ("board", "")
    kaigo = await open_page(DeskState, city.desk("kaigo"))
    await kaigo.answer(call)
    assert kaigo.talk[0]["next"] == ""
    await kaigo.go_on()
    assert kaigo.notice == "つぎの窓口は、もうありません。"
    assert kaigo.screen == "in_call"
