"""The relay in a process of its own, so that no page, query or export ever delays a packet.

Started by `host` with one end of a socket pair; ends when the other end closes, whoever closed it. It reads
no setting and opens nothing but media ports.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from dataclasses import asdict
from typing import Any

import uvloop

from iga_madoguchi.domain.calls.ports import Leg
from iga_madoguchi.errors import DomainError
from iga_madoguchi.media import wire
from iga_madoguchi.media.config import PULSE_S, MediaConfig
from iga_madoguchi.media.relay import Relay
from iga_madoguchi.media.selftest import SelfTestFailed, check_call

log = logging.getLogger(__name__)

HANG_S = 10  # s; a loop that stands still this long ends the process, and the server starts another
LOOKS = 20  # in each pulse, whether the loop comes to its turn; the worst is told
NICE = -10  # a packet is more urgent than a page; needs LimitNICE= of the unit, and is only a wish without it
_PR_SET_PDEATHSIG = 1


class Outlet:
    """Sends link events to the server."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def say(self, **frame: object) -> None:
        self._writer.write(wire.pack(frame))

    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        self.say(link="lost", about=[call, participant, leg])

    def link_back(self, call: str, participant: str, leg: Leg) -> None:
        self.say(link="back", about=[call, participant, leg])


async def serve(end: socket.socket) -> None:
    """Answer the server until it is gone or says stop."""
    reader, writer = await asyncio.open_unix_connection(sock=end)
    outlet = Outlet(writer)
    hello = await wire.read(reader)
    if hello is None:
        return
    try:
        await check_call()
    except SelfTestFailed as failure:
        outlet.say(failed=str(failure))
        await writer.drain()
        return
    relay = Relay(MediaConfig(tuple(hello["addresses"]), tuple(hello["ports"])), outlet)
    for call, participants, blind in hello["gates"]:
        await relay.set_gate(call, frozenset(participants), frozenset(blind))
    for call, participant, leg in hello["lost"]:
        relay.presume_lost(call, participant, leg)
    gc.collect()
    gc.freeze()  # what exists now lives for ever; the collector need not look at it again
    outlet.say(ready=True)
    stop = asyncio.Event()
    # The kernel's word that the parent died; the closed socket says so too unless a fork still holds it.
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, stop.set)
    jobs = [
        asyncio.create_task(_pulse(relay, outlet)),
        asyncio.create_task(_obey(reader, relay, outlet, stop)),
    ]
    await stop.wait()
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    await relay.stop()
    writer.close()


async def _obey(reader: asyncio.StreamReader, relay: Relay, outlet: Outlet, stop: asyncio.Event) -> None:
    tasks: set[asyncio.Task[None]] = set()
    while (frame := await wire.read(reader)) is not None:
        task = asyncio.create_task(_answer(frame, relay, outlet))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    stop.set()


async def _answer(frame: wire.Frame, relay: Relay, outlet: Outlet) -> None:
    number = frame["id"]
    try:
        result = await _do(frame["do"], frame["with"], relay)
    except DomainError as error:
        refusal = {"kind": type(error).__name__, "code": error.code, "data": error.data}
        outlet.say(id=number, refusal=refusal, stats=asdict(relay.stats()))
    except Exception:
        log.exception("x order failed do=%s", frame["do"])
        refusal = {"kind": "Unavailable", "code": "media.unavailable", "data": {}}
        outlet.say(id=number, refusal=refusal, stats=asdict(relay.stats()))
    else:
        outlet.say(id=number, result=result, stats=asdict(relay.stats()))


async def _do(verb: str, given: list[Any], relay: Relay) -> object:
    if verb == "publish":
        return asdict(await relay.publish(given[0], given[1], given[2]))
    if verb == "watch":
        return asdict(await relay.watch(given[0], given[1], given[2], given[3]))
    if verb == "close":
        return await relay.close(given[0])
    if verb == "gate":
        await relay.set_gate(given[0], frozenset(given[1]), frozenset(given[2]))
    elif verb == "prepare":
        await relay.prepare(given[0])
    elif verb == "close_call":
        await relay.close_call(given[0])
    elif verb == "close_participant":
        await relay.close_participant(given[0], given[1])
    else:
        raise ValueError(f"unknown order {verb}")
    return None


async def _pulse(relay: Relay, outlet: Outlet) -> None:
    late = 0.0
    while True:
        signal.setitimer(signal.ITIMER_REAL, HANG_S)  # not reached in time: SIGALRM ends the process
        outlet.say(stats=asdict(relay.stats()), late=late)
        late = 0.0
        for _ in range(LOOKS):
            asleep = time.monotonic()
            await asyncio.sleep(PULSE_S / LOOKS)
            late = max(late, time.monotonic() - asleep - PULSE_S / LOOKS)


def main() -> None:
    """Entry point: the number of the inherited socket is the only argument."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGHUP)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C and a stopping service: the server decides when
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    logging.basicConfig(level=sys.argv[2], format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("aiortc").setLevel(logging.WARNING)
    logging.getLogger("aioice").setLevel(logging.WARNING)
    uvloop.run(serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
