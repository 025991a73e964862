"""A branch without a browser: cookies, the page's own socket, and media tokens, spoken by hand."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from types import TracebackType
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.e2e.server import Server

KIOSK = "reflex___state____state.iga_madoguchi___ui___kiosk___state____kiosk_state"


class HeadlessBranch:
    """Enrolled by its link; places and ends calls as the kiosk's page does."""

    def __init__(self, server: Server, terminal: str) -> None:
        self._server = server
        self.http = httpx.Client(
            base_url=server.url, headers={"Origin": server.url}, follow_redirects=True, verify=False
        )
        self.http.get(server.enrol_url(terminal)).raise_for_status()
        self._seen = threading.Condition()
        self.state: dict[str, Any] = {}
        self._stack = contextlib.ExitStack()
        self._socket: ClientConnection | None = None

    def __enter__(self) -> HeadlessBranch:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        url = (
            self._server.url.replace("http", "ws", 1)
            + f"/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        )
        opened = connect(url, origin=self._server.url, additional_headers={"Cookie": cookies})  # type: ignore[arg-type]
        self._socket = self._stack.enter_context(opened)
        self._listener = threading.Thread(target=self._listen, args=(self._socket,), daemon=True)
        self._listener.start()
        self._socket.send("40/_event,{}")
        self.fire("opened")
        self.wait("screen", "standby")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._listener.join(5)
        self.http.close()

    def fire(self, handler: str, **payload: object) -> None:
        assert self._socket is not None
        event = {
            "name": f"{KIOSK}.{handler}",
            "router_data": {"pathname": "/kiosk", "query": {}},
            "payload": payload,
        }
        # The door takes the shape that browsers send, without spaces.
        self._socket.send("42/_event," + json.dumps(["event", event], separators=(",", ":")))

    def wait(self, variable: str, wanted: str, seconds: float = 10) -> None:
        """Until the page's variable has this value."""
        with self._seen:
            if not self._seen.wait_for(lambda: self.state.get(variable) == wanted, seconds):
                raise TimeoutError(f"{variable} is {self.state.get(variable)!r}, not {wanted!r}")

    def token(self) -> str:
        answer = self.http.post(f"/media/token/{self.state['media_call']}").raise_for_status()
        return str(answer.json()["token"])

    def _listen(self, socket: ClientConnection) -> None:
        for frame in socket:
            text = str(frame)
            if text == "2":
                socket.send("3")
            elif text.startswith("42/_event,"):
                self._take(json.loads(text.removeprefix("42/_event,"))[1])

    def _take(self, update: Any) -> None:
        document = json.loads(update) if isinstance(update, str) else update
        with self._seen:
            for name, value in (document.get("delta") or {}).get(KIOSK, {}).items():
                self.state[name.removesuffix("_rx_state_")] = value
            self._seen.notify_all()
