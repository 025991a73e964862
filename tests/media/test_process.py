"""The relay as the server runs it: a child process, restarted when it dies, dead when its parent is."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iga_madoguchi.errors import InvalidInput, Unavailable
from iga_madoguchi.media import selftest
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.host import RelayProcess
from tests.media.peers import (
    CALL,
    FACE_SSRC,
    KEYFRAME,
    PORTS,
    VIDEO_PT,
    Cast,
    RecordingEvents,
    packets,
    rtp,
    until,
)

pytestmark = pytest.mark.anyio
CONFIG = MediaConfig(("127.0.0.1",), PORTS)


@pytest.fixture
async def process(events: RecordingEvents) -> AsyncIterator[RelayProcess]:
    process = RelayProcess(CONFIG, events)
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
async def cast(process: RelayProcess) -> AsyncIterator[Cast]:
    cast = Cast(process)
    yield cast
    await cast.close()


async def test_a_whole_call_through_the_child(process: RelayProcess, cast: Cast) -> None:
    alice, published = await cast.publish("alice")
    bob, watched = await cast.watch("bob", "alice")
    await process.set_gate(CALL, frozenset({"alice", "bob"}))
    for seq in range(20):
        alice.send_rtp(rtp(FACE_SSRC, seq, seq, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 20, "the picture")
    await process.set_gate(CALL, frozenset({"alice", "bob"}))  # an answer brings fresh counters
    assert (process.stats().peers, process.stats().calls) == (2, 1)
    assert process.stats().packets_in >= 20
    assert await process.close(published.id)
    assert not await process.close(published.id)
    await process.close_participant(CALL, "bob")
    await process.close_call(CALL)
    assert (process.stats().peers, process.stats().calls) == (0, 0)


async def test_packets_are_in_nobody_elses_session(process: RelayProcess) -> None:
    """Linux shares processors out among sessions: pages' work must not be charged to packets."""
    assert process.pid is not None
    assert os.getsid(process.pid) == process.pid != os.getsid(0)


async def test_an_answer_takes_a_moment_and_not_a_blink(process: RelayProcess, cast: Cast) -> None:
    took = []
    for number in range(10):
        client = cast.client("sendonly")
        started = time.monotonic()
        await process.publish(f"call-{number}", "alice", client.offer)
        took.append(time.monotonic() - started)
    assert sorted(took)[5] < 0.05


async def test_refusals_come_through_with_their_codes(process: RelayProcess) -> None:
    with pytest.raises(InvalidInput) as malformed:
        await process.publish(CALL, "mallory", "v=0\r\n\ud800")
    assert malformed.value.code == "media.sdp.malformed"
    with pytest.raises(InvalidInput) as large:
        await process.publish(CALL, "mallory", "x" * 10_000_000)
    assert large.value.code == "media.sdp.too_large"


async def test_ports_run_out_with_a_word(events: RecordingEvents) -> None:
    process = RelayProcess(MediaConfig(("127.0.0.1",), (PORTS[0], PORTS[0])), events)
    await process.start()
    cast = Cast(process)
    await process.publish(CALL, "alice", cast.client("sendonly").offer)
    with pytest.raises(Unavailable) as caught:
        await process.publish(CALL, "bob", cast.client("sendonly").offer)
    assert caught.value.code == "media.ports.exhausted"
    await process.stop()
    await cast.close()


async def test_links_are_reported_through_the_child(
    process: RelayProcess, cast: Cast, events: RecordingEvents
) -> None:
    alice, _ = await cast.publish("alice")
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    alice.vanish()
    await until(lambda: events.said == [("lost", "alice", "publish")], "the link is lost")
    again, _ = await cast.publish("alice")
    again.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: events.said[1:] == [("back", "alice", "publish")], "the link is back")


async def test_a_crash_is_told_to_everybody_and_healed(
    process: RelayProcess, cast: Cast, events: RecordingEvents
) -> None:
    """The gate survives in the server, so a new pair of connections is all it takes."""
    await cast.publish("alice")
    await cast.watch("bob", "alice")
    await process.set_gate(CALL, frozenset({"alice", "bob"}))
    old = process.pid
    assert old is not None
    os.kill(old, signal.SIGKILL)
    await until(lambda: len(events.said) == 2, "both links are reported lost")
    assert set(events.said) == {("lost", "alice", "publish"), ("lost", "bob", "watch")}
    assert process.unheard(CALL) == {"alice"}, "also while there is no child; bob sends nothing"
    await until(lambda: process.pid not in (None, old) and process.stats().restarts == 1, "another child")
    alice, bob = await _back(cast)
    alice.send_rtp(rtp(FACE_SSRC, 1, 1, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == 1, "the picture, through the old gate")
    await until(lambda: len(events.said) == 4, "both links are back")
    assert set(events.said[2:]) == {("back", "alice", "publish"), ("back", "bob", "watch")}
    assert process.unheard(CALL) == frozenset()


async def test_while_there_is_no_child_the_port_says_so_at_once(process: RelayProcess, cast: Cast) -> None:
    client = cast.client("sendonly")
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    order = asyncio.create_task(process.publish(CALL, "alice", client.offer))
    await asyncio.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(Unavailable) as caught:
        await order
    assert caught.value.code == "media.unavailable"
    await process.set_gate(CALL, frozenset({"alice"}))  # kept for the next child
    await process.close_call(CALL)


async def test_ctrl_c_and_a_stopping_service_leave_the_child_to_the_server(process: RelayProcess) -> None:
    assert process.pid is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(process.pid, number)
    await asyncio.sleep(0.1)
    await process.set_gate(CALL, frozenset())
    assert process.stats().restarts == 0


async def test_stop_leaves_no_process(events: RecordingEvents) -> None:
    process = RelayProcess(CONFIG, events)
    await process.start()
    pid = process.pid
    await process.stop()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_the_child_dies_with_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    """Also when a fork of the parent still holds the other end of the pipe."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import asyncio, os, sys, time\n"
        "from iga_madoguchi.media.config import MediaConfig\n"
        "from iga_madoguchi.media.host import RelayProcess\n"
        "async def main():\n"
        f"    relay = RelayProcess(MediaConfig(('127.0.0.1',), {PORTS}), None)\n"
        "    await relay.start()\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(4); os._exit(0)\n"
        "    sys.stdout.write(f'{relay.pid}\\n'); sys.stdout.flush()\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(await asyncio.to_thread(parent.stdout.readline))
        parent.send_signal(how)
        parent.wait()
        await until(lambda: not _runs(child), "the child is gone", within_s=3)


async def test_a_child_whose_loop_stands_still_ends_itself(
    process: RelayProcess, events: RecordingEvents
) -> None:
    """The alarm that the child renews every second is the only way out of an endless loop."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGALRM)
    await until(lambda: process.stats().restarts == 1, "another child")


async def test_self_test_names_a_wrong_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(selftest.PINS, "aiortc", "9.9.9")
    with pytest.raises(selftest.SelfTestFailed, match=r"aiortc 1\.16\.0 \(need 9\.9\.9\)"):
        await selftest.check_call()


async def test_self_test_takes_less_than_a_second() -> None:
    started = time.monotonic()
    await selftest.check_call()
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("name", ["_setup_srtp", "_validate_peer_identity", "_do_handshake", "_recv_next"])
async def test_self_test_notices_a_changed_private_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What a future aiortc might do to us."""

    def gone(*given: object) -> None:
        raise AttributeError(name)

    monkeypatch.setattr(selftest, "TIMEOUT_S", 0.5)
    monkeypatch.setattr(f"aiortc.rtcdtlstransport.RTCDtlsTransport.{name}", gone)
    with pytest.raises(selftest.SelfTestFailed):
        await selftest.check_call()


async def _back(cast: Cast) -> tuple:  # type: ignore[type-arg]
    """Browsers ask again until the relay answers."""
    for _ in range(100):
        try:
            alice, _ = await cast.publish("alice")
            bob, _ = await cast.watch("bob", "alice")
            return alice, bob
        except Unavailable:
            await asyncio.sleep(0.05)
    raise AssertionError("the relay is not back")


def _runs(pid: int) -> bool:
    """A process that is not there or only waits to be reaped does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
