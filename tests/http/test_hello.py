"""The call's own socket: what a page that comes, or comes back, is told first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.http.conftest import ORIGIN, Site
from tests.media.peers import FACE_SSRC, KEYFRAME, Cast, rtp, until

pytestmark = [pytest.mark.anyio, pytest.mark.media]


@pytest.fixture
async def relayed(site: Site) -> AsyncIterator[Site]:
    await site.services.relay.start()
    yield site
    await site.services.relay.stop()


async def first_message(site: Site, browser: httpx.AsyncClient, call: str) -> dict[str, Any]:
    """Open the socket as this browser would; what it is told first."""
    incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    scope = {
        "type": "websocket",
        "path": f"/live/{call}",
        "raw_path": f"/live/{call}".encode(),
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "headers": [
            (b"origin", ORIGIN.encode()),
            (b"cookie", cookies.encode()),
            (b"host", b"127.0.0.1:8000"),
        ],
        "subprotocols": [],
    }
    await incoming.put({"type": "websocket.connect"})
    served = asyncio.ensure_future(site.app(scope, incoming.get, outgoing.put))  # type: ignore[operator]
    assert (await outgoing.get())["type"] == "websocket.accept"
    hello: dict[str, Any] = json.loads((await outgoing.get())["text"])
    await incoming.put({"type": "websocket.disconnect", "code": 1000})
    await served
    return hello


async def test_the_first_word_says_of_whom_the_relay_hears_nothing(relayed: Site) -> None:
    ayama = await relayed.enrolled("ayama")
    call = relayed.place(ayama, "hoiku")
    mine = (await ayama.post(f"/media/token/{call}")).json()["participant"]
    hello = await first_message(relayed, ayama, call)
    assert hello == {"t": "hello", "me": mine, "media": {}, "covering": None, "down": []}
    people = Cast(relayed.services.relay)
    client, _ = await people.publish(mine, call=call)
    client.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    client.vanish()
    await until(lambda: relayed.services.relay.unheard(call) == {mine}, "the link is lost")
    assert (await first_message(relayed, ayama, call))["down"] == [mine]
    await people.close()
