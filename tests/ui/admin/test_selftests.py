"""The board of self-tests: true in one sentence, the troubles with what to do, and who may order a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iga_madoguchi.domain.selftests import service
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.selftests import show
from iga_madoguchi.ui.admin.selftests.state import SelfTestsState
from iga_madoguchi.ui.guard import may_see
from tests.cast import City
from tests.domain.selftests.test_policy import AGENT, BLACK, FINE
from tests.domain.selftests.test_running import device

pytestmark = pytest.mark.anyio


def test_before_the_first_terminal(city: City) -> None:
    standings = service.standings(city.database)
    assert show.verdict(standings)[1] == "端末がまだ登録されていません"
    assert show.problems(standings) == []


def test_one_is_named_and_the_others_are_not(city: City) -> None:
    for terminal in ("ayama", "aoyama", "hoken"):
        measured = replace(FINE, camera=BLACK) if terminal == "aoyama" else FINE
        service.take(city.database, device(city, terminal), measured, AGENT, None)
    standings = service.standings(city.database)
    good, verdict, advice = show.verdict(standings)
    assert (good, verdict) == (False, "直すところがあります：1台")
    assert advice.startswith("青山支所。")
    [problem] = show.problems(standings)
    assert problem["title"] == "青山支所の顔のカメラがふさがれています。"
    assert problem["todo"].startswith("レンズの前に何かないか")
    rows = {one.terminal_id: show.row(one, city.clock.now()) for one in standings}
    assert rows["ayama"]["good"].startswith("きょう ")
    assert (rows["aoyama"]["good"], rows["iga"]["label"]) == ("—", "まだ登録していません")


def test_what_is_not_known_is_never_good(city: City) -> None:
    service.take(city.database, device(city, "ayama"), FINE, AGENT, None)
    assert show.verdict(service.standings(city.database))[0] is True
    city.clock.advance(hours=24)
    standings = service.standings(city.database)
    assert show.verdict(standings)[:2] == (False, "確かめられていません：1台")
    assert [one["title"] for one in show.problems(standings)] == ["阿山支所は、きょうの点検がまだです。"]


async def test_the_bureau_orders_a_test_and_nobody_else(city: City, open_page: Any) -> None:
    admin = city.admin()
    device(city, "hoken")
    page = await open_page(SelfTestsState, admin)
    await SelfTestsState.order.fn(page, "")
    assert page.done.startswith("1台に"), "what is not enrolled cannot test itself"
    await SelfTestsState.order.fn(page, "hoken")
    assert page.done.startswith("1台に")
    assert [row["id"] for row in page.rows if row["ordered"]] == ["hoken"]
    await SelfTestsState.order.fn(page, "nowhere")
    assert page.problem == "その端末は、もう使っていません。画面を開き直してください。"
    for other in (city.branch(), city.desk()):
        assert not may_see(SelfTestsState.get_full_name(), other)
    gone = await open_page(SelfTestsState, None)
    with pytest.raises(NotAllowed):
        await SelfTestsState.order.fn(gone, "")
