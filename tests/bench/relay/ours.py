"""Our relay as the application runs it: the host in this process, the relay in its child."""

from __future__ import annotations

import asyncio
import sys

import uvloop

from iga_madoguchi.domain.calls.ports import Leg
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.host import RelayProcess
from tests.bench.relay import orders


class Deaf:
    """Nobody is told of lost links here; the load stops and starts all the time."""

    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        pass

    def link_back(self, call: str, participant: str, leg: Leg) -> None:
        pass


async def main(address: str, first: int, last: int) -> None:
    relay = RelayProcess(MediaConfig((address,), (first, last)), Deaf())
    await relay.start()

    async def handle(order: orders.Order) -> str:
        call = order["call"]
        if order["do"] == "publish":
            return (await relay.publish(call, order["who"], order["offer"])).answer
        if order["do"] == "watch":
            return (await relay.watch(call, order["who"], order["publisher"], order["offer"])).answer
        await relay.set_gate(call, frozenset({"1", "2"}))
        return ""

    await orders.serve(handle)
    await relay.stop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
