"""A call goes on while its ports, and the port of one that has not begun, are flooded by strangers.

One round: two people talk and see each other through the relay's own process while

1. the port of a third who has offered and not connected yet gets 20,000 datagrams a second, from somebody who
   knows the port, then from somebody who has heard the user name too, and the third connects meanwhile;
2. the port to which one of the two speaks gets 100,000 a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import uvloop

from iga_madoguchi.domain.calls.ports import MediaResource
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.host import RelayProcess
from iga_madoguchi.media.loopback import LoopbackClient
from tests.media.peers import (
    CALL,
    FACE_SSRC,
    KEYFRAME,
    PORTS,
    VOICE_PT,
    Cast,
    RecordingEvents,
    fields,
    packets,
    rtp,
)
from tests.media.peers import VIDEO_PT as FACE_PT
from tests.soak import strangers

SECONDS = float(os.environ.get("IGA_SOAK_FLOOD_S", "60"))  # of one round; ten rounds are the whole
BEFORE, AFTER = 20_000, 100_000  # datagrams a second
VOICE_S = 0.02  # between two packets of voice, each with four of the face
LOSS_LIMIT = 0.01
LATE_LIMIT_S = 0.1
CORE_LIMIT = 0.5  # of a core for the relay in the second half; without the kernel it takes all of one
SENT_SHARE = 0.8  # of these rates at least, or the round says nothing
WAIT_S = 8.0  # s from an offer to the end of its flood
SETTLE_S = 0.5


def flood(_number: int) -> Mapping[str, float]:
    return uvloop.run(round_(SECONDS))


async def round_(seconds: float) -> dict[str, float]:
    """Raises AssertionError when the call suffers."""
    events = RecordingEvents()
    relay = RelayProcess(MediaConfig(("127.0.0.1",), PORTS), events)
    await relay.start()
    cast = Cast(relay)
    try:
        return await _under_fire(relay, cast, events, seconds)
    finally:
        await cast.close()
        await relay.stop()


async def _under_fire(
    relay: RelayProcess, cast: Cast, events: RecordingEvents, seconds: float
) -> dict[str, float]:
    alice, alice_made = await cast.publish("alice")
    bob, _ = await cast.publish("bob")
    at_bob, _ = await cast.watch("bob", "alice")
    at_alice, _ = await cast.watch("alice", "bob")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    watched = asyncio.create_task(_watch(relay))
    talking = [asyncio.create_task(_talk(alice)), asyncio.create_task(_talk(bob))]
    figures: dict[str, float] = {}
    before, half = 0, time.monotonic() + seconds / 2
    try:
        while time.monotonic() < half:
            before += await _arrival(relay, cast, figures)
        spent_s = _spent_s(relay)
        after = await _strangers(alice_made, AFTER, seconds / 2, "-")
        spent_s = _spent_s(relay) - spent_s
    finally:
        for task in talking:
            task.cancel()
    spoken = [await task for task in talking]
    await asyncio.sleep(SETTLE_S)
    watched.cancel()
    late_s = await watched
    figures |= {"before": before, "after": after, "max_late_ms": round(late_s * 1000, 1)}
    figures |= {"voice": sum(spoken), "lost": 0, "max_core_percent": round(100 * spent_s / (seconds / 2), 1)}
    for hearer, said in ((at_bob, spoken[0]), (at_alice, spoken[1])):
        heard = len({fields(packet)[1:3] for packet in packets(hearer, VOICE_PT)})
        figures["lost"] += said - heard
        figures["max_loss_percent"] = max(figures.get("max_loss_percent", 0), 100 * (1 - heard / said))
        assert heard >= (1 - LOSS_LIMIT) * said, f"{said - heard} of {said} voice packets lost: {figures}"
        assert packets(hearer, FACE_PT)
    figures["max_loss_percent"] = round(figures["max_loss_percent"], 3)
    assert not events.said, f"a running call's link: {events.said}"
    assert late_s <= LATE_LIMIT_S, f"the relay's loop stood still: {figures}"
    assert spent_s <= CORE_LIMIT * seconds / 2, f"the strangers reached the relay: {figures}"
    assert relay.stats().restarts == 0
    return figures


async def _arrival(relay: RelayProcess, cast: Cast, figures: dict[str, float]) -> int:
    """Somebody offers, is flooded, connects all the same and goes again; how many datagrams that were."""
    carol = cast.client("sendonly")
    made = await relay.publish("another", "carol", carol.offer)
    sent = await _strangers(made, BEFORE, WAIT_S / 2, "-")
    storm = asyncio.create_task(_strangers(made, BEFORE, WAIT_S / 2, _name(made, carol.offer)))
    await asyncio.sleep(WAIT_S / 4)
    begun = time.monotonic()
    await cast.connect(carol, made)
    took = round((time.monotonic() - begun) * 1000, 1)
    figures["max_connected_ms"] = max(figures.get("max_connected_ms", 0), took)
    sent += await storm
    await relay.close(made.id)
    await carol.close()
    return sent


async def _talk(client: LoopbackClient) -> int:
    """Voice and face until cancelled; how many packets of voice were sent."""
    seq, loop, due = 0, asyncio.get_running_loop(), asyncio.get_running_loop().time()
    try:
        while True:
            client.send_rtp(rtp(client.ssrc, seq, seq * 960, bytes(160), VOICE_PT))
            for part in range(4):
                client.send_rtp(rtp(FACE_SSRC, 4 * seq + part, seq * 1800, KEYFRAME + bytes(1000)))
            seq, due = seq + 1, due + VOICE_S
            await asyncio.sleep(max(0.0, due - loop.time()))
    except asyncio.CancelledError:
        return seq


async def _watch(relay: RelayProcess) -> float:
    """The longest standstill of the relay's loop until cancelled."""
    worst = 0.0
    try:
        while True:
            worst = max(worst, relay.lag_s())
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return worst


async def _strangers(made: MediaResource, rate: int, seconds: float, user: str) -> int:
    """Sent in a process of its own. Raises when it could not send nearly as many as it should."""
    port = next(line for line in made.answer.splitlines() if line.startswith("a=candidate:")).split()[5]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", strangers.__name__, port, str(rate), str(seconds), user),
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    sent = int(told)
    assert sent >= SENT_SHARE * rate * seconds, f"only {sent / seconds:.0f} datagrams a second could be sent"
    return sent


def _spent_s(relay: RelayProcess) -> float:
    """Processor time of the relay's process so far."""
    times = Path(f"/proc/{relay.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def _name(made: MediaResource, offer: str) -> str:
    ours, theirs = (
        next(line[12:] for line in text.splitlines() if line.startswith("a=ice-ufrag:"))
        for text in (made.answer, offer)
    )
    return f"{ours}:{theirs}"
