"""The page of alerts and the strip: true in one sentence, and no more than somebody may see."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.monitoring.alerts import repository
from iga_madoguchi.domain.monitoring.alerts import service as alerts
from iga_madoguchi.domain.monitoring.alerts.outbox import Outbox
from iga_madoguchi.domain.monitoring.alerts.policy import Quiet
from iga_madoguchi.domain.monitoring.alerts.views import MeansView
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.alerts import show
from iga_madoguchi.ui.admin.alerts.state import AlertsState
from iga_madoguchi.ui.alarm import AlarmState
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import ALLOW, may_see
from iga_madoguchi.ui.pages import PAGES
from tests.cast import City

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
GOOD = MeansView("mail", False, NOW, None, "", "", 0)
SCREEN = MeansView("screen", False, None, None, "", "", 0)


def be_set(*means: str, quiet: Quiet | None = None) -> Outbox:
    lookout = services().lookout
    lookout.around = dataclasses.replace(lookout.around, outbox=Outbox(means, quiet))
    return lookout.around.outbox


def go_silent(city: City) -> None:
    city.branch()
    city.presence.absent["ayama"] = 60
    for _ in range(2):
        services().lookout.look()


async def test_the_verdict_says_what_is_true() -> None:
    assert show.verdict([SCREEN])[:2] == (False, "画面を見ていない人には、知らせが届きません")
    assert show.verdict([SCREEN, GOOD])[:2] == (True, "知らせは届いています")
    never = dataclasses.replace(GOOD, name="lamp", worked_at=None)
    assert show.verdict([SCREEN, GOOD, never])[:2] == (
        False,
        "届くかどうか、まだ確かめていない手段があります",
    )
    failing = dataclasses.replace(GOOD, failing=True)
    assert show.verdict([SCREEN, failing, never])[1] == "知らせが届いていません（メール）"


async def test_the_bureau_practises_and_sees_each_means(city: City, open_page: Any) -> None:
    be_set("mail", "lamp")
    admin = city.admin()
    page = await open_page(AlertsState, admin)
    assert [(one["id"], one["state"]) for one in page.means] == [
        ("screen", "unknown"),
        ("mail", "unknown"),
        ("webhook", "none"),
        ("lamp", "unknown"),
    ]
    await page.practise()
    assert (page.done, page.problem) == (
        "知らせの練習を始めました。届いたものから、ここに出ます。",
        "",
    )
    assert [(one["means"], one["result"]) for one in page.drilled] == [
        ("管理の画面と音", "画面を待っています"),
        ("メール", "送っています"),
        ("警告灯", "送っています"),
    ]
    await page.practise()
    assert page.problem.startswith("いま練習の途中です")
    strip = await open_page(AlarmState, admin)
    assert strip.sentence.startswith("【練習】")
    assert [one["drill"] for one in strip.rings] == ["yes"]
    await strip.heard("blocked")
    await strip.heard("<script>")
    await page.refresh()
    assert page.drilled[0]["result"].startswith("届きました")
    assert page.drilled[0]["result"].endswith("音は出せません（画面を一度押すと出ます）")


async def test_the_strip_says_the_worst_and_falls_silent_when_somebody_has_seen_it(
    city: City, open_page: Any
) -> None:
    strip = await open_page(AlarmState, city.admin())
    assert (strip.sentence, strip.rings) == ("", [])
    go_silent(city)
    await strip.refresh()
    assert strip.sentence == "対応が必要です：阿山支所の端末につながりません"
    assert [one["again"] for one in strip.rings] == ["yes"]
    (one,) = services().lookout.standing().incidents
    services().lookout.acknowledge(one.id or 0, SYSTEM, "田中", "")
    await strip.refresh()
    assert (strip.sentence, strip.rings) == ("", [])


async def test_a_real_fault_is_said_in_a_drill_too(city: City, open_page: Any) -> None:
    admin, outbox = city.admin(), be_set("mail")
    go_silent(city)
    alerts.drill(city.database, services().lookout.around.server, outbox, SYSTEM)
    strip = await open_page(AlarmState, admin)
    assert strip.sentence.startswith("【練習】")
    assert strip.sentence.endswith("対応が必要です：阿山支所の端末につながりません")
    assert [bool(one.get("drill")) for one in strip.rings] == [True, False]


async def test_a_database_that_is_away_is_said_all_the_same(
    city: City, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = await open_page(AlarmState, city.admin())
    go_silent(city)

    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(repository, "newest", away)
    await strip.refresh()
    assert strip.sentence == "対応が必要です：阿山支所の端末につながりません"


async def test_in_quiet_hours_only_what_is_urgent_rings(city: City, open_page: Any) -> None:
    be_set("mail", quiet=Quiet(time(11, 0), time(13, 0)))  # it is noon
    lookout = services().lookout
    lookout.around = dataclasses.replace(lookout.around, offset_s=3600.0)
    strip = await open_page(AlarmState, city.admin())
    lookout.look()
    await strip.refresh()
    assert strip.sentence, "it is said all the same"
    assert strip.rings == []
    go_silent(city)
    await strip.refresh()
    assert [one["again"] for one in strip.rings] == ["yes"]


async def test_the_bureau_alone_sees_it_and_only_who_manages_practises(city: City, open_page: Any) -> None:
    desk, admin = city.desk(), city.admin()
    for state in (AlertsState, AlarmState):
        assert may_see(state.get_full_name(), admin)
        assert not may_see(state.get_full_name(), desk)
        gone = await open_page(state, None)
        with pytest.raises(NotAllowed):
            await gone.refresh()
    assert getattr(AlertsState.event_handlers["practise"].fn, ALLOW) == {Permission.ADMIN_MANAGE}
    strips = [
        page.path for page in PAGES if isinstance(page.on_load, list) and AlarmState.opened in page.on_load
    ]
    assert "/admin" in strips
    assert "/admin/alerts" in strips
    assert not {"/kiosk", "/desk", "/staff", "/admin/audit"} & set(strips)


async def test_what_was_told_is_listed_with_its_fate(city: City, open_page: Any) -> None:
    be_set("mail")
    go_silent(city)
    page = await open_page(AlertsState, city.admin())
    assert [(one["what"], one["means"], one["state"]) for one in page.told] == [
        ("始まり：阿山支所の端末につながりません", "メール", "unknown"),
        ("始まり：阿山支所の端末につながりません", "管理の画面と音", "unknown"),
    ]
    assert alerts.on_pages(city.database, services().lookout.around.server)[0] > 0
