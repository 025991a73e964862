"""Stacks that are not browsers: GStreamer's webrtcbin publishes, stock aiortc publishes and watches."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame

from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.relay import Relay
from tests.media.peers import CALL, PORTS, RecordingEvents

pytestmark = pytest.mark.anyio

SYSTEM_PYTHON = "/usr/bin/python3"
PUBLISHER = Path(__file__).with_name("gst_publisher.py")
NEEDS = (
    "import gi; gi.require_version('GstWebRTC', '1.0'); from gi.repository import Gst, GstWebRTC; "
    "Gst.init(None); assert all(map(Gst.ElementFactory.find, ('webrtcbin', 'nicesink', 'vp8enc')))"
)
PACKAGES = "gstreamer1.0-plugins-bad gstreamer1.0-nice python3-gst-1.0 gir1.2-gst-plugins-bad-1.0"


@pytest.fixture(scope="module")
def _gstreamer() -> None:
    done = subprocess.run([SYSTEM_PYTHON, "-c", NEEDS], capture_output=True)
    assert done.returncode == 0, f"GStreamer's WebRTC is missing; apt-get install {PACKAGES}"


@pytest.mark.usefixtures("_gstreamer")
async def test_gstreamer_publishes_voice_face_and_paper(relay: Relay) -> None:
    async with _gst(relay) as gst, _watching(relay, "alice") as tracks:
        await relay.set_gate(CALL, frozenset({"alice", "bob"}))
        voice, face, paper = [await asyncio.wait_for(track.recv(), 10) for track in tracks]
        assert isinstance(voice, AudioFrame)
        assert isinstance(face, VideoFrame)
        assert isinstance(paper, VideoFrame)
        assert (face.width, paper.width) == (640, 1280)
        later = [await asyncio.wait_for(tracks[1].recv(), 5) for _ in range(15)]
        assert bytes(later[-1].planes[0]) != bytes(face.planes[0]), "the picture moves"
        assert gst.returncode is None


@pytest.mark.usefixtures("_gstreamer")
async def test_gstreamer_may_publish_one_track_only(relay: Relay) -> None:
    async with _gst(relay, tracks="video"), _watching(relay, "alice", kinds=("video",)) as tracks:
        await relay.set_gate(CALL, frozenset({"alice", "bob"}))
        face = await asyncio.wait_for(tracks[0].recv(), 10)
        assert face.width == 640


async def test_stock_aiortc_publishes_and_watches(relay: Relay) -> None:
    """Its own classes are used beside ours in one process: nothing of aiortc is replaced globally."""
    async with _publishing(relay, "alice"), _watching(relay, "alice") as tracks:
        await relay.set_gate(CALL, frozenset({"alice", "bob"}))
        for track, kind in zip(tracks, (AudioFrame, VideoFrame, VideoFrame), strict=True):
            assert isinstance(await asyncio.wait_for(track.recv(), 10), kind)


async def test_stock_aiortc_calls_itself_beside_the_relay(relay: Relay) -> None:
    one, two = _connection(), _connection()
    one.addTrack(AudioStreamTrack())
    await one.setLocalDescription(await one.createOffer())
    await two.setRemoteDescription(one.localDescription)
    await two.setLocalDescription(await two.createAnswer())
    await one.setRemoteDescription(two.localDescription)
    receiver = two.getReceivers()[0]
    assert type(receiver) is RTCRtpReceiver
    assert isinstance(await asyncio.wait_for(receiver.track.recv(), 10), AudioFrame)
    await one.close()
    await two.close()


@pytest.fixture
async def relay(events: RecordingEvents) -> AsyncIterator[Relay]:
    """On an address of this machine: libnice and aiortc do not use the loopback interface."""
    found = [address for addresses in psutil.net_if_addrs().values() for address in addresses]
    own = [a.address for a in found if a.family == socket.AF_INET and not a.address.startswith("127.")]
    relay = Relay(MediaConfig((own[0],), PORTS), events)
    yield relay
    await relay.stop()


def _connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


@asynccontextmanager
async def _publishing(relay: Relay, who: str) -> AsyncIterator[None]:
    connection = _connection()
    for track in (AudioStreamTrack(), VideoStreamTrack(), VideoStreamTrack()):
        connection.addTransceiver(track, direction="sendonly")
    await connection.setLocalDescription(await connection.createOffer())
    made = await relay.publish(CALL, who, connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(made.answer, "answer"))
    yield
    await connection.close()


@asynccontextmanager
async def _watching(
    relay: Relay, whom: str, kinds: tuple[str, ...] = ("audio", "video", "video")
) -> AsyncIterator[list]:  # type: ignore[type-arg]
    connection = _connection()
    transceivers = [connection.addTransceiver(kind, direction="recvonly") for kind in kinds]
    await connection.setLocalDescription(await connection.createOffer())
    made = await relay.watch(CALL, "bob", whom, connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(made.answer, "answer"))
    yield [transceiver.receiver.track for transceiver in transceivers]
    await connection.close()


@asynccontextmanager
async def _gst(relay: Relay, tracks: str = "audio,video,video") -> AsyncIterator[asyncio.subprocess.Process]:
    """GStreamer as alice, connected."""
    gst = await asyncio.create_subprocess_exec(
        SYSTEM_PYTHON,
        str(PUBLISHER),
        "--stdio",
        "--tracks",
        tracks,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert gst.stdin is not None
    assert gst.stdout is not None
    try:
        line = json.loads(await asyncio.wait_for(gst.stdout.readline(), 20))
        made = await relay.publish(CALL, "alice", line["offer"])
        gst.stdin.write(json.dumps({"answer": made.answer}).encode() + b"\n")
        while line.get("state") != "connected":
            line = json.loads(await asyncio.wait_for(gst.stdout.readline(), 20))
        yield gst
    finally:
        gst.terminate()
        gst.stdin.close()
        await gst.wait()
        gst._transport.close()  # type: ignore[attr-defined]  # else its pipes are closed by the collector
