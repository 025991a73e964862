"""The page of a branch's staff: every button, with the real services behind it, allowed and denied."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.staff.state import StaffState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_calling_for_the_resident_changes_their_screen_and_its_language(
    city: City, open_page: Any
) -> None:
    kiosk = await open_page(KioskState, city.branch())
    page = await open_page(StaffState, city.branch_staff())
    assert (page.branch, page.kiosk_here, list(page.talk)) == ("阿山支所", True, [])
    await page.toggle_need("hearing")
    await page.toggle_need("flying")
    await page.speak("en")
    await page.speak("klingon")
    await page.place_call("kodomo")
    (row,) = page.talk
    assert (row["department"], row["state"], row["needs"], row["language"]) == (
        "こども未来課",
        "呼び出しています",
        "聞こえにくい",
        "English",
    )
    assert (list(page.wanted), page.language) == ([], "ja"), "nothing of this person is left for the next"
    await kiosk.refresh()
    assert (kiosk.screen, kiosk.language, kiosk.phone) == ("waiting", "en", "0595-00-0002")


async def test_a_refusal_is_said_and_what_was_chosen_stays(city: City, open_page: Any) -> None:
    page = await open_page(StaffState, city.branch_staff())
    city.presence.absent["ayama"] = 60
    await page.toggle_need("sign")
    await page.place_call("kodomo")
    assert "つながりません" in page.notice
    assert (list(page.wanted), page.kiosk_here) == (["sign"], False)
    await page.close_notice()
    assert page.notice == ""


async def test_priority_is_given_once_and_only_here(city: City, open_page: Any) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    other = await open_page(StaffState, city.branch_staff("aoyama"))
    await other.prefer(call, "infant")
    assert other.notice == "この呼び出しは、もうありません。"
    page = await open_page(StaffState, city.branch_staff())
    await page.prefer(call, "infant")
    assert (page.talk[0]["priority"], page.notice) == ("乳児連れ", "")


async def test_who_is_wanted_comes_and_the_resident_reads_it(city: City, open_page: Any) -> None:
    kiosk = await open_page(KioskState, city.branch())
    page = await open_page(StaffState, city.branch_staff())
    await kiosk.call_staff()
    await page.refresh()
    assert (page.help, page.help_seen, kiosk.coming) == ("12:00", False, False)
    await page.go()
    await kiosk.refresh()
    assert (page.help_seen, kiosk.coming) == (True, True)


async def test_the_line_between_both_ends(city: City, open_page: Any) -> None:
    kiosk, kodomo = city.branch(), city.desk()
    page = await open_page(StaffState, city.branch_staff())
    calls.place(city.database, city.presence, kiosk, "kodomo")
    await page.refresh()
    await page.send({"text": "杖の方です"})
    desk = await open_page(LineState, kodomo)
    assert (desk.last, desk.unread, desk.reach) == ("杖の方です", 1, "here")
    await desk.toggle()
    assert (desk.shown, desk.unread) == (True, 0)
    await desk.send({"text": "わかりました"})
    await page.refresh()
    assert [(one["mine"], one["text"]) for one in page.messages] == [
        (True, "杖の方です"),
        (False, "わかりました"),
    ]
    assert page.arrived == 1
    before = desk.sent
    await desk.send({"text": "あ" * 501})
    assert (desk.problem, desk.sent) == ("長すぎます（501文字）。500文字までに分けてください。", before)
    await desk.send({})
    assert desk.problem == "ひとこと書いてから送ってください。"


async def test_a_press_before_the_desk_has_heard_of_the_call_counts(city: City, open_page: Any) -> None:
    desk = await open_page(LineState, city.desk())
    page = await open_page(StaffState, city.branch_staff())
    calls.place(city.database, city.presence, city.branch(), "kodomo")
    await page.refresh()
    await page.send({"text": "杖の方です"})
    await desk.toggle()
    assert (desk.shown, desk.last, desk.unread) == (True, "杖の方です", 0)
    await desk.toggle()
    assert not desk.shown


async def test_the_residents_page_holds_nothing_of_the_line(city: City, open_page: Any) -> None:
    resident = city.branch()
    page = await open_page(StaffState, city.branch_staff())
    kiosk = await open_page(KioskState, resident)
    await page.place_call("kodomo")
    await page.send({"text": "ひみつの覚え書き"})
    await kiosk.refresh()
    assert "ひみつ" not in str(kiosk.dict())


async def test_the_other_department_reads_nothing(city: City, open_page: Any) -> None:
    staff = await open_page(StaffState, city.branch_staff())
    await staff.place_call("kodomo")
    await staff.send({"text": "memo"})
    page = await open_page(LineState, city.desk("hoken"))
    assert (page.call, list(page.messages), page.last) == ("", [], "")
    await page.send({"text": "hello"})
    assert page.problem == "この呼び出しは、もうありません。"


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    page, desk = await open_page(StaffState, None), await open_page(LineState, None)
    for act in (
        page.refresh(),
        page.go(),
        page.place_call("hoken"),
        page.send({}),
        page.prefer(call, "infant"),
    ):
        with pytest.raises(NotAllowed):
            await act
    for act in (desk.refresh(), desk.toggle(), desk.send({"text": "x"})):
        with pytest.raises(NotAllowed):
            await act
    assert [view.id for view in look.open_calls(city.database)] == [call]
