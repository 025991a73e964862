"""Reservations at the desk: made, taken back, called up; and what another desk cannot do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look as calls_look
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import look
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.views import Wish
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def book(page: Any, time: str = "14:00", branch: str = "ayama") -> None:
    await page.open()
    await page.choose_branch(branch)
    await page.choose_slot(next(slot["id"] for slot in page.slots if slot["time"] == time))
    await page.choose_matter("renew")
    await page.toggle_need("hearing")
    await page.speak("pt")
    await page.make()


async def test_a_reservation_is_made_and_stands_in_the_days_list(city: City, open_page: Any) -> None:
    page = await open_page(ReservationsState, city.desk("kodomo"))
    assert list(page.rows) == []
    await page.open()
    assert [one["name"] for one in page.departments] == ["こども未来課", "保育幼稚園課"]
    assert page.slots[0]["time"] == "12:30", "what is over is not offered"
    await page.make()
    assert page.problem == "時間を選んでから「予約する」を押してください。"
    await page.choose_department("hoiku")
    await book(page)
    (made,) = page.made
    assert (len(made["number"]), page.slot, list(page.wanted)) == (4, "", [])
    (row,) = page.rows
    assert (row["time"], row["branch"], row["department"]) == ("14:00", "阿山支所", "こども未来課")
    assert (row["more"], row["label"]) == ("更新・変更　聞こえにくい　Português", "予約")
    await page.another()
    assert next(slot["why"] for slot in page.slots if slot["time"] == "14:00") == "支所が予約ずみ"
    await page.choose_branch("iga")
    assert next(slot["why"] for slot in page.slots if slot["time"] == "14:00") == "予約ずみ"
    await page.close()
    assert (page.making, list(page.slots)) == (False, [])


async def test_days_are_walked_and_those_that_are_none_change_nothing(city: City, open_page: Any) -> None:
    page = await open_page(ReservationsState, city.desk("hoken"))
    await page.open()
    assert page.day_text == "11月24日（火）"
    await page.move_day(-1)
    assert page.day == "2026-11-24", "not into the past"
    await page.move_day(1)
    await page.choose_day("")
    await page.choose_day("2026-13-45")
    assert page.day == "2026-11-25"
    await page.choose_day("2030-01-01")
    assert (list(page.slots), page.closed) == (
        [],
        "予約できるのは、11月24日（火）から1月23日（土）までです。",
    )


async def test_a_time_that_was_taken_meanwhile_is_refused_with_words(city: City, open_page: Any) -> None:
    page, iga = await open_page(ReservationsState, city.desk("hoken")), city.branch("iga")
    await page.open()
    await page.choose_branch("aoyama")
    await page.choose_slot(next(slot["id"] for slot in page.slots if slot["time"] == "15:00"))
    start = datetime.fromisoformat(page.slot)
    reservations.make(city.database, iga, Wish("hoken", "iga", start))
    await page.make()
    assert page.problem == "その時間は、いまほかの予約が入りました。ほかの時間を選んでください。"
    assert [row["branch"] for row in page.rows] == ["伊賀支所"]


@pytest.mark.parametrize("slot", ["", "now", "2026-11-24T14:00:00", "2026-11-24T14:10:00+09:00"])
async def test_a_forged_time_is_refused(city: City, open_page: Any, slot: str) -> None:
    page = await open_page(ReservationsState, city.desk("hoken"))
    await page.open()
    await page.choose_slot(slot)
    await page.make()
    assert page.problem
    assert list(page.rows) == []


async def test_what_was_cancelled_can_be_put_back(city: City, open_page: Any) -> None:
    page = await open_page(ReservationsState, city.desk("hoken"))
    await book(page)
    await page.close()
    (row,) = page.rows
    await page.cancel(row["id"])
    assert (list(page.rows), page.cancelled_text) == ([], "11月24日（火） 14:00 阿山支所")
    await page.undo()
    assert ([row["id"]], page.cancelled) == ([one["id"] for one in page.rows], "")
    await page.cancel(row["id"])
    city.clock.advance(minutes=1)
    await page.undo()
    assert page.problem.startswith("取り消してから時間がたったので")
    assert list(page.rows) == []


async def test_arrival_and_call_up(city: City, open_page: Any) -> None:
    ayama = city.branch()
    page = await open_page(ReservationsState, city.desk("hoken"))
    await book(page)
    await book(page, "15:00", "iga")
    first, second = page.rows
    await page.arrive(first["id"])
    (call,) = calls_look.open_calls(city.database)
    assert (call.branch_id, call.priority, call.state) == ("ayama", "reserved", "ringing")
    assert [row["label"] for row in page.rows] == ["来所", "予約"]
    await page.arrive(first["id"])
    assert page.problem == "この方は、もう受け付けました。"
    city.presence.absent["iga"] = 60
    await page.call_up(second["id"])
    assert page.problem == "伊賀支所の端末につながりません。お電話で連絡してください。"
    city.presence.absent.clear()
    await page.call_up(second["id"])
    assert [view.state for view in calls_look.open_calls(city.database)] == ["ringing", "recalled"]
    assert calls_look.kiosk(city.database, city.presence, ayama).call is not None


async def test_another_departments_desk_can_do_nothing_with_it(city: City, open_page: Any) -> None:
    hoken = city.desk("hoken")
    page = await open_page(ReservationsState, hoken)
    await book(page)
    (row,) = page.rows
    other = await open_page(ReservationsState, city.desk("kaigo"))
    assert list(other.rows) == []
    for act in (other.cancel(row["id"]), other.arrive(row["id"]), other.call_up(row["id"])):
        await act
        assert other.problem == "この予約は、もうありません。"
    await other.open()
    await other.choose_department("hoken")
    await other.choose_slot(next(slot["id"] for slot in other.slots if not slot["why"]))
    await other.make()
    assert other.problem.startswith("ほかの課の予約はとれません")
    assert [view.state for view in look.of_desk(city.database, hoken)] == ["open"]


async def test_the_slip_goes_to_the_branchs_printer_where_there_is_one(city: City, open_page: Any) -> None:
    hoken = city.desk("hoken")
    page = await open_page(ReservationsState, hoken)
    await book(page)
    assert not page.printable
    printing.set_printer(city.database, "ayama", "ipp://127.0.0.1:8631/ipp/print", "受付の横", SYSTEM)
    await page.close()
    await book(page, "15:00")
    assert page.printable
    await page.print_slip()
    assert page.printed == "阿山支所で印刷しています。"
    made = services()
    (job,) = printing.jobs(city.database, made.tray, hoken, "ayama").jobs
    document = made.tray.get(job.id)
    assert document is not None
    assert (job.kind, document.media) == ("slip", "A5")
    assert page.made[0]["number"] in str(document.content)
