"""While a session is locked its page's events do nothing, and nothing but that is told to its page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext

from iga_madoguchi.domain.accounts import idle
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.ui import guard
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.guard import GONE_VAR, Gate, GoneState, Outlet
from tests.cast import City

pytestmark = pytest.mark.anyio
TOKEN = "11111111-2222-3333-4444-555555555555"
GONE = {GoneState.get_full_name(): {GONE_VAR: True}}


async def test_events_are_refused_and_deltas_stay_here(
    city: City, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[StateUpdate] = []

    async def emit(update: StateUpdate, _: str) -> None:
        sent.append(update)

    desk = city.desk()
    page = await open_page(DeskState, desk)
    monkeypatch.setattr(EventContext, "get", lambda: SimpleNamespace(token=TOKEN))
    outlet = Outlet(SimpleNamespace(event_namespace=SimpleNamespace(emit_update=emit)))  # type: ignore[arg-type]
    event = Event(name=f"{DeskState.get_full_name()}.refresh")
    told = StateUpdate(delta={DeskState.get_full_name(): {"staff_rx_state_": "林"}})

    assert await Gate().preprocess(None, page, event) is None  # type: ignore[arg-type]
    await outlet.emit_update(told, TOKEN)
    assert sent[-1].delta == told.delta, "open, it is told"

    city.clock.advance(minutes=15)
    idle.sweep(city.database, attendance.talking_at)
    refused = await Gate().preprocess(None, page, event)  # type: ignore[arg-type]
    assert refused is not None
    assert refused.delta == GONE
    before = len(sent)
    await outlet.emit_update(told, TOKEN)
    assert len(sent) == before, "locked, nothing"
    await outlet.emit_update(guard.leave(), TOKEN)
    assert sent[-1].delta == GONE, "but that it is so"
    assert services().bindings.pages(desk.ref) == [TOKEN], "the page is its owner's still"
