"""The number pad: four digits begin the call, everything else says what to do."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.views import ReservationView, Wish
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.kit.clock import TOKYO
from iga_madoguchi.ui.kiosk.reservations.booking import BookingState
from iga_madoguchi.ui.kiosk.reservations.state import NumberState
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.cast import City

pytestmark = pytest.mark.anyio


def reserve(city: City, desk: Identity, hour: int, minute: int = 0) -> ReservationView:
    start = datetime.combine(date(2026, 11, 24), time(hour, minute), TOKYO)
    return reservations.make(city.database, desk, Wish("hoken", "ayama", start))


async def press(page: Any, number: str) -> None:
    for digit in number:
        await page.press(digit)
    await page.submit()


async def test_the_number_begins_the_call_and_leaves_nothing_on_the_screen(
    city: City, open_page: Any
) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    made = reserve(city, hoken, 12, 30)
    kiosk = await open_page(KioskState, ayama)
    page = await kiosk.get_state(NumberState)
    await page.open()
    assert kiosk.panel == "number"
    await page.press("７")
    await page.press("12")
    assert page.digits == ""
    await page.press("9")
    await page.erase()
    await press(page, made.number)
    assert (kiosk.screen, kiosk.panel, kiosk.priority) == ("waiting", "", "reserved")
    assert (page.digits, page.problem) == ("", "")


async def test_a_wrong_number_says_what_to_do_in_the_residents_language(city: City, open_page: Any) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    later = reserve(city, hoken, 15)
    kiosk = await open_page(KioskState, ayama)
    page = await kiosk.get_state(NumberState)
    await page.open()
    await press(page, "12")
    assert page.problem.startswith("数字を4つ押してから")
    assert page.digits == "12", "the rest may still be pressed"
    await page.close()
    await page.open()
    await press(page, later.number)
    assert page.problem == "ご予約は15:00です。14:30から受け付けます。それまで、席でお待ちください。"
    assert page.digits == ""
    await kiosk.speak("en")
    await page.open()
    await press(page, "0000")
    assert page.problem.startswith("We cannot find this number.")
    assert look.open_calls(city.database) == ()


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(NumberState, None)
    await page.press("1")
    for act in (page.open(), page.submit()):
        with pytest.raises(NotAllowed):
            await act


async def test_staff_of_the_branch_make_one_and_say_that_somebody_has_come(
    city: City, open_page: Any
) -> None:
    ayama = city.branch()
    kiosk = await open_page(KioskState, ayama)
    page = await kiosk.get_state(BookingState)
    await page.open()
    assert (kiosk.panel, page.day_text, page.slots[0]["time"]) == ("booking", "11月24日（火）", "12:30")
    await page.make()
    assert page.problem == "時間を押してから、「予約する」を押してください。"
    await page.move_day(-1)
    assert page.day == "2026-11-24"
    await page.move_day(1)
    await page.move_day(-1)
    await page.choose_department("hoken")
    await page.choose_slot(page.slots[0]["id"])
    await page.make()
    assert len(page.number) == 4
    assert page.made_text == "11月24日（火） 12:30　保険年金課"
    assert page.slots[0]["time"] == "13:00", "the terminal is taken at half past twelve"
    await page.close()
    assert (page.number, kiosk.panel, list(page.expected)) == ("", "", [])
    await page.open()
    (expected,) = page.expected
    await page.arrive(expected["id"])
    assert (kiosk.screen, kiosk.panel, kiosk.priority) == ("waiting", "", "reserved")


async def test_another_branch_can_do_nothing_with_it(city: City, open_page: Any) -> None:
    made = reserve(city, city.desk("hoken"), 12, 30)
    kiosk = await open_page(KioskState, city.branch("iga"))
    page = await kiosk.get_state(BookingState)
    await page.open()
    assert list(page.expected) == []
    await page.choose_department("tourism")
    assert page.problem == LANGUAGES["ja"].kiosk.errors["terminals.department.unknown"]
    await page.choose_department("hoken")
    await page.arrive(made.id)
    assert page.problem == LANGUAGES["ja"].kiosk.error
    assert look.open_calls(city.database) == ()
