"""The relay follows the calls: gate, leaving, ending."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look, media, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.ports import MediaResource, MediaStats
from iga_madoguchi.domain.calls.ringing import ANSWERED
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.jobs.gatekeeper import Gatekeeper
from iga_madoguchi.kit.hub import Hub
from tests.cast import make_city


class NotingRelay:
    """Notes the orders it gets. The real one has its own tests; here it matters what it is told."""

    running = True

    def __init__(self) -> None:
        self.orders: list[tuple[object, ...]] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def publish(self, call: str, participant: str, offer: str) -> MediaResource:
        raise AssertionError("nobody publishes here")

    async def watch(self, call: str, viewer: str, publisher: str, offer: str) -> MediaResource:
        raise AssertionError("nobody watches here")

    async def close(self, resource: str) -> bool:
        return False

    async def set_gate(
        self, call: str, open_participants: frozenset[str], without_paper: frozenset[str] = frozenset()
    ) -> None:
        self.orders.append(("gate", call, open_participants, *([without_paper] if without_paper else [])))

    async def prepare(self, call: str) -> None: ...

    async def close_call(self, call: str) -> None:
        self.orders.append(("close", call))

    async def close_participant(self, call: str, participant: str) -> None:
        self.orders.append(("leave", call, participant))

    def stats(self) -> MediaStats:
        return MediaStats()


@pytest.mark.anyio
async def test_the_gate_is_shut_while_it_rings_open_once_answered_and_gone_at_the_end(tmp_path: Path) -> None:
    city, relay = make_city(tmp_path), NotingRelay()
    keeper = Gatekeeper(city.database, city.hub, relay)
    terminals.serve(city.database, "hoken", "hoiku", SYSTEM)
    ayama, kodomo, hoken = city.branch(), city.desk("kodomo"), city.desk("hoken")
    call = calls.place(city.database, city.presence, ayama, "hoiku")
    slower = media.grant(city.database, hoken, call).participant
    await keeper.adjust(call)
    assert relay.orders == [("gate", call, frozenset())]

    calls.answer(city.database, city.presence, kodomo, call)
    await keeper.adjust(call)
    both = frozenset(look.one(city.database, who, call).me for who in (ayama, kodomo))
    assert relay.orders[1:] == [("gate", call, both), ("leave", call, slower)]

    calls.hang_up(city.database, city.presence, ayama, call)
    await keeper.adjust(call)
    await keeper.adjust(call)
    assert relay.orders[3:] == [("close", call), ("close", call)], "repeating is harmless"


@pytest.mark.anyio
async def test_the_news_of_an_answer_opens_the_gate_without_a_look(tmp_path: Path) -> None:
    city, relay, hub = make_city(tmp_path), NotingRelay(), Hub()
    hub.start()
    keeper = Gatekeeper(city.database, hub, relay)
    keeper.start()
    await asyncio.sleep(0)
    hub.publish(ANSWERED, {"call": "nobody-knows-it", "participants": ["a", "b"]})
    for _ in range(5):
        await asyncio.sleep(0)
    assert relay.orders == [("gate", "nobody-knows-it", frozenset({"a", "b"}))]
    await keeper.stop()


@pytest.mark.anyio
async def test_a_vigil_is_shut_by_anybodys_call_and_opened_again(tmp_path: Path) -> None:
    city, relay = make_city(tmp_path), NotingRelay()
    keeper = Gatekeeper(city.database, city.hub, relay)
    ayama, hoken = city.branch(), city.desk("hoken")
    vigils.ask(city.database, city.presence, hoken, "ayama")
    found = vigils.of(city.database, ayama)
    assert found is not None
    both = frozenset({"ayama", "hoken"})
    vigils.accept(city.database, city.presence, ayama, found.id)
    await keeper.follow_up(found.id)
    assert relay.orders[-1] == ("gate", found.id, both, both)
    call = calls.place(city.database, city.presence, ayama, "kaigo")
    await keeper.follow_up(call)
    assert relay.orders[-1] == ("close", found.id)
    calls.hang_up(city.database, city.presence, ayama, call)
    await keeper.follow_up(call)
    assert relay.orders[-1] == ("gate", found.id, both, both)
