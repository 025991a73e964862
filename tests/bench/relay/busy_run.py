"""In a network of its own: our relay inside the hard-working application, beside Janus."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict
from pathlib import Path

from tests.bench.network import ADDRESS
from tests.bench.relay.pump import Pump
from tests.bench.relay.run import OUR_PORTS, videoroom
from tests.bench.relay.servers import ROOT, PipedServer
from tests.bench.relay.window import Load, Window

PORT = 8110


class BusyServer(PipedServer):
    """The application with its relay, and nine pages that use it."""

    def __init__(self, folder: Path) -> None:
        self._credentials = folder / "example-credentials.json"
        self._visitors: Process | None = None
        super().__init__(
            "ours-busy", "tests.bench.relay.busy",
            IGA_DATA_DIR=str(folder), IGA_HOST=ADDRESS, IGA_PORT=str(PORT),
            IGA_MEDIA_ADDRESS=ADDRESS, IGA_MEDIA_PORTS=f"{OUR_PORTS[0]}-{OUR_PORTS[1]}",
        )  # fmt: skip

    async def start(self) -> None:
        await super().start()
        command = (sys.executable, "-m", "tests.bench.relay.visitors", str(self._credentials))
        self._visitors = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
        assert self._visitors.stdout is not None
        if await self._visitors.stdout.readline() != b"ready\n":
            raise RuntimeError("the pages did not come in")

    async def figures(self) -> dict[str, object]:
        """How hard the application worked; ends the pages."""
        assert self._visitors is not None
        pages, _ = await self._visitors.communicate(b"")  # closes their standard input
        return {**json.loads(await self.ask({"do": "work", "call": ""})), **json.loads(pages)}


async def loaded(calls: int, rounds: int, seconds: float) -> tuple[list[Window], dict[str, object]]:
    """Windows of our relay and of Janus in turn; the application works in all of them."""
    pump = Pump()
    pump.start()
    with tempfile.TemporaryDirectory(prefix="iga-busy-") as folder:
        busy, janus = BusyServer(Path(folder)), videoroom()
        try:
            loads = []
            for server in (busy, janus):
                await server.start()
                loads.append(Load(server, pump))
                await loads[-1].connect(calls, real=False)
            windows = [await load.window(seconds) for _ in range(rounds) for load in loads]
            return windows, await busy.figures()
        finally:
            pump.stop()
            await busy.stop()
            await janus.stop()
            await asyncio.gather(*(link.pc.close() for link in pump.links.values()))


async def main(scale: float) -> dict[str, object]:
    found: dict[str, object] = {}
    for calls in (5, 20):
        windows, work = await loaded(calls, 7, 5 * scale)
        found[f"{calls} calls"] = {"windows": [asdict(window) for window in windows], "work": work}
    return found


if __name__ == "__main__":
    json.dump(asyncio.run(main(float(sys.argv[1]))), sys.stdout)
