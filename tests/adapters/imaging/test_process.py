"""Imaging as the server uses it: in a child that may do little, is replaced when it dies, and dies with its
parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest

from iga_madoguchi.adapters.imaging import host, wire, worker
from iga_madoguchi.adapters.imaging.bounds import PICTURE_LIMIT
from iga_madoguchi.adapters.imaging.host import OpenCvImaging
from iga_madoguchi.domain.papers.ports import Imaging
from iga_madoguchi.errors import InvalidInput, Unavailable
from tests.scenes import scenes

PLAIN = scenes.jpeg(np.full((200, 300, 3), 90, np.uint8))
JOB_S = 60.0  # a machine that tests may be busy, and a child of low priority waits
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def imaging() -> Iterator[OpenCvImaging]:
    imaging = OpenCvImaging(JOB_S)
    yield imaging
    imaging.close()


def until(so: Callable[[], bool], what: str, within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while not so():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_picture_goes_through_and_the_child_stays_warm(imaging: OpenCvImaging) -> None:
    port: Imaging = imaging
    assert imaging.pid is None, "nothing runs before the first picture"
    still = port.still([PLAIN, PLAIN])
    assert (still.width, still.height, still.corners, still.certain) == (300, 200, None, False)
    first = imaging.pid
    turned = port.straighten(still.received, None, 90)
    assert (turned.page_width, turned.page_height) == (200, 300)
    assert imaging.pid == first


def test_who_says_that_a_picture_will_come_does_not_wait_for_the_child_then(imaging: OpenCvImaging) -> None:
    imaging.prepare()
    imaging.prepare()
    deadline = time.monotonic() + 20
    while imaging.pid is None:
        assert time.monotonic() < deadline, "nothing was started"
        time.sleep(0.01)
    started = imaging.pid
    assert imaging.still([PLAIN]).width == 300
    assert imaging.pid == started
    imaging.close()
    imaging.prepare()
    assert imaging.pid is None, "nothing comes back to life"


def test_refusals_come_through_with_their_codes(imaging: OpenCvImaging) -> None:
    for pictures, code in (
        ([], "unreadable"),
        ([PLAIN] * 9, "too_large"),
        ([bytes(PICTURE_LIMIT + 1)], "too_large"),
        ([b"GIF89a"], "type"),
        ([PLAIN, PLAIN[:300]], "unreadable"),
    ):
        with pytest.raises(InvalidInput) as refused:
            imaging.still(pictures)
        assert refused.value.code == f"papers.picture.{code}"
    assert imaging.still([PLAIN]).width == 300


def test_the_child_may_do_little(imaging: OpenCvImaging) -> None:
    imaging.still([PLAIN])
    assert imaging.pid is not None
    child = psutil.Process(imaging.pid)
    assert child.nice() == min(os.getpriority(os.PRIO_PROCESS, 0) + worker.NICE, 19)
    assert child.rlimit(psutil.RLIMIT_AS)[1] == worker.MEMORY_LIMIT
    assert child.rlimit(psutil.RLIMIT_NOFILE)[1] == worker.FILES_LIMIT
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert child.num_threads() <= worker.THREADS
    assert os.getsid(imaging.pid) == imaging.pid, "its work is charged to nobody else"
    assert set(child.environ()) <= {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LC_CTYPE"}, (
        "no secret of the server's"
    )


def test_the_server_never_loads_the_picture_libraries() -> None:
    code = (
        "import sys, iga_madoguchi.adapters.imaging.host;"
        "sys.exit(bool({'cv2', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


def test_a_child_that_dies_is_replaced(imaging: OpenCvImaging) -> None:
    imaging.still([PLAIN])
    first = imaging.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    with pytest.raises(Unavailable) as failed:
        imaging.still([PLAIN])
    assert failed.value.code == "papers.imaging.failed"
    assert imaging.still([PLAIN]).width == 300
    assert imaging.pid != first


def test_a_child_that_hangs_is_killed_and_replaced() -> None:
    imaging = OpenCvImaging(job_s=3.0)
    try:
        imaging.still([PLAIN])
        first = imaging.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(Unavailable):
            imaging.still([PLAIN])
        assert time.monotonic() - started < 10
        assert gone(first)
        assert imaging.still([PLAIN]).width == 300
    finally:
        imaging.close()


def test_more_than_may_wait_is_refused_at_once() -> None:
    imaging = OpenCvImaging(JOB_S, waiting=2)
    with ThreadPoolExecutor(6) as pool:
        try:
            imaging.still([PLAIN])
            child = imaging.pid
            assert child is not None
            os.kill(child, signal.SIGSTOP)
            jobs = [pool.submit(imaging.still, [PLAIN])]
            until(lambda: imaging._jobs.qsize() == 0, "the first is at work")
            jobs += [pool.submit(imaging.still, [PLAIN]) for _ in range(2)]
            until(lambda: imaging._jobs.qsize() == 2, "two wait")
            started = time.monotonic()
            with pytest.raises(Unavailable) as busy:
                imaging.still([PLAIN])
            assert busy.value.code == "papers.imaging.busy"
            assert time.monotonic() - started < 0.5
            os.kill(child, signal.SIGCONT)
            assert [job.result(JOB_S).width for job in jobs] == [300] * 3, "who waited is served"
        finally:
            imaging.close()


def test_a_child_without_work_ends_and_another_one_comes() -> None:
    imaging = OpenCvImaging(JOB_S, idle_s=0.3)
    try:
        imaging.still([PLAIN])
        first = imaging.pid
        assert first is not None
        until(lambda: imaging.pid is None and gone(first), "it ended")
        assert imaging.still([PLAIN]).width == 300
    finally:
        imaging.close()


def test_a_child_is_replaced_after_many_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "JOBS_PER_CHILD", 2)
    imaging = OpenCvImaging(JOB_S)
    try:
        imaging.still([PLAIN])
        first = imaging.pid
        imaging.still([PLAIN])
        imaging.still([PLAIN])
        assert imaging.pid != first
    finally:
        imaging.close()


def test_closing_ends_the_child_and_refuses_what_comes_later() -> None:
    imaging = OpenCvImaging(JOB_S)
    imaging.still([PLAIN])
    child = imaging.pid
    assert child is not None
    imaging.close()
    imaging.close()
    assert gone(child)
    with pytest.raises(Unavailable):
        imaging.still([PLAIN])


def test_the_child_dies_with_a_parent_that_is_killed() -> None:
    code = """
        import sys, threading, time
        from iga_madoguchi.adapters.imaging.host import OpenCvImaging
        imaging, data = OpenCvImaging(60.0), sys.stdin.buffer.read()
        # A thread of a pool comes and goes; the child must not go with it.
        threading.Thread(target=imaging.still, args=([data],)).start()
        while imaging.pid is None or imaging._done == 0:
            time.sleep(0.02)
        time.sleep(0.3)
        imaging.still([data])
        print(imaging.pid, flush=True)
        time.sleep(60)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent.stdin, parent.stdout:
        parent.stdin.write(PLAIN)
        parent.stdin.close()
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
        parent.wait()
        until(lambda: gone(child), "the child is gone too")


def test_messages_have_bounds() -> None:
    import socket

    for sent in (
        b"\xff\xff\xff\xff",
        (9).to_bytes(4, "big") + b"not json!",
        (12).to_bytes(4, "big") + b"[{},[99999]]"[:12],
        (24).to_bytes(4, "big") + b"[{},[1,1,1,1,1,1,1,1,1]]",
        (20).to_bytes(4, "big") + b"[{},[-1,1111111111]]",
    ):
        one, two = socket.socketpair()
        with two:
            with one:
                one.sendall(sent)
            with pytest.raises(wire.Gone):
                wire.receive(two)
