"""Nine pages that never rest: every terminal of the example city, without the weight of nine browsers."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import uuid
from pathlib import Path

import httpx
from websockets.asyncio.client import ClientConnection, connect

EVENTS_PER_S = 20
"""Of all pages together, evenly; ten times what nine busy people do."""
PAGES = 9
STATE = "reflex___state____state.iga_madoguchi___ui___{0}___state____{0}_state"
EVENTS = {"kiosk": ("enlarge", "recolour", "enlarge", "refresh"), "desk": ("hide", "hide", "hide", "refresh")}


class Page:
    """A page's socket: its events, and the answers to them."""

    def __init__(self, url: str, kind: str, cookies: str) -> None:
        self._url, self._kind, self._cookies = url, kind, cookies
        self.sent = self.answered = 0

    async def run(self) -> None:
        address = (
            f"{self._url.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        )
        headers = {"Cookie": self._cookies, "Origin": self._url}
        async with connect(address, additional_headers=headers) as socket:
            await socket.send("40/_event,")
            await asyncio.gather(self._fire(socket), self._hear(socket))

    async def _fire(self, socket: ClientConnection) -> None:
        await asyncio.sleep(random.random() * PAGES / EVENTS_PER_S)
        begun = time.monotonic()
        while True:
            name = EVENTS[self._kind][self.sent % 4]
            router = {"pathname": f"/{self._kind}/", "asPath": f"/{self._kind}/"}
            event = {"name": f"{STATE.format(self._kind)}.{name}", "payload": {}, "router_data": router}
            await socket.send("42/_event," + json.dumps(["event", event], separators=(",", ":")))
            self.sent += 1
            await asyncio.sleep(max(0.0, begun + self.sent * PAGES / EVENTS_PER_S - time.monotonic()))

    async def _hear(self, socket: ClientConnection) -> None:
        async for frame in socket:
            if frame == "2":
                await socket.send("3")
            elif str(frame).startswith("42/_event,"):
                self.answered += 1


async def enter(url: str, kind: str, enrol_url: str, account: dict[str, str] | None) -> Page:
    """Enrols a terminal, logs its clerk in, and returns its page."""
    async with httpx.AsyncClient(base_url=url, headers={"Origin": url}) as browser:
        await browser.get(enrol_url)
        if account is not None:
            answer = await browser.post("/login", data={key: account[key] for key in ("login", "password")})
            if answer.status_code != 303:
                raise RuntimeError(f"login answered {answer.status_code}")
        return Page(url, kind, "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar))


async def main(credentials: Path) -> None:
    """Runs until standard input ends, then prints events and answers per second."""
    city = json.loads(credentials.read_text(encoding="utf-8"))
    url = city["base_url"]
    pages = [await enter(url, "kiosk", each["enrol_url"], None) for each in city["branches"].values()]
    pages += [await enter(url, "desk", each["enrol_url"], each) for each in city["desks"].values()]
    running = [asyncio.create_task(page.run()) for page in pages]
    begun = time.monotonic()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.wait(
        [asyncio.ensure_future(asyncio.to_thread(sys.stdin.read)), *running], return_when="FIRST_COMPLETED"
    )
    seconds = time.monotonic() - begun
    fallen = [repr(task.exception()) for task in running if task.done()]
    for task in running:
        task.cancel()
    figures = {
        "events_per_s": sum(p.sent for p in pages) / seconds,
        "answers_per_s": sum(p.answered for p in pages) / seconds,
    }
    sys.stdout.write(json.dumps(figures | {"pages": len(pages), "fallen": fallen}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
