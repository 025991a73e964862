"""The bureau's overview: states and times, never what is said or shown."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.overview.state import OverviewState
from tests.cast import City
from tests.domain.audit.bending import bend

pytestmark = pytest.mark.anyio


async def test_an_empty_city_asks_for_its_terminals(city: City, open_page: Any) -> None:
    page = await open_page(OverviewState, city.admin())
    assert (page.good, page.verdict) == (True, "端末がまだ登録されていません")
    assert len(page.branches) == 5
    assert len(page.desks) == 4


async def test_a_call_is_seen_between_whom_and_since_when(city: City, open_page: Any) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "hoiku", ("hearing",))
    calls.answer(city.database, city.presence, kodomo, call)
    page = await open_page(OverviewState, city.admin())
    (row,) = page.calls
    assert (row["branch"], row["department"], row["since"]) == ("阿山支所", "保育幼稚園課", "12:00から")
    assert "hearing" not in str(row)
    tile = next(tile for tile in page.branches if tile["id"] == "ayama")
    assert (tile["state"], tile["label"]) == ("in_call", "通話中 保育幼稚園課")
    assert page.today == "1件　平均の待ち 0秒　最長 0秒"


async def test_a_log_that_was_bent_is_a_problem_with_what_to_do(city: City, open_page: Any) -> None:
    bureau = city.admin()
    page = await open_page(OverviewState, bureau)
    assert page.good
    bend(city.database.engine, "DELETE FROM operation_log WHERE seq = 1")
    LogCheck(city.database, "test").run(None)
    await page.refresh()
    assert (page.good, page.verdict) == (False, "対応が必要です：1件")
    assert "情報セキュリティの担当に伝えて" in page.problems[0]["todo"]


async def test_a_terminal_that_cannot_be_reached_is_a_problem_with_what_to_do(
    city: City, open_page: Any
) -> None:
    city.branch()
    page = await open_page(OverviewState, city.admin())
    assert page.good
    city.presence.absent["ayama"] = 60
    await page.refresh()
    assert (page.good, page.verdict) == (False, "対応が必要です：1件")
    (problem,) = page.problems
    assert problem["title"] == "阿山支所の端末につながりません"
    assert problem["hampered"]
    assert problem["todo"]


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(OverviewState, None)
    with pytest.raises(NotAllowed):
        await page.refresh()
    assert (page.checked, list(page.branches)) == ("", [])
