"""The Pages port: each order is a child process of its own, which may die of what it is given."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iga_madoguchi.domain.papers.policy import DOCUMENT_PAGES_LIMIT, PAGE_WIDTH, PIXELS_LIMIT
from iga_madoguchi.domain.papers.ports import Opened, Picture, Rect, Size
from iga_madoguchi.errors import InvalidInput, NotFound, Unavailable

log = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT_S = 15.0  # s; the child's own limit of computing time is 10
ANSWER_LIMIT = 64 << 20  # bytes
LIMITS = {"pages_limit": DOCUMENT_PAGES_LIMIT, "pixels_limit": PIXELS_LIMIT}


class ChildPages:
    """What opens a stranger's file never lives longer than one order. The next child is started when one has
    done its work: it costs a tenth of a second, and has loaded its libraries when somebody waits for a page.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._closed = False

    def open(self, document: bytes) -> Opened:
        order = {"do": "open", "bomb": "papers.document.too_large", "width": PAGE_WIDTH}
        answer, first = self._ask(order, document)
        return Opened(tuple(Size(width, height) for width, height in answer["sizes"]), first)

    def render(self, document: bytes, page: int, width: int) -> bytes:
        order = {"do": "render", "bomb": "papers.document.too_large", "page": page, "width": width}
        return self._ask(order, document)[1]

    def picture(self, data: bytes) -> Picture:
        answer, made = self._ask({"do": "picture", "bomb": "papers.picture.too_large"}, data)
        return Picture(made, Size(*answer["size"]))

    def cover(self, picture: bytes, rects: Sequence[Rect]) -> bytes:
        parts = [[rect.x, rect.y, rect.width, rect.height] for rect in rects]
        return self._ask({"do": "cover", "bomb": "papers.picture.too_large", "rects": parts}, picture)[1]

    def close(self) -> None:
        """End the child that waits."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.kill()
            spare.communicate()

    def _ask(self, order: dict[str, Any], blob: bytes) -> tuple[dict[str, Any], bytes]:
        child = self._take()
        try:
            out, _ = child.communicate(
                json.dumps({**order, **LIMITS}).encode() + b"\n" + blob, timeout=TIMEOUT_S
            )
        except subprocess.TimeoutExpired:
            raise InvalidInput(str(order["bomb"])) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            self._put_by()
        return _read(order, out, child.returncode)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            spare, self._spare = self._spare, None
        # One that somebody has ended meanwhile is none.
        return _start() if spare is None or spare.poll() is not None else spare

    def _put_by(self) -> None:
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = _start()


def _start() -> subprocess.Popen[bytes]:
    """A child that waits for its order, and ends when there is nobody who could give one."""
    return subprocess.Popen(
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": "/usr/bin"},
        start_new_session=True,
    )


def _read(order: dict[str, Any], out: bytes, status: int) -> tuple[dict[str, Any], bytes]:
    line, _, data = out.partition(b"\n")
    try:
        answer: dict[str, Any] = json.loads(line)
    except ValueError:
        # It died of what it was given: out of memory (abort), out of time (SIGXCPU), or it crashed.
        log.warning("x document child ended do=%s status=%s", order["do"], status)
        if status < 0:
            raise InvalidInput(str(order["bomb"])) from None
        raise Unavailable("papers.document.later") from None
    code = answer.get("refused")
    if code == "papers.page.unknown":
        raise NotFound(code)
    if code is not None:
        raise InvalidInput(str(code))
    if len(data) > ANSWER_LIMIT:
        raise InvalidInput(str(order["bomb"]))
    return answer, data
