"""Proves at the start that the private names of aiortc, aioice and pylibsrtp still do what we lean on."""

from __future__ import annotations

import asyncio
import struct
from importlib.metadata import version

from iga_madoguchi.domain.calls.ports import Leg
from iga_madoguchi.media import rtcp
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.loopback import LoopbackClient
from iga_madoguchi.media.relay import Relay

PINS = {"aiortc": "1.16.0", "aioice": "0.13.0", "pylibsrtp": "1.0.0"}
TIMEOUT_S = 5.0  # s; it takes a tenth of one on a machine that is not starved


class SelfTestFailed(Exception):
    """The relay must not start; the message says why and what to do."""


def check_versions() -> None:
    """Raises SelfTestFailed unless exactly the versions this was written against are installed."""
    wrong = [f"{name} {version(name)} (need {pin})" for name, pin in PINS.items() if version(name) != pin]
    if wrong:
        raise SelfTestFailed(
            f"the media relay does not run on {', '.join(wrong)}; install the pinned requirements.txt"
        )


async def check_call() -> None:
    """One voice packet through ICE, DTLS, SRTP, gate and repair, over 127.0.0.1. Raises SelfTestFailed."""
    check_versions()
    relay = Relay(MediaConfig(("127.0.0.1",), (0, 1)), _Deaf())
    publisher, viewer = LoopbackClient("sendonly"), LoopbackClient("recvonly")
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await _call(relay, publisher, viewer)
    except TimeoutError:
        raise SelfTestFailed(_no_way(publisher, viewer)) from None
    except (AttributeError, TypeError) as error:
        raise SelfTestFailed(f"a private name the media relay leans on has changed: {error}") from error
    finally:
        await relay.stop()
        await publisher.close()
        await viewer.close()


async def _call(relay: Relay, publisher: LoopbackClient, viewer: LoopbackClient) -> None:
    publisher.accept((await relay.publish("self-test", "a", publisher.offer)).answer)
    viewer.accept((await relay.watch("self-test", "b", "a", viewer.offer)).answer)
    await publisher.connected.wait()
    await viewer.connected.wait()
    _speak(publisher, 100)
    await asyncio.sleep(0.02)
    if _voice(viewer):
        raise SelfTestFailed("the media relay let voice through a closed gate")
    await relay.set_gate("self-test", frozenset("ab"))
    await _speak_until_heard(publisher, 200, viewer)
    viewer.lose = 1
    await _speak_until_heard(publisher, 300, viewer)
    _, _, after, _, ssrc = struct.unpack_from("!BBHLL", _voice(viewer)[-1])
    viewer.send_rtcp(rtcp.nack(1, ssrc, [(after - 1) & 0xFFFF]))
    while len(_voice(viewer)) < 3:
        await asyncio.sleep(0.001)


async def _speak_until_heard(publisher: LoopbackClient, seq: int, viewer: LoopbackClient) -> None:
    heard = len(_voice(viewer))
    while len(_voice(viewer)) == heard:
        _speak(publisher, seq)
        seq += 1
        await asyncio.sleep(0.01)


def _speak(client: LoopbackClient, seq: int) -> None:
    client.send_rtp(struct.pack("!BBHLL", 128, 96, seq, seq * 960, client.ssrc) + b"self-test")


def _voice(client: LoopbackClient) -> list[bytes]:
    return [packet for packet in client.received if packet[1] & 127 == 96]


def _no_way(publisher: LoopbackClient, viewer: LoopbackClient) -> str:
    if not (publisher.connected.is_set() and viewer.connected.is_set()):
        return "the media relay could not connect to itself over 127.0.0.1 (ICE or DTLS)"
    return "the media relay connected to itself but no voice came through, or a lost packet was not repaired"


class _Deaf:
    def link_lost(self, call: str, participant: str, leg: Leg) -> None:
        """Nobody listens to the self-test's links."""

    def link_back(self, call: str, participant: str, leg: Leg) -> None:
        """Nobody listens to the self-test's links."""
