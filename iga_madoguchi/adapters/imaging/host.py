"""Imaging as the server sees it: the port in front of a child process that does the work and may die of it.

One thread of its own starts the child, hands it one job after the other and ends it: the kernel's promise
that a child dies with its parent holds for the thread that started it, and threads of a pool come and go.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from iga_madoguchi import errors
from iga_madoguchi.adapters.imaging import wire
from iga_madoguchi.adapters.imaging.bounds import FRAMES_LIMIT, PICTURE_LIMIT, PICTURES_LIMIT
from iga_madoguchi.domain.papers.ports import Corner, Still
from iga_madoguchi.errors import InvalidInput, Unavailable
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

JOB_S = 10.0  # s; a page takes half a second
START_S = 20.0  # s for the child to be ready; it takes half a second on a machine that is not starved
IDLE_S = 300.0  # s without work after which the child ends and gives its memory back
WAITING_LIMIT = 3  # jobs; each holds one thread of the pool in which pages are answered
JOBS_PER_CHILD = 100  # then another one: whatever a picture left behind goes with it
_ROOT = Path(__file__).resolve().parents[3]
_MAIN = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from iga_madoguchi.adapters.imaging.worker import main; main()"
)


@dataclass(frozen=True)
class _Job:
    head: wire.Head
    blobs: Sequence[bytes]
    answer: Future[Still]


class OpenCvImaging:
    """Implements the Imaging port; usable from any thread. Starts nothing before the first picture."""

    def __init__(self, job_s: float = JOB_S, idle_s: float = IDLE_S, waiting: int = WAITING_LIMIT) -> None:
        self._job_s, self._idle_s = job_s, idle_s
        self._jobs: queue.Queue[_Job | Literal["start"] | None] = queue.Queue(waiting)
        self._lock = threading.Lock()
        self._keeper: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._end: socket.socket | None = None
        self._done = 0
        self._closed = False
        self._state = Transitions(log)

    @property
    def pid(self) -> int | None:
        """Of the present child; None while there is none."""
        child = self._child
        return child.pid if child is not None else None

    def prepare(self) -> None:
        if self._child is not None or self._closed:
            return
        with contextlib.suppress(queue.Full, Unavailable):
            self._put("start")

    def still(self, pictures: Sequence[bytes]) -> Still:
        if not pictures:
            raise InvalidInput("papers.picture.unreadable")
        if len(pictures) > FRAMES_LIMIT:
            raise InvalidInput("papers.picture.too_large")
        return self._order({"do": "still"}, pictures)

    def straighten(self, received: bytes, corners: tuple[Corner, ...] | None, turn: int) -> Still:
        if corners is not None and len(corners) != 4:
            raise InvalidInput("papers.picture.corners")
        points = None if corners is None else [[corner.x, corner.y] for corner in corners]
        return self._order({"do": "straighten", "corners": points, "turn": turn}, [received])

    def close(self) -> None:
        """End the child; what waits is refused."""
        with self._lock:
            self._closed = True
            keeper = self._keeper
        if keeper is None:
            return
        while keeper.is_alive():
            with contextlib.suppress(queue.Full):
                self._jobs.put(None, timeout=0.1)
            keeper.join(0.1)

    def _order(self, head: wire.Head, pictures: Sequence[bytes]) -> Still:
        if max(map(len, pictures)) > PICTURE_LIMIT or sum(map(len, pictures)) > PICTURES_LIMIT:
            raise InvalidInput("papers.picture.too_large")
        job = _Job(head, pictures, Future())
        try:
            self._put(job)
        except queue.Full:
            raise Unavailable("papers.imaging.busy") from None
        return job.answer.result()

    def _put(self, job: _Job | Literal["start"]) -> None:
        """Raises queue.Full, Unavailable."""
        with self._lock:
            if self._closed:
                raise Unavailable("papers.imaging.failed")
            self._jobs.put_nowait(job)
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="imaging", daemon=True)
                self._keeper.start()

    def _keep(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_s if self._child is not None else None)
            except queue.Empty:
                self._bury()
                continue
            if job is None:
                break
            if job == "start":
                self._start()
                continue
            try:
                job.answer.set_result(self._done_by_child(job))
            except errors.DomainError as error:
                job.answer.set_exception(error)
            except Exception:
                log.exception("x imaging failed")
                job.answer.set_exception(Unavailable("papers.imaging.failed"))
                self._bury()
        self._bury()
        with contextlib.suppress(queue.Empty):
            while True:
                if isinstance(left := self._jobs.get_nowait(), _Job):
                    left.answer.set_exception(Unavailable("papers.imaging.failed"))

    def _start(self) -> None:
        """Ahead of the first job; what fails now will be told when that comes."""
        try:
            if self._end is None:
                self._spawn()
        except (OSError, wire.Gone):
            self._bury()

    def _done_by_child(self, job: _Job) -> Still:
        try:
            end = self._end or self._spawn()
            end.settimeout(self._job_s)
            wire.send(end, job.head, job.blobs)
            head, blobs = wire.receive(end)
        except (OSError, wire.Gone) as error:  # TimeoutError is an OSError
            self._bury()
            self._state.failed("imaging", type(error).__name__)
            raise Unavailable("papers.imaging.failed") from None
        self._state.worked("imaging")
        self._done += 1
        if self._done >= JOBS_PER_CHILD:
            self._bury()
        if "refusal" in head:
            raise getattr(errors, head["refusal"])(head["code"])
        return _still(head["still"], blobs)

    def _spawn(self) -> socket.socket:
        """A child that has said it is ready."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-c", _MAIN, str(_ROOT), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # a thread reserves address space
                start_new_session=True,  # its work is not charged to the pages and packets of this server
            )
        self._end, self._done = ours, 0
        ours.settimeout(START_S)
        wire.receive(ours)
        log.info("- imaging process ready pid=%s", self._child.pid)
        return ours

    def _bury(self) -> None:
        """End the child at once; it keeps nothing that would be lost."""
        end, self._end = self._end, None
        child, self._child = self._child, None
        if end is not None:
            end.close()
        if child is not None:
            child.kill()
            child.wait()


def _still(fields: dict[str, Any], blobs: list[bytes]) -> Still:
    corners = fields.pop("corners")
    if corners is not None:
        one, two, three, four = (Corner(corner["x"], corner["y"]) for corner in corners)
        return Still(received=blobs[0], page=blobs[1], corners=(one, two, three, four), **fields)
    return Still(received=blobs[0], page=blobs[1], corners=None, **fields)
