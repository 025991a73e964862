"""The browser's developer protocol over two pipes, the whole of it that the helper needs.

No port is opened: only the process that started the browser can speak, and what it may do to a page is
bounded by the policy DeveloperToolsAvailability like everybody else: it opens, closes and counts them,
and holds the cookies.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ANSWER_S = 10.0
MESSAGE_LIMIT = 16 * 1024 * 1024
STOP_S = 5.0
HIGH = 100


class Gone(Exception):
    """The browser has died or does not answer any more."""


class Refused(Exception):
    """The browser answers, and will not."""


class Pipe:
    """A browser that this process has started, and its events in order."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        into, self._write = os.pipe()
        self._read, out = os.pipe()
        # Both are moved out of the way first: 3 and 4 may be what the pipes themselves are called.
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, HIGH) for fd in (into, out)]
        shell = f'exec 3<&{high[0]} 4>&{high[1]} {high[0]}<&- {high[1]}>&-; exec "$@"'
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                ["/bin/bash", "-c", shell, "kiosk", *command],
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=high,
                start_new_session=True,
            )
        for fd in (into, out, *high):
            os.close(fd)
        os.set_blocking(self._read, False)
        self._buffer = bytearray()
        self._events: deque[dict[str, Any]] = deque()
        self._answers: dict[int, dict[str, Any]] = {}
        self._last = 0

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer's result. Raises Gone, Refused."""
        number = self._send(method, params)
        until = time.monotonic() + ANSWER_S
        while number not in self._answers:
            left = until - time.monotonic()
            if left <= 0:
                raise Gone(f"{method}: no answer")
            self._pump(left)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise Refused(f"{method}: {answer['error'].get('message', '')}")
        result: dict[str, Any] = answer.get("result", {})
        return result

    def event(self, timeout: float) -> dict[str, Any] | None:
        """The next event, or None after `timeout` seconds. Raises Gone."""
        if not self._events:
            self._pump(timeout)
        return self._events.popleft() if self._events else None

    def stop(self) -> None:
        """Politely, then not; with everything it has started."""
        with contextlib.suppress(Gone):
            self._send("Browser.close", {})  # One that does not answer any more is not waited for twice.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for fd in (self._write, self._read):
            with contextlib.suppress(OSError):
                os.close(fd)

    def _send(self, method: str, params: dict[str, Any]) -> int:
        self._last += 1
        message = json.dumps({"id": self._last, "method": method, "params": params}).encode() + b"\0"
        try:
            os.write(self._write, message)
        except OSError as error:
            raise Gone(method) from error
        return self._last

    def _pump(self, timeout: float) -> None:
        if not select.select([self._read], [], [], timeout)[0]:
            return
        try:
            piece = os.read(self._read, 65536)
        except OSError as error:
            raise Gone("read") from error
        if not piece:
            raise Gone("closed")
        self._buffer += piece
        if len(self._buffer) > MESSAGE_LIMIT:
            raise Gone("too long")
        while (end := self._buffer.find(b"\0")) >= 0:
            message = json.loads(self._buffer[:end])
            del self._buffer[: end + 1]
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self._events.append(message)
