"""The resident's page: every touch, with the real services behind it."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look, speaking
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.lifecycle import Parked, Reason
from iga_madoguchi.domain.calls.policy import FIRST_ALONE_S, RING_LIMIT_S
from iga_madoguchi.domain.calls.sweeping import sweep
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import InvalidInput, NotAllowed, NotFound, WrongOrder
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.cast import City, make_city

pytestmark = pytest.mark.anyio


async def test_from_standby_to_the_waiting_screen_in_two_touches(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    assert (page.screen, page.branch) == ("standby", "阿山支所")
    await page.begin()
    assert page.screen == "choose"
    await page.toggle_need("hearing")
    await page.toggle_need("wheelchair")
    await page.toggle_need("hearing")
    await page.toggle_need("unheard of")
    await page.place("hoiku")
    assert page.screen == "waiting"
    assert (page.ringing, page.status) == (True, "保育幼稚園課を呼び出しています。")
    assert (page.media_call, page.phase) == (page.call, "ringing")
    (call,) = look.open_calls(city.database)
    assert (call.department_id, call.needs, call.language) == ("hoiku", ("wheelchair",), "ja")


async def test_who_waits_behind_others_is_told_how_many_and_keeps_the_camera_off(
    city: City, open_page: Any
) -> None:
    first = await open_page(KioskState, city.branch("aoyama"))
    await first.place("kodomo")
    page = await open_page(KioskState, city.branch())
    await page.place("hoiku")
    assert (page.ringing, page.status, len(page.queue)) == (False, "お待ちの人数は1人です。", 1)
    assert (page.media_call, page.phase) == ("", "")


async def test_a_decline_says_how_long_and_keeps_the_ticket(city: City, open_page: Any) -> None:
    page, desk = await open_page(KioskState, city.branch()), city.desk()
    await page.place("kodomo")
    ticket = page.ticket
    calls.decline(city.database, city.presence, desk, page.call, "wait5")
    await page.refresh()
    assert (page.screen, page.ticket) == ("waiting", ticket)
    assert page.hint == "担当が準備をしています。5分ほどお待ちください。"


async def test_an_answer_shows_the_face_before_anybody_has_looked(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    assert not page._go_in("")
    await page.place("kodomo")
    assert not page._go_in("another")
    assert page._go_in(page.call)
    assert (page.screen, page.phase) == ("in_call", "in_call")
    assert not page._go_in(page.call), "once"


async def test_of_two_desks_that_ring_no_face_is_shown_before_it_is_known_whose(
    city: City, open_page: Any
) -> None:
    terminals.serve(city.database, "hoken", "hoiku", SYSTEM)
    city.desk("hoken")
    page = await open_page(KioskState, city.branch())
    await page.place("hoiku")
    city.clock.advance(seconds=FIRST_ALONE_S + 1)
    sweep(city.database, city.presence)
    await page.refresh()
    assert len(page.peers) == 2
    assert not page._go_in(page.call)


async def test_the_answer_brings_the_officers_name(city: City, open_page: Any) -> None:
    page, desk = await open_page(KioskState, city.branch()), city.desk()
    await page.place("kodomo")
    calls.answer(city.database, city.presence, desk, page.call)
    await page.refresh()
    assert (page.screen, page.phase, page.officer) == ("in_call", "in_call", "kodomoさん")
    assert [peer["kind"] for peer in page.peers] == ["desk"]


async def test_giving_up_goes_straight_to_standby_with_nothing_left(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    await page.speak("en")
    await page.enlarge()
    await page.recolour()
    await page.toggle_need("sign")
    await page.place("kodomo")
    await page.hang_up()
    assert (page.screen, page.call, page.department) == ("standby", "", "")
    assert (page.language, page.size, page.look, list(page.wanted)) == ("ja", "", "", [])


async def test_every_end_has_its_sentence_and_the_screen_waits_to_go_back(city: City, open_page: Any) -> None:
    page, desk = await open_page(KioskState, city.branch()), city.desk()
    await page.place("kodomo")
    calls.answer(city.database, city.presence, desk, page.call)
    await page.refresh()
    await page.hang_up()
    assert (page.screen, page.ended_title, page.media_call) == ("finished", "終わりました", "")
    await page.refresh()
    assert page.screen == "finished"
    await page.stay()
    assert page.return_s > 30
    await page.call_again()
    assert (page.screen, page.department) == ("waiting", "こども未来課")
    city.clock.advance(seconds=RING_LIMIT_S + 1)
    sweep(city.database, city.presence)
    await page.refresh()
    assert (page.screen, page.ended_title) == ("finished", "いまは担当が出られませんでした")
    await page.leave()
    assert (page.screen, page.ended_title) == ("standby", "")


def test_no_reason_of_an_end_is_without_words() -> None:
    for language in LANGUAGES.values():
        unseen = {Reason.CANCELLED, Reason.SETTLED, Reason.EXPIRED}
        assert set(language.kiosk.ended) == (set(Reason) - unseen) | (set(Parked) - {Parked.RING_ME})


async def test_a_department_that_cannot_be_called_says_why(city: City, open_page: Any) -> None:
    city.presence.absent["kaigo"] = 60
    page = await open_page(KioskState, city.branch())
    kaigo = next(card for card in page.cards if card["id"] == "kaigo")
    assert kaigo["reason"] == "いまはお話しできません。支所の職員におたずねください。"
    await page.begin()
    await page.place("kaigo")
    assert page.screen == "choose"
    assert page.notice == "いまは、この窓口とお話しできません。支所の職員をお呼びください。"
    assert look.open_calls(city.database) == ()


async def test_an_unknown_department_is_told_without_detail(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    await page.place("' OR 1=1")
    assert page.notice == LANGUAGES["ja"].kiosk.errors["terminals.department.unknown"]


async def test_the_language_changes_every_word(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    await page.speak("en")
    assert (page.branch, page.cards[0]["name"]) == ("Ayama Branch", "Disability Welfare")
    await page.speak("klingon")
    assert page.language == "en"


async def test_a_language_that_changes_in_the_call_is_the_desk_s_to_know(city: City, open_page: Any) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    page = await open_page(KioskState, ayama)
    await page.tell_language()
    call = calls.place(city.database, city.presence, ayama, "hoken", language="pt")
    calls.answer(city.database, city.presence, hoken, call)
    await page.refresh()
    await page.speak("vi")
    await page.tell_language()
    assert look.open_calls(city.database)[0].language == "vi"
    assert [one.action for one in audit.newest(city.database, 1)] == ["calls.language.changed"]
    await page.tell_language()
    assert len([one for one in audit.newest(city.database) if one.action == "calls.language.changed"]) == 1
    with pytest.raises(NotFound):
        speaking.change(city.database, city.branch("aoyama"), call, "en")
    with pytest.raises(InvalidInput):
        speaking.change(city.database, ayama, call, "klingon")
    calls.hang_up(city.database, city.presence, ayama, call)
    with pytest.raises(WrongOrder):
        speaking.change(city.database, ayama, call, "en")
    await page.tell_language()


async def test_calling_the_staff_rings_the_bell_and_is_logged(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, city.branch())
    await page.call_staff()
    assert (page.panel, page.bells) == ("staff", 1)
    assert (calls.HELP_WANTED, "ayama") in city.hub.published
    await page.close_panel()
    assert page.panel == ""


async def test_a_page_without_a_session_learns_nothing(city: City, open_page: Any) -> None:
    page = await open_page(KioskState, None)
    for touch in (page.refresh, page.begin, page.hang_up, page.call_staff):
        with pytest.raises(NotAllowed):
            await touch()
    with pytest.raises(NotAllowed):
        await page.place("kodomo")
    assert (page.screen, list(page.cards)) == ("", [])


async def test_outside_the_hours_the_screen_says_when_it_opens(
    tmp_path_factory: pytest.TempPathFactory, served: None, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iga_madoguchi.ui import context

    night = make_city(tmp_path_factory.mktemp("night"), always_open=False)
    night.clock.advance(hours=8)
    made = context.services()
    for name in ("clock", "database", "presence", "sessions"):
        object.__setattr__(made, name, getattr(night, name))
    page = await open_page(KioskState, night.branch())
    assert page.screen == "closed"
    assert page.opening == "11月25日（水） 08:30からお話しできます。"
    assert {card["reason"] for card in page.cards} == {"時間外です。" + page.opening}
