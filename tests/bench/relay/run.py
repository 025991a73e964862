"""In a network of its own: all servers connected at once, loaded in turn, so that they share every minute."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from tests.bench.network import ADDRESS
from tests.bench.relay.janus import Janus
from tests.bench.relay.pump import Pump
from tests.bench.relay.servers import PipedServer, Server
from tests.bench.relay.window import Load, Window

OUR_PORTS = (42000, 42399)


def ours() -> Server:
    return PipedServer("ours", "tests.bench.relay.ours", ADDRESS, *map(str, OUR_PORTS))


def videoroom() -> Server:
    return Janus(ADDRESS, (42400, 43199))


def echotest() -> Server:
    return Janus(ADDRESS, (43200, 43999), "echotest")


def mediarelay() -> Server:
    return PipedServer("mediarelay", "tests.bench.relay.stock")


async def side_by_side(
    servers: Sequence[Server], calls: int, rounds: int, seconds: float, *, real: bool = False
) -> list[Window]:
    """`rounds` windows of each server, one server after the other in each round."""
    pump = Pump()
    pump.start()
    loads: list[Load] = []
    try:
        for server in servers:
            await server.start()
            loads.append(Load(server, pump))
            await loads[-1].connect(calls, real=real)
        return [await load.window(seconds) for _ in range(rounds) for load in loads]
    finally:
        pump.stop()
        for server in servers:
            await server.stop()
        await asyncio.gather(*(link.pc.close() for link in pump.links.values()))


async def main(scale: float) -> dict[str, list[dict[str, object]]]:
    """`scale` shortens the windows (1 = full). Key -> windows, oldest first."""
    runs = {
        "5 calls": await side_by_side((ours(), videoroom(), echotest()), 5, 7, 4 * scale),
        "20 calls": await side_by_side((ours(), videoroom(), echotest()), 20, 5, 5 * scale),
        "1 call, real VP8": await side_by_side(
            (ours(), videoroom(), mediarelay()), 1, 3, 8 * scale, real=True
        ),
    }
    return {
        key: [asdict(window) | {"us": window.us, "us_in": window.us_in} for window in windows]
        for key, windows in runs.items()
    }


if __name__ == "__main__":
    json.dump(asyncio.run(main(float(sys.argv[1]))), sys.stdout)
