"""The helpers below everything."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from pathlib import Path

import pytest

from iga_madoguchi.kit import files, lock, tasks, throttle
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.kit.transitions import Transitions

pytestmark = pytest.mark.anyio


async def test_blocking_work_runs_beside_the_loop_and_its_errors_come_through() -> None:
    assert await tasks.offload(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await tasks.offload(lambda: 1 // 0)


async def test_a_supervised_task_is_restarted_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "RESTART_DELAY_S", 0)
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)
        if len(runs) < 3:
            raise RuntimeError

    await tasks.supervise("test", work)
    assert len(runs) == 3


async def test_cancelling_waits_until_the_task_is_gone() -> None:
    async def forever() -> None:
        await asyncio.sleep(1000)

    task = tasks.supervise("test", forever)
    await asyncio.sleep(0)
    await tasks.cancel(task)
    assert task.cancelled()


def test_a_file_is_there_wholly_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "sub" / "file"
    files.write_atomically(target, b"one")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"one", 0o600)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_atomically(target, b"two")
    assert target.read_bytes() == b"one"
    assert [path.name for path in target.parent.iterdir()] == ["file"], "no rest stays"


def test_a_lock_is_held_once_and_freed_with_its_file(tmp_path: Path) -> None:
    first = lock.hold(tmp_path / "lock")
    with pytest.raises(BlockingIOError):
        lock.hold(tmp_path / "lock")
    first.close()
    lock.hold(tmp_path / "lock").close()


def test_a_throttle_allows_a_burst_then_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    doors = Throttle(per_second=1, burst=2)
    assert [doors.allow("a") for _ in range(3)] == [True, True, False]
    assert doors.allow("b"), "each key has its own bucket"
    moment[0] += 1
    assert [doors.allow("a") for _ in range(2)] == [True, False]


def test_a_flood_of_keys_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "KEYS_LIMIT", 10)
    doors = Throttle(per_second=1, burst=1)
    for number in range(100):
        doors.allow(str(number))
    assert len(doors._buckets) == 10


def test_a_fault_is_told_when_it_begins_and_when_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    state = Transitions(logging.getLogger("test"))
    for _ in range(3):
        state.failed("disk", "full")
    assert state.failing == {"disk"}
    for _ in range(3):
        state.worked("disk")
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for others")
def test_what_root_writes_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 1234)
    files.write_atomically(tmp_path / "key", b"x")
    assert (tmp_path / "key").stat().st_uid == 1234
