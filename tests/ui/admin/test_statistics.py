"""The bureau's statistics: one sentence, what it rests on, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.records import settings, survey
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.statistics.state import StatisticsState
from iga_madoguchi.ui.guard import may_see
from tests.cast import City

pytestmark = pytest.mark.anyio


def talk(city: City, talks: int = 1, *, face: str = "") -> None:
    """Calls from 阿山支所 that こども未来課 answers after two minutes; ten minutes of talk each."""
    ayama, kodomo = city.branch(), city.desk()
    for _ in range(talks):
        call = calls.place(city.database, city.presence, ayama, "kodomo")
        city.clock.advance(minutes=2)
        calls.answer(city.database, city.presence, kodomo, call)
        city.clock.advance(minutes=10)
        calls.hang_up(city.database, city.presence, kodomo, call)
        if face:
            survey.answer(city.database, ayama, call, face)


async def test_an_empty_city_says_so_in_words(city: City, open_page: Any) -> None:
    page = await open_page(StatisticsState, city.admin())
    assert page.headline == "今年度の相談は、まだありません。"
    assert page.days == "2026年4月1日〜2026年11月24日"
    assert [tile["value"] for tile in page.tiles] == ["0件", "—", "—", "—"]
    assert list(page.charts) == []
    assert len(page.ways) == 5


async def test_a_call_stands_in_the_sentence_the_tiles_and_every_table(city: City, open_page: Any) -> None:
    talk(city, 10, face="good")
    page = await open_page(StatisticsState, city.admin())
    # 8 of 10 trips of 19 km and 40 minutes.
    assert page.headline == "今年度は10件。市役所への移動を152km、5.3時間へらしました。"
    assert [tile["value"] for tile in page.tiles] == ["10件", "100%", "2.0分", "100%"]
    assert [chart["id"] for chart in page.charts] == [
        "month", "branch", "department", "matter", "hour", "weekday",
    ]  # fmt: skip
    for chart in page.charts:
        assert chart["total"] == ["10", "10", "10", "100%", "2.0分", "10.0分", "100%"]
        assert chart["csv"] == f"/statistics/{chart['id']}.csv?first=2026-04-01&last=2026-11-24"
        assert chart["bars"]
    branches = next(chart for chart in page.charts if chart["id"] == "branch")
    assert [row["cells"][0] for row in branches["rows"]] == ["0", "0", "10", "0", "0"]
    assert next(way for way in page.ways if way["id"] == "ayama")["saved_km"] == "152km"
    assert list(page.saved) == ["8.0回", "152km", "5.3時間"]


async def test_what_is_not_all_is_not_called_all(city: City, open_page: Any) -> None:
    talk(city, 3, face="poor")
    calls.hang_up(
        city.database,
        city.presence,
        (aoyama := city.branch("aoyama")),
        calls.place(city.database, city.presence, aoyama, "kodomo"),
    )
    page = await open_page(StatisticsState, city.admin())
    assert [tile["value"] for tile in page.tiles] == ["4件", "75%", "2.0分", "0%"]
    assert page.tiles[1]["more"] == "あきらめた方 1件"


@pytest.mark.parametrize(
    ("period", "days", "said"),
    [
        ("year", "2026年4月1日〜2026年11月24日", "今年度は1件。"),
        ("last_year", "2025年4月1日〜2026年3月31日", "前年度の相談は、まだありません。"),
        ("month", "2026年11月1日〜2026年11月24日", "今月は1件。"),
        ("last_month", "2026年10月1日〜2026年10月31日", "先月の相談は、まだありません。"),
    ],
)
async def test_the_usual_periods(city: City, open_page: Any, period: str, days: str, said: str) -> None:
    talk(city)
    page = await open_page(StatisticsState, city.admin())
    await page.choose(period)
    assert (page.period, page.days) == (period, days)
    assert page.headline.startswith(said)
    await page.choose("century")
    assert page.period == period


async def test_any_two_days(city: City, open_page: Any) -> None:
    talk(city)
    page = await open_page(StatisticsState, city.admin())
    await page.choose_days({"first": "2025-11-25", "last": "2026-11-24"})
    assert page.headline.startswith("この1年で1件。")
    await page.choose_days({"first": "2026-11-24", "last": "2026-11-24"})
    assert page.headline.startswith("この期間に1件。")
    for form, said in (
        ({"first": "2026-11-24", "last": "2026-11-23"}, "はじめの日が、終わりの日よりあとです"),
        ({"first": "", "last": "2026-11-23"}, "はじめの日と終わりの日を"),
        ({"first": "someday", "last": "2026-11-23"}, "はじめの日と終わりの日を"),
        ({"first": "2019-01-01", "last": "2026-11-23"}, "期間は6年まで"),
    ):
        await page.choose_days(form)
        assert page.problem.startswith(said)
        assert page.days == "2026年11月24日", "what was shown stays"
    await page.choose("year")
    assert page.problem == ""


async def test_an_assumption_is_changed_and_put_back(city: City, open_page: Any) -> None:
    talk(city, 10)
    page = await open_page(StatisticsState, city.admin())
    await page.set_way({"branch": "ayama", "km": "２０．５", "minutes": "60", "share": "50"})
    assert page.way_problem == ""
    assert "市役所への移動を102km、5.0時間" in page.headline
    assert page.done == "阿山支所：見積もりのもとを変えました。"
    assert page.undo == "ayama"
    await page.put_back()
    assert "市役所への移動を152km、5.3時間" in page.headline
    assert (page.done, page.undo) == ("阿山支所：見積もりのもとを、もとに戻しました。", "")
    await page.put_back()
    assert page.done == "", "once"
    logged = [entry for entry in audit.newest(city.database) if entry.action == "records.assumption.set"]
    assert [(entry.actor, entry.subject, entry.data["tenths"]) for entry in logged] == [
        ("bureau", "ayama", 190),
        ("bureau", "ayama", 205),
    ]


GOOD = {"branch": "ayama", "km": "20", "minutes": "60", "share": "50"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"km": "501"}, "阿山支所：往復のきょりは、0から500"),
        ({"km": "-1"}, "阿山支所：往復のきょりは"),
        ({"km": "nan"}, "阿山支所：往復のきょりは"),
        ({"km": ""}, "阿山支所：往復のきょりは"),
        ({"km": "9" * 400}, "阿山支所：往復のきょりは"),
        ({"minutes": "1441"}, "阿山支所：往復の時間は、0分から1440分"),
        ({"minutes": "1.5"}, "阿山支所：往復の時間は"),
        ({"minutes": "inf"}, "阿山支所：往復の時間は"),
        ({"share": "101"}, "阿山支所：割合は、0から100"),
        ({"share": "半分"}, "阿山支所：割合は"),
        ({"branch": "kodomo"}, ""),
        ({"branch": "x" * 5000}, ""),
    ],
)
async def test_what_makes_no_sense_is_refused_with_words(
    city: City, open_page: Any, changed: dict[str, str], said: str
) -> None:
    page = await open_page(StatisticsState, city.admin())
    before = settings.assumptions(city.database)
    await page.set_way(GOOD | changed)
    assert page.way_problem
    assert page.way_problem.startswith(said)
    assert (page.done, page.undo) == ("", "")
    assert settings.assumptions(city.database) == before


async def test_a_department_notes_names_or_does_not(city: City, open_page: Any) -> None:
    page = await open_page(StatisticsState, city.admin())
    assert not any(one["needed"] for one in page.names)
    await page.set_name("kodomo", True)
    assert settings.departments_with_names(city.database) == {"kodomo"}
    assert page.done == "こども未来課の記録に、お名前を残します。"
    assert [one["id"] for one in page.names if one["needed"]] == ["kodomo"]
    await page.set_name("kodomo", False)
    assert settings.departments_with_names(city.database) == frozenset()
    assert page.done == "こども未来課の記録に、お名前を残しません。"
    await page.set_name("nowhere", True)
    assert page.problem
    assert settings.departments_with_names(city.database) == frozenset()


async def test_a_long_list_is_drawn_in_part_and_tabled_in_full(city: City, open_page: Any) -> None:
    for number in range(20):
        view = DepartmentView(f"d{number}", f"とても長い名前をもつ課のその{number}", "例", "paper", "")
        terminals.add_department(city.database, view, SYSTEM)
    talk(city)
    page = await open_page(StatisticsState, city.admin())
    chart = next(chart for chart in page.charts if chart["id"] == "department")
    assert len(chart["rows"]) == 25
    assert chart["note"]
    assert len(chart["bars"]) == 2 + 2 * 15


async def test_nobody_else_may(city: City, open_page: Any) -> None:
    talk(city)
    for who in (city.branch(), city.desk("hoken")):
        assert not may_see(StatisticsState.get_full_name(), who)
    assert may_see(StatisticsState.get_full_name(), city.admin())
    page = await open_page(StatisticsState, None)
    for act in (
        page.refresh(),
        page.choose("year"),
        page.choose_days({"first": "2026-11-24", "last": "2026-11-24"}),
        page.set_way(GOOD),
        page.put_back(),
        page.set_name("kodomo", True),
    ):
        with pytest.raises(NotAllowed):
            await act
    assert (page.headline, list(page.charts)) == ("", [])
    assert settings.departments_with_names(city.database) == frozenset()
