"""Debian's Janus with its video room: one publisher and one subscriber handle for each of ours."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import tempfile
from asyncio.subprocess import STDOUT, Process
from itertools import count
from pathlib import Path
from typing import Any

from aiortc import RTCPeerConnection, RTCSessionDescription

from tests.bench.relay import client
from tests.bench.relay.servers import tree_seconds

ATTEMPTS = 8
NO_SUCH_FEED = 428
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/janus")
GENERAL = """general: {{
 configs_folder = "{folder}"
 plugins_folder = "{libraries}/plugins"
 transports_folder = "{libraries}/transports"
 events_folder = "{libraries}/events"
 loggers_folder = "{libraries}/loggers"
 debug_level = 2
 session_timeout = 0
}}
media: {{ rtp_port_range = "{first}-{last}" }}
nat: {{ ice_enforce_list = "{address}" ice_tcp = false }}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
loggers: {{ disable = "libjanus_jsonlog.so" }}
"""
SOCKET = """general: {{ enabled = true  json = "plain"  path = "{path}"  type = "SOCK_SEQPACKET" }}
"""
Json = dict[str, Any]


class NoSuchFeedError(Exception):
    """The publisher is not (yet) there."""


class Janus:
    """A Janus of this run, in a temporary folder, reachable by its unix socket."""

    def __init__(self, address: str, ports: tuple[int, int], plugin: str = "videoroom") -> None:
        self.name, self._plugin = f"janus-{plugin}", plugin
        self._address, self._ports = address, ports
        self._folder = Path(tempfile.mkdtemp(prefix="iga-janus-"))
        self._process: Process | None = None
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._numbers = count(1)
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._session = 0
        self._feeds: dict[tuple[int, int], int] = {}
        self._rooms: set[int] = set()
        self._echoes: dict[tuple[int, int], RTCPeerConnection] = {}

    async def start(self) -> None:
        self._configure()
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        for _ in range(ATTEMPTS):
            if await self._started():
                break
        else:
            raise RuntimeError("janus ended while starting: " + (self._folder / "log").read_text()[-2000:])
        self._reader = asyncio.create_task(self._read())
        self._session = (await self._ask({"janus": "create"}))["data"]["id"]

    async def publish(self, call: int, who: int) -> RTCPeerConnection:
        handle = await self._attach()
        if self._plugin == "echotest":
            return await self._echo(handle, call, who)
        if call not in self._rooms:
            self._rooms.add(call)
            await self._message(
                handle, {"request": "create", "room": call, "publishers": 6, "permanent": False}
            )
        joined = await self._message(handle, {"request": "join", "ptype": "publisher", "room": call})
        self._feeds[call, who] = joined["plugindata"]["data"]["id"]
        pc = await client.offer("sendonly")
        jsep = {"type": "offer", "sdp": client.offered(pc)}
        configured = await self._message(handle, {"request": "configure"}, jsep)
        await client.accept(pc, configured["jsep"]["sdp"])
        await client.connected(pc)
        return pc

    async def watch(self, call: int, viewer: int, publisher: int) -> RTCPeerConnection:
        if self._plugin == "echotest":
            return self._echoes[call, publisher]
        handle = await self._attach()
        attached = await self._subscribe(handle, call, self._feeds[call, publisher])
        pc = client.connection()
        await pc.setRemoteDescription(RTCSessionDescription(attached["jsep"]["sdp"], "offer"))
        await pc.setLocalDescription(await pc.createAnswer())
        jsep = {"type": "answer", "sdp": pc.localDescription.sdp}
        await self._message(handle, {"request": "start"}, jsep)
        await client.connected(pc)
        return pc

    async def _subscribe(self, handle: int, call: int, feed: int) -> Json:
        """Janus knows a publisher a moment after the publisher knows that it is connected."""
        body = {"request": "join", "ptype": "subscriber", "room": call, "streams": [{"feed": feed}]}
        for _ in range(100):
            try:
                return await self._message(handle, body)
            except NoSuchFeedError:
                await asyncio.sleep(0.05)
        raise RuntimeError("janus does not see the publisher")

    async def _echo(self, handle: int, call: int, who: int) -> RTCPeerConnection:
        pc = self._echoes[call, who] = await client.offer("sendrecv")
        jsep = {"type": "offer", "sdp": client.offered(pc)}
        reply = await self._message(handle, {"audio": True, "video": True}, jsep)
        await client.accept(pc, reply["jsep"]["sdp"])
        await client.connected(pc)
        return pc

    async def opened(self, call: int) -> None:
        """Janus has no gate."""

    def processor_s(self) -> float:
        return tree_seconds(self._running().pid)

    async def stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        self._socket.close()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _configure(self) -> None:
        keep = {"plugins": f"libjanus_{self._plugin}.so", "transports": "libjanus_pfunix.so"}
        others = {
            kind: ",".join(found.name for found in (LIBRARIES / kind).glob("*.so") if found.name != name)
            for kind, name in keep.items()
        }
        (self._folder / "janus.jcfg").write_text(
            GENERAL.format(
                folder=self._folder,
                libraries=LIBRARIES,
                first=self._ports[0],
                last=self._ports[1],
                address=self._address,
                **others,
            )
        )
        path = self._folder / "api"
        (self._folder / "janus.transport.pfunix.jcfg").write_text(SOCKET.format(path=path))

    async def _started(self) -> bool:
        """False when it ended: its socket's thread may look for its flag too early, and leave."""
        with (self._folder / "log").open("w") as log:
            self._process = await asyncio.create_subprocess_exec(
                "janus", "--config", str(self._folder / "janus.jcfg"), "--configs-folder", str(self._folder),
                stdout=log, stderr=STDOUT,
            )  # fmt: skip
        while self._process.returncode is None:
            await asyncio.sleep(0.2)
            try:
                await asyncio.get_running_loop().sock_connect(self._socket, str(self._folder / "api"))
            except (FileNotFoundError, ConnectionRefusedError):
                continue
            return True
        return False

    async def _attach(self) -> int:
        order = {"janus": "attach", "session_id": self._session, "plugin": f"janus.plugin.{self._plugin}"}
        return int((await self._ask(order))["data"]["id"])

    async def _message(self, handle: int, body: Json, jsep: Json | None = None) -> Json:
        order: Json = {"janus": "message", "session_id": self._session, "handle_id": handle, "body": body}
        reply = await self._ask(order | ({"jsep": jsep} if jsep else {}))
        data = reply.get("plugindata", {}).get("data", {})
        if data.get("error_code") == NO_SUCH_FEED:
            raise NoSuchFeedError
        if "error" in data:
            raise RuntimeError(f"janus: {data['error']}")
        return reply

    async def _ask(self, order: Json) -> Json:
        """Sends an order and waits for its last reply (an `ack` only says that another follows)."""
        number = str(next(self._numbers))
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        text = json.dumps(order | {"transaction": number}).encode()
        await asyncio.get_running_loop().sock_sendall(self._socket, text)
        reply = await asyncio.wait_for(future, 20)
        if reply["janus"] == "error":
            raise RuntimeError(f"janus: {reply['error']}")
        return dict(reply)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while data := await loop.sock_recv(self._socket, 1 << 18):
            reply = json.loads(data)
            if reply["janus"] == "ack":
                continue
            future = self._waiting.pop(reply.get("transaction", ""), None)
            if future is not None:
                future.set_result(reply)

    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError("janus was not started")
        return self._process
