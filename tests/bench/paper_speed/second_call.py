"""Another call of the same server, beside the one whose papers are timed: two pages without a browser, and
synthetic voices and faces both ways. Until its standard input ends; then it prints where packets were late.
"""

from __future__ import annotations

import asyncio
import json
import sys

import httpx
from aiortc import RTCPeerConnection

from tests.bench import pages
from tests.bench.pages import Page
from tests.bench.relay import client
from tests.bench.relay.pump import Pump
from tests.bench.relay.window import Load

BRANCH, DESK = "aoyama", "hoken"
LATE_MS = 2.0
"""What took less is not worth telling."""


class HttpCall:
    """The server under test as the load sees it: one call, by the routes that every browser uses."""

    name = "second call"

    def __init__(self, url: str, kiosk: Page, desk: Page) -> None:
        self._url, self._call = url, str(kiosk.state["call"])
        self._pages = {1: kiosk, 2: desk}
        self._seats: dict[int, str] = {}

    async def start(self) -> None:
        """Whose seat is whose."""
        for who in self._pages:
            _, self._seats[who] = await self._token(who)

    async def publish(self, call: int, who: int) -> RTCPeerConnection:
        return await self._join(who, "sendonly", f"/media/whip/{self._call}")

    async def watch(self, call: int, viewer: int, publisher: int) -> RTCPeerConnection:
        return await self._join(viewer, "recvonly", f"/media/whep/{self._call}/{self._seats[publisher]}")

    async def opened(self, call: int) -> None:
        """It is answered already."""

    def processor_s(self) -> float:
        return 0.0

    async def stop(self) -> None:
        """The server's end is the bench's affair."""

    async def _token(self, who: int) -> tuple[str, str]:
        answer = await self._post(who, f"/media/token/{self._call}", {})
        return answer.json()["token"], answer.json()["participant"]

    async def _join(self, who: int, direction: str, path: str) -> RTCPeerConnection:
        token, _ = await self._token(who)
        pc = await client.offer(direction)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
        answer = await self._post(who, path, headers, client.offered(pc))
        await client.accept(pc, answer.text)
        await client.connected(pc)
        return pc

    async def _post(self, who: int, path: str, headers: dict[str, str], body: str = "") -> httpx.Response:
        own = {"Cookie": self._pages[who].cookies, "Origin": self._url, **headers}
        async with httpx.AsyncClient(base_url=self._url) as browser:
            answer = await browser.post(path, headers=own, content=body)
        answer.raise_for_status()
        return answer


async def main(url: str, branch_link: str, desk_link: str, login: str, password: str) -> None:
    kiosk = await pages.enter(url, "kiosk", branch_link, None)
    desk = await pages.enter(url, "desk", desk_link, {"login": login, "password": password})
    async with asyncio.TaskGroup() as group:
        listening = [group.create_task(page.listen()) for page in (kiosk, desk)]
        for page, screen in ((kiosk, "standby"), (desk, "board")):
            await page.fire("opened")
            await page.until("screen", screen)
        await kiosk.fire("place", department=DESK)
        await kiosk.until("screen", "waiting")
        await desk.fire("answer", call=str(kiosk.state["call"]))
        await desk.until("screen", "in_call")
        pump = Pump()
        pump.start()
        server = HttpCall(url, kiosk, desk)
        await server.start()
        load = Load(server, pump)
        await load.connect(1, real=False)
        load.begin()
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        print(json.dumps(load.delays(LATE_MS)), flush=True)
        pump.stop()
        for task in listening:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
