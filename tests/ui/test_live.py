"""Who reads for long keeps nobody waiting, and never misses the last change."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Mapping

import pytest

from iga_madoguchi.domain.calls import ringing
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.ui.admin.statistics.state import TOPICS, StatisticsState
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.live import TOPICS as HEARD
from iga_madoguchi.ui.live import Follower, GoesIn, Live

pytestmark = pytest.mark.anyio
DESK = Follower("desk", "s-1", DeskState, leads=True)
SLOW = Follower("bureau", "s-2", StatisticsState, leads=False, topics=frozenset(TOPICS))


class Watched(Live):
    """Both pages are connected; a refresh is only noted, and the slow one takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.go_on = asyncio.Event()

    def _connected(self) -> Mapping[str, str]:
        return {"desk": "1", "bureau": "2"}

    async def _refresh(self, follower: Follower) -> None:
        self.seen.append(follower.token)
        if follower is SLOW:
            await self.go_on.wait()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    made = Hub()
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def live(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    for pause in ("GATE_S", "BESIDE_S", "OTHERS_S"):
        monkeypatch.setattr(f"iga_madoguchi.ui.live.{pause}", 0)
    made = Watched()
    made.follow(DESK)
    made.follow(SLOW)
    pushing = asyncio.create_task(made._push_changes(dataclasses.replace(services(), hub=hub)))
    await asyncio.sleep(0)
    yield made
    made.go_on.set()
    pushing.cancel()
    await made.stop()


async def happens(hub: Hub, topic: str) -> None:
    hub.publish(topic)
    for _ in range(20):
        await asyncio.sleep(0)


async def test_no_ring_waits_for_what_is_only_counted(hub: Hub, live: Watched) -> None:
    await happens(hub, following.COUNTED)
    assert live.seen == ["desk", "bureau"]
    await happens(hub, ringing.CHANGED)
    assert live.seen == ["desk", "bureau", "desk"], "the desk hears of it while the bureau's page still reads"


async def test_what_changes_meanwhile_brings_one_more_round(hub: Hub, live: Watched) -> None:
    for _ in range(4):
        await happens(hub, following.COUNTED)
    assert live.seen.count("bureau") == 1
    live.go_on.set()
    await happens(hub, ringing.CHANGED)
    assert live.seen.count("bureau") == 2
    await happens(hub, following.COUNTED)
    assert live.seen.count("bureau") == 3


async def test_after_an_answer_what_lies_beside_leaves_the_processors_to_the_first_picture(
    hub: Hub, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iga_madoguchi.ui.live.FACE_S", 0.05)
    hub.publish(ringing.ANSWERED, {"call": "c-1", "participants": []})
    await happens(hub, following.COUNTED)
    assert live.seen == ["desk"], "the screens are read, what is beside them is not yet"
    await asyncio.sleep(0.06)
    assert live.seen == ["desk", "bureau"]


def test_only_the_residents_page_goes_ahead_of_the_look() -> None:
    assert issubclass(KioskState, GoesIn)
    assert not issubclass(DeskState, GoesIn), "of two desks that ring, one has not answered"


def test_every_topic_that_a_page_names_is_heard() -> None:
    assert set(TOPICS) <= set(HEARD)
