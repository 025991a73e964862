"""Pages without a browser: a terminal's socket, the events it fires, and the state it is sent."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import ClientConnection, connect

STATE = "reflex___state____state.iga_madoguchi___ui___{0}___state____{0}_state"
SHOWS = {"kiosk": '"cards', "desk": '"others'}
LATEST_S = 5.0


@dataclass
class Page:
    """One terminal's page: its socket, and when it last heard what the change touches."""

    kind: str
    socket: ClientConnection
    cookies: str
    heard_at: float = 0.0
    text: str = ""
    state: dict[str, object] = field(default_factory=dict)

    async def listen(self) -> None:
        async for frame in self.socket:
            text = str(frame)
            if text == "2":
                await self.socket.send("3")
            elif text.startswith("42/_event,"):
                if SHOWS[self.kind] in text:
                    self.heard_at = time.perf_counter()
                delta = json.loads(text[len("42/_event,") :])[1].get("delta") or {}
                for values in delta.values():
                    self.state |= {name.removesuffix("_rx_state_"): value for name, value in values.items()}

    async def fire(self, handler: str, **payload: object) -> None:
        router = {"pathname": f"/{self.kind}", "query": {}}
        event = {"name": f"{STATE.format(self.kind)}.{handler}", "router_data": router, "payload": payload}
        await self.socket.send("42/_event," + json.dumps(["event", event], separators=(",", ":")))

    async def until(self, name: str, wanted: object) -> None:
        deadline = time.monotonic() + LATEST_S
        while self.state.get(name) != wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{name} is {self.state.get(name)!r}, not {wanted!r}")
            await asyncio.sleep(0.01)


async def enter(url: str, kind: str, enrol_url: str, account: dict[str, str] | None) -> Page:
    async with httpx.AsyncClient(base_url=url, headers={"Origin": url}, follow_redirects=True) as browser:
        await browser.get(enrol_url)
        if account is not None:
            form = {key: account[key] for key in ("login", "password")}
            (await browser.post("/login", data=form)).raise_for_status()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)
    return await open_page(url, kind, cookies)


async def open_page(url: str, kind: str, cookies: str) -> Page:
    address = f"{url.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
    # Pages live as long as the benchmark; the server's stop ends them.
    socket = await connect(address, additional_headers={"Cookie": cookies, "Origin": url}).__aenter__()
    await socket.send("40/_event,{}")
    return Page(kind, socket, cookies)
