"""The relay's tests run on the loop it runs on in production."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.relay import Relay
from tests.media.peers import PORTS, Cast, RecordingEvents


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
def events() -> RecordingEvents:
    return RecordingEvents()


@pytest.fixture
async def relay(events: RecordingEvents) -> AsyncIterator[Relay]:
    relay = Relay(MediaConfig(("127.0.0.1",), PORTS), events)
    await relay.start()
    yield relay
    await relay.stop()


@pytest.fixture
async def cast(relay: Relay) -> AsyncIterator[Cast]:
    """Participants on that relay; whoever was made is closed in the end."""
    cast = Cast(relay)
    yield cast
    await cast.close()
