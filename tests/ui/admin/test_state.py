"""The bureau's overview: states and times, never what is said or shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.monitoring.sentences import CHECKS
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.checks.state import ChecksState
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.context import services
from tests.cast import City
from tests.domain.audit.bending import bend

pytestmark = pytest.mark.anyio
BRANCHES = ("iga", "shimagahara", "ayama", "oyamada", "aoyama")
DESKS = ("shogai", "kodomo", "kaigo", "hoken")


def look(times: int) -> None:
    for _ in range(times):
        services().lookout.look()


def proven(city: City) -> None:
    """A backup of last night, and the proof that it can be brought back."""
    for what, kind in (("backup.run", "whole"), ("backup.drill", "whole")):
        runs.recorded(city.database, what, kind, "test", lambda: Result("done"))


async def test_an_empty_city_asks_for_its_terminals(city: City, open_page: Any) -> None:
    page = await open_page(OverviewState, city.admin())
    assert (page.mood, page.verdict) == ("unknown", "いま確かめています"), "before the first look"
    look(2)
    await page.refresh()
    assert (page.mood, page.verdict) == ("unknown", "端末がまだ登録されていません")
    assert "ok" not in {row["state"] for row in page.vitals if row["id"] in ("backup", "proof", "power")}
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
    bend(city.database.engine, "DELETE FROM operation_log WHERE seq = 1")
    LogCheck(city.database, "test").run(None)
    look(1)
    await page.refresh()
    assert (page.mood, page.verdict) == ("bad", "対応が必要です：1件")
    assert "情報セキュリティの担当に伝えて" in page.problems[0]["todo"][1]


async def test_a_terminal_that_cannot_be_reached_is_a_problem_with_what_to_do(
    city: City, open_page: Any
) -> None:
    city.branch()
    page = await open_page(OverviewState, city.admin())
    city.presence.absent["ayama"] = 60
    look(2)
    await page.refresh()
    assert (page.mood, page.verdict) == ("bad", "対応が必要です：1件")
    (problem,) = page.problems
    assert problem["title"] == "阿山支所の端末につながりません"
    assert problem["hampered"] == "阿山支所に来た方が、画面から相談できません。"
    assert problem["todo"]
    assert problem["call"].startswith("阿山支所")
    await OverviewState.acknowledge.fn(page, {"incident": str(problem["id"]), "comment": " 電話中 "})
    (seen,) = page.problems
    assert (seen["look"], seen["comment"]) == ("seen", "電話中")
    assert "bureauさんが確認しました" in seen["seen"]
    city.presence.absent.clear()
    look(2)
    await page.refresh()
    assert (page.problems, page.mood) == ([], "unknown"), "no backup yet: that is not all well"
    await OverviewState.acknowledge.fn(page, {"incident": str(problem["id"])})
    assert page.problem == "この異常は、もうなおりました。"


async def test_all_is_well_only_when_all_that_is_needed_is_known(city: City, open_page: Any) -> None:
    for terminal in BRANCHES:
        city.branch(terminal)
    for desk in DESKS:
        city.desk(desk)
    proven(city)
    page = await open_page(OverviewState, city.admin())
    look(2)
    await page.refresh()
    assert (page.mood, page.verdict) == ("ok", "すべて正常です"), page.advice
    assert [row["state"] for row in page.vitals] == ["ok", "none", "ok", "ok"]
    services().lookout.around.host.cpu = None
    look(1)
    await page.refresh()
    assert (page.mood, page.verdict) == ("unknown", "まだわからないことが1件あります")
    assert page.advice.startswith("サーバーの忙しさ")


async def test_what_is_wrong_is_told_although_the_database_cannot_be_read(city: City, open_page: Any) -> None:
    city.branch()
    page = await open_page(OverviewState, city.admin())
    rename = 'ALTER TABLE "{}" RENAME TO "{}"'
    with city.database.transaction() as session:
        session.execute(text(rename.format("call", "away")))
    await page.refresh()
    assert (page.mood, page.verdict) == ("unknown", "いま確かめています"), "nobody may say that all is well"
    services().lookout.around.media.running = False
    look(2)
    await page.refresh()
    assert (page.mood, page.verdict) == ("bad", "対応が必要です：1件")
    assert [one["title"] for one in page.problems] == ["映像と音声を送れません"]
    assert len(page.branches) == 5, "all else stays as it was last read"
    with city.database.transaction() as session:
        session.execute(text(rename.format("away", "call")))
    services().lookout.around.media.running = True
    look(2)
    await page.refresh()
    assert page.problems == []


async def test_the_list_of_checks_names_all_and_says_what_does_not_apply(city: City, open_page: Any) -> None:
    page = await open_page(ChecksState, city.admin())
    look(1)
    await page.refresh()
    rows = {row["id"]: row for row in page.rows}
    assert {row["name"] for row in page.rows} >= {words.name for words in CHECKS.values()}
    assert rows["raid.degraded"]["label"] == "対象なし"
    assert rows["backup.age:"]["label"] == "わかりません"
    assert (rows["cpu.busy:"]["label"], rows["cpu.busy:"]["value"]) == ("正常", "10%")
    assert page.past == []


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(OverviewState, None)
    with pytest.raises(NotAllowed):
        await page.refresh()
    assert (page.checked, list(page.branches)) == ("", [])
