"""The three servers behind one face: start, publish, watch, how much processor they used, stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Protocol

import psutil
from aiortc import RTCPeerConnection

from tests.bench.relay import client

ROOT = Path(__file__).resolve().parents[3]


class Server(Protocol):
    """A relay under test. `call` and participants are small integers."""

    name: str

    async def start(self) -> None: ...

    async def publish(self, call: int, who: int) -> RTCPeerConnection:
        """A connected publisher."""
        ...

    async def watch(self, call: int, viewer: int, publisher: int) -> RTCPeerConnection:
        """A connected viewer of `publisher`."""
        ...

    async def opened(self, call: int) -> None:
        """Both publish and watch: let media flow."""
        ...

    def processor_s(self) -> float:
        """User and system seconds used so far by the whole process tree."""
        ...

    async def stop(self) -> None: ...


def tree_seconds(pid: int) -> float:
    """User and system seconds of a process and all its descendants, ended ones included."""
    total = 0.0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


class PipedServer:
    """A server of ours: a Python module that takes one JSON order a line and answers one a line."""

    def __init__(self, name: str, module: str, *arguments: str, **environ: str) -> None:
        self.name = name
        self._environ = {
            key: value for key, value in os.environ.items() if not key.startswith("IGA_")
        } | environ
        self._command = (sys.executable, "-m", module, *arguments)
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env=self._environ,
            limit=1 << 20,
        )
        await self.ask({"do": "hello"})

    async def publish(self, call: int, who: int) -> RTCPeerConnection:
        return await self._join("sendonly", {"do": "publish", "call": call, "who": who})

    async def watch(self, call: int, viewer: int, publisher: int) -> RTCPeerConnection:
        return await self._join(
            "recvonly", {"do": "watch", "call": call, "who": viewer, "publisher": publisher}
        )

    async def opened(self, call: int) -> None:
        await self.ask({"do": "open", "call": call})

    async def _join(self, direction: str, order: dict[str, object]) -> RTCPeerConnection:
        pc = await client.offer(direction)
        await client.accept(pc, await self.ask({**order, "offer": client.offered(pc)}))
        await client.connected(pc)
        return pc

    async def ask(self, order: dict[str, object]) -> str:
        """Raises RuntimeError with the server's words, or when the server has ended."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        async with self._turn:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended by itself")
        reply = json.loads(line)
        if "error" in reply:
            raise RuntimeError(f"{self.name}: {reply['error']}")
        return str(reply.get("answer", ""))

    def processor_s(self) -> float:
        return tree_seconds(self._running().pid)

    async def stop(self) -> None:
        process = self._running()
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()

    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process
