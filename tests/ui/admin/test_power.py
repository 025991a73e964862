"""The page of power: true in one sentence, what will happen when, and the registration of the UPS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import Limits, Phase, State
from iga_madoguchi.domain.power.ports import Reading
from iga_madoguchi.domain.power.views import Glance, Standing, Ups
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.power import show
from iga_madoguchi.ui.admin.power.state import PowerState
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import ALLOW, may_see
from iga_madoguchi.ui.kiosk.show import power_sentence
from iga_madoguchi.ui.power import PowerNoteState
from iga_madoguchi.ui.text.ja import power as text
from iga_madoguchi.ui.text.kiosk import POWER_WORDS
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.cast import City

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
UPS1 = Ups("ups1", login="madoguchi")
FINE = Reading(NOW, frozenset({"OL"}), 1320, 100, load=23, test="Done and passed")
CUT = Standing(Phase.BATTERY, NOW, False, 12)
FORM = {"name": "ups1", "host": "127.0.0.1", "port": "3493", "login": "madoguchi", "password": "geheim"}


def titles(reading: Reading, ups: Ups = UPS1) -> list[str]:
    return [one["title"] for one in show.problems(Glance(ups, reading, State(fault=reading.fault)))]


def test_all_is_well() -> None:
    glance = Glance(UPS1, FINE, State())
    assert show.verdict(glance, Standing(), show.problems(glance)) == (
        True,
        "停電への備えは、正常です",
        "していただくことはありません。",
    )
    assert {one["id"]: one["value"] for one in show.facts(glance)} == {
        "source": "来ています",
        "charge": "100%",
        "minutes": "約22分",
        "load": "23%",
        "test": "合格（Done and passed）",
    }


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    silent = Glance(UPS1, Reading(NOW, frozenset({"OL"})), State())
    values = {one["id"]: one["value"] for one in show.facts(silent)}
    assert (values["charge"], values["minutes"], values["test"]) == (
        "わかりません",
        "わかりません",
        "UPS が知らせていません",
    )
    assert show.verdict(Glance(None, None, State()), Standing(), [])[1] == "UPS は登録されていません"
    assert show.verdict(Glance(UPS1, None, State()), Standing(), [])[1] == "UPS に聞いています"


@pytest.mark.parametrize(
    ("reading", "ups", "title"),
    [
        (Reading(NOW, fault="unreachable"), UPS1, "UPS から返事がありません"),
        (Reading(NOW, frozenset({"OL", "RB"}), test="ok"), UPS1, "電池の取りかえ時期です"),
        (Reading(NOW, frozenset({"OL"}), test="Done and FAILED"), UPS1, "UPS の自己点検が不合格です"),
        (FINE, Ups("ups1"), "停電のとき、サーバーが自分から停止を頼めません"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(reading: Reading, ups: Ups, title: str) -> None:
    assert titles(reading, ups) == [title]


def test_the_plan_names_the_times_of_the_table() -> None:
    told = "".join(step["when"] + step["what"] for step in show.plan(Limits(low_s=720, critical_s=240)))
    assert "残りが12分" in told
    assert "残りが4分" in told


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
def test_every_language_says_it_calmly(language: Any) -> None:
    words = language.kiosk.power
    assert set(words) == set(POWER_WORDS)
    assert power_sentence(Standing(), language.kiosk, True) == ""
    on_battery = power_sentence(CUT, language.kiosk, True)
    assert "12" in on_battery
    assert on_battery.endswith(words["talk"])
    assert "{" not in on_battery
    held = Standing(Phase.BATTERY, NOW, True, 12)
    assert power_sentence(held, language.kiosk, False).startswith(words["held"])
    assert power_sentence(held, language.kiosk, True).startswith(words["battery"])
    low = power_sentence(Standing(Phase.PREPARE, NOW, True, 3), language.kiosk, True)
    assert low.startswith(words["prepare"])
    assert low.endswith(words["kept"])
    assert power_sentence(Standing(Phase.HALT, NOW, True), language.kiosk, False) == words["halt"]


def test_the_office_reads_what_happens() -> None:
    assert text.office_sentence(Standing(), NOW) == ""
    assert "あと約12分" in text.office_sentence(CUT, NOW)
    assert text.stage(Standing(Phase.PREPARE, wanted_at=NOW)) == "ordered"
    assert text.stage(Standing(Phase.PREPARE, NOW, wanted_at=NOW)) == "prepare"
    assert all(text.office_sentence(Standing(phase, NOW), NOW) for phase in Phase if phase != Phase.LINE)


@pytest.mark.anyio
async def test_a_ups_is_registered_and_forgotten(city: City, open_page: Any) -> None:
    page = await open_page(PowerState, city.admin())
    assert (page.known, page.verdict) == (False, "UPS は登録されていません")
    await page.save(FORM)
    assert (page.known, page.ups_name, page.problem) == (True, "ups1", "")
    assert power.password(services().settings.data_dir) == "geheim"
    assert "geheim" not in str(page.dict())
    assert [row["what"] for row in page.history] == ["UPS を登録しました"]
    await page.save(FORM | {"port": "x"})
    assert page.problem.startswith("ポートは")
    await page.save({"name": None})
    assert page.problem
    await page.forget()
    assert (page.known, page.done) == (False, "UPS の登録を消しました。")


@pytest.mark.anyio
async def test_everybody_reads_the_note_and_the_bureau_alone_the_page(city: City, open_page: Any) -> None:
    desk, state = city.desk(), PowerState.get_full_name()
    assert may_see(state, city.admin())
    assert not may_see(state, desk)
    for verb in ("save", "forget"):
        assert getattr(PowerState.event_handlers[verb].fn, ALLOW) == {Permission.ADMIN_MANAGE}
    power.note(city.database, CUT, SYSTEM)
    note = await open_page(PowerNoteState, desk)
    assert note.sentence.startswith("停電しています。")
    gone = await open_page(PowerState, None)
    with pytest.raises(NotAllowed):
        await gone.refresh()


@pytest.mark.anyio
async def test_a_power_cut_is_practised_on_every_page_of_the_office(city: City, open_page: Any) -> None:
    page, strip = await open_page(PowerState, city.admin()), await open_page(PowerNoteState, city.desk())
    await page.practise()
    await strip.refresh()
    assert page.drill
    assert strip.sentence.startswith("【練習です。何も止まりません】停電しています。")
    assert power_sentence(power.standing(city.database), LANGUAGES["ja"].kiosk, True) == "", (
        "residents are not alarmed"
    )
    await page.practise()
    await strip.refresh()
    assert (page.drill, strip.sentence) == (False, "")
    assert getattr(PowerState.event_handlers["practise"].fn, ALLOW) == {Permission.ADMIN_MANAGE}


@pytest.mark.anyio
async def test_a_restart_is_planned_announced_and_taken_back(city: City, open_page: Any) -> None:
    admin = city.admin()
    page = await open_page(PowerState, admin)
    await page.plan_restart({"at": "2026-11-24T22:30"})  # it is noon
    assert (page.problem, page.restart) == (
        "",
        "22:30に、サーバーを始め直します。通話や受付のあいだは行いません。画面は1分ほどでもどります。",
    )
    note = await open_page(PowerNoteState, admin)
    assert note.sentence == page.restart
    for wrong in ("", "2026-11-24T11:00", "2026-13-40T00:00", "x" * 500, "2026-11-24T22:30+00:00"):
        await page.plan_restart({"at": wrong})
        assert page.problem.startswith("これから1か月まで"), wrong
    assert page.restart.startswith("22:30"), "what was planned stays"
    city.clock.advance(hours=10, minutes=31)
    await page.refresh()
    assert page.restart.startswith("通話や受付が終わりしだい")
    await page.take_back_restart()
    assert page.restart == ""
    assert [row["what"] for row in page.history] == [
        "サーバーを始め直すのを、やめました",
        "サーバーを始め直す時刻を決めました",
    ]
    for verb in ("plan_restart", "take_back_restart"):
        assert getattr(PowerState.event_handlers[verb].fn, ALLOW) == {Permission.ADMIN_MANAGE}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
def test_residents_read_of_a_restart_ten_minutes_before_and_not_in_a_call(language: Any) -> None:
    words, planned = language.kiosk, Standing(restart_at=NOW)
    assert power_sentence(planned, words, False, NOW - timedelta(minutes=11)) == ""
    assert power_sentence(planned, words, False, NOW - timedelta(minutes=10)) == words.power["restart"]
    assert power_sentence(planned, words, True, NOW) == ""
    cut = Standing(Phase.BATTERY, NOW, False, 12, restart_at=NOW)
    assert "12" in power_sentence(cut, words, False, NOW), "a power cut comes first"
