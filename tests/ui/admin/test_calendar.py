"""The bureau's calendar: days set apart and put back, the usual week, and for nobody else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.views import Wish
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.kit.clock import TOKYO
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.guard import may_see
from tests.cast import City

pytestmark = pytest.mark.anyio
WEEK = {f"{end}{day}": "" for day in range(7) for end in ("opens", "closes")}


async def test_the_list_holds_every_day_the_holidays_and_the_citys_own(city: City, open_page: Any) -> None:
    page = await open_page(CalendarState, city.admin())
    first, *rest = page.days
    assert (first["day"], first["hours"], first["own"]) == ("毎日", "24時間", True)
    assert ("年末年始", False) in [(row["note"], row["own"]) for row in rest]
    assert ("成人の日", "お休み") in [(row["note"], row["label"]) for row in rest]
    await page.set_day({"day": "2026-12-01", "note": "電気工事"})
    assert page.done == "2026年12月1日（火）は、お休みにしました。"
    assert page.days[1]["note"] == "電気工事"


async def test_a_day_is_closed_opened_removed_and_put_back(city: City, open_page: Any) -> None:
    page = await open_page(CalendarState, city.admin())
    await page.set_day({"day": "2026-11-24", "note": "停電"})
    assert {d.closed_for for d in look.departments(city.database, city.presence)} == {"停電"}
    await page.choose_opening(True)
    await page.set_day({"day": "2026-11-24", "opens": "09:00", "closes": "13:00", "note": ""})
    assert [row["hours"] for row in page.days][1] == "09:00〜13:00"
    await page.remove("2026-11-24")
    assert page.done == "2026年11月24日（火）を、いつもどおりにしました。"
    assert [special.day for special in presence.special_days(city.database)] == []
    await page.put_back()
    assert [row["hours"] for row in page.days][1] == "09:00〜13:00"
    await page.put_back()
    assert page.done == "", "once"
    assert [entry.action for entry in audit.newest(city.database, 2)] == [
        "presence.day.set",
        "presence.day.cleared",
    ]


async def test_the_example_citys_every_day_can_be_removed_and_put_back(city: City, open_page: Any) -> None:
    page = await open_page(CalendarState, city.admin())
    city.clock.advance(hours=10)
    await page.remove("every")
    assert {d.state for d in look.departments(city.database, city.presence)} == {"closed"}
    await page.put_back()
    assert page.days[0]["hours"] == "24時間"
    assert {d.state for d in look.departments(city.database, city.presence)} == {"open"}


async def test_closing_a_day_says_how_many_are_expected(city: City, open_page: Any) -> None:
    start = datetime.combine(date(2026, 11, 25), time(10), TOKYO)
    reservations.make(city.database, city.desk("hoken"), Wish("hoken", "ayama", start))
    page = await open_page(CalendarState, city.admin())
    await page.set_day({"day": "2026-11-25", "note": "停電"})
    assert "予約が1件あります" in page.done


@pytest.mark.parametrize(
    ("form", "opening", "said"),
    [
        ({"day": "", "note": "x"}, False, "日を選んでください。"),
        ({"day": "someday", "note": "x"}, False, "日を選んでください。"),
        ({"day": "2026-11-23", "note": "x"}, False, "その日は、もう過ぎています"),
        ({"day": "2030-01-01", "note": "x"}, False, "その日は先すぎます"),
        ({"day": "2026-12-01", "note": ""}, False, "理由を60文字までで"),
        ({"day": "2026-12-01", "note": "あ" * 61}, False, "理由を60文字までで"),
        ({"day": "2026-12-01", "opens": "13:00", "closes": "09:00"}, True, "始まりと終わりの時間"),
        ({"day": "2026-12-01", "opens": "", "closes": "09:00"}, True, "始まりと終わりの時間"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_words(
    city: City, open_page: Any, form: dict[str, str], opening: bool, said: str
) -> None:
    page = await open_page(CalendarState, city.admin())
    await page.choose_opening(opening)
    await page.set_day(form)
    assert page.problem.startswith(said)
    assert presence.special_days(city.database) == ()


async def test_the_usual_week(city: City, open_page: Any) -> None:
    page = await open_page(CalendarState, city.admin())
    assert [(row["name"], row["opens"]) for row in page.week][4:6] == [("金曜日", "08:30"), ("土曜日", "")]
    await page.set_week(WEEK | {"opens1": "09:00", "closes1": "17:00", "opens5": "09:00", "closes5": "12:00"})
    assert page.done == "いつもの時間を変えました。"
    assert sorted(presence.usual_week(city.database)) == [1, 5]
    before = presence.usual_week(city.database)
    for form, said in (
        (WEEK, "どの曜日もお休み"),
        (WEEK | {"opens1": "09:00"}, "始まりと終わりは、両方"),
        (WEEK | {"opens1": "17:00", "closes1": "09:00"}, "火曜日の時間を"),
    ):
        await page.set_week(form)
        assert page.week_problem.startswith(said)
    assert presence.usual_week(city.database) == before


async def test_nobody_else_may(city: City, open_page: Any) -> None:
    for who in (city.branch(), city.desk("hoken")):
        assert not may_see(CalendarState.get_full_name(), who)
    assert may_see(CalendarState.get_full_name(), city.admin())
    page = await open_page(CalendarState, None)
    for act in (page.refresh(), page.set_day({"day": "2026-12-01", "note": "x"}), page.remove("every")):
        with pytest.raises(NotAllowed):
            await act
    assert presence.special_days(city.database) == ()
