"""Programs beside us that may work for minutes: at low priority, broken off when asked, gone when we die."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LOOK_S = 0.5  # s between two looks whether to stop
PATIENCE_S = 20.0  # s that a program gets to tidy up when it is broken off
OUTPUT_LIMIT = 256 * 1024 * 1024  # bytes that are held of what a program says
ERRORS_LIMIT = 200_000  # characters
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class TooMuch(Exception):
    """The program says more than was expected of it."""


@dataclass(frozen=True)
class Done:
    """How a program ended: exit code, what it said (unless lines were taken), what it complained of."""

    code: int
    output: bytes
    errors: str


def available(program: str) -> bool:
    return shutil.which(program, path=PATH) is not None


def run(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    given: bytes = b"",
    line: Callable[[bytes], None] | None = None,
    complaint: Callable[[str], bool] | None = None,
    look: Callable[[], None] | None = None,
    quick: bool = False,
    limit: int = OUTPUT_LIMIT,
) -> Done:
    """Run a program to its end.

    `line` takes each line of output; `complaint` hears each line of errors and ends the program by True;
    `look` is called twice a second, and what it raises breaks off. `quick`: at normal priority, for somebody
    who waits. The program sees nothing of our environment, which may hold secrets. Raises FileNotFoundError,
    TooMuch.
    """
    if not available(command[0]):
        raise FileNotFoundError(command[0])
    child = subprocess.Popen(
        [*_gently(quick), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent", **(environment or {})},
        cwd=folder or "/",
        start_new_session=True,
    )
    listener = _Listener(child, line, complaint, limit)
    try:
        with child:
            listener.listen(given, look or (lambda: None))
            return Done(child.wait(), bytes(listener.output), listener.errors)
    except BaseException:
        _break_off(child)
        raise


def _gently(quick: bool) -> list[str]:
    # SIGINT is what restic tidies up after; without us nobody would be left to send it.
    wrappers = [("setpriv", ["--pdeathsig", "INT"])]
    if not quick:
        wrappers += [("ionice", ["-c", "2", "-n", "7", "-t"]), ("nice", ["-n", "19"])]
    return [part for program, options in wrappers if available(program) for part in (program, *options)]


def _break_off(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGINT)
    try:
        child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class _Listener:
    """Reads both of a child's outputs as they come, so that neither fills up while the other is read."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        line: Callable[[bytes], None] | None,
        complaint: Callable[[str], bool] | None,
        limit: int,
    ) -> None:
        self._child, self._line, self._complaint, self._limit = child, line, complaint, limit
        self.output, self.errors = bytearray(), ""
        self._half = {"out": b"", "err": b""}

    def listen(self, given: bytes, look: Callable[[], None]) -> None:
        child = self._child
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ, "out")
            selector.register(child.stderr, selectors.EVENT_READ, "err")
            left = memoryview(given)
            if given:
                os.set_blocking(child.stdin.fileno(), False)
                selector.register(child.stdin, selectors.EVENT_WRITE, "in")
            else:
                child.stdin.close()
            while any(key.data != "in" for key in selector.get_map().values()):
                for key, _ in selector.select(LOOK_S):
                    file: IO[bytes] = key.fileobj  # type: ignore[assignment]
                    if key.data == "in":
                        left = self._give(selector, file, left)
                    elif data := os.read(file.fileno(), 65536):
                        self._take(key.data, data)
                    else:
                        selector.unregister(file)
                        self._last(key.data)
                look()

    def _give(self, selector: selectors.BaseSelector, file: IO[bytes], left: memoryview) -> memoryview:
        try:
            left = left[os.write(file.fileno(), left) :]
        except BrokenPipeError:
            left = left[len(left) :]
        if not left:
            selector.unregister(file)
            file.close()
        return left

    def _take(self, which: str, data: bytes) -> None:
        if which == "out" and self._line is None:
            self.output += data
            if len(self.output) > self._limit:
                raise TooMuch
            return
        *lines, self._half[which] = (self._half[which] + data).split(b"\n")
        if len(self._half[which]) > self._limit:
            raise TooMuch
        for one in lines:
            self._tell(which, one)

    def _last(self, which: str) -> None:
        if self._half[which]:
            self._tell(which, self._half[which])
            self._half[which] = b""

    def _tell(self, which: str, one: bytes) -> None:
        if which == "out":
            if self._line is not None:
                self._line(one)
            return
        text = one.decode(errors="replace")
        if len(self.errors) < ERRORS_LIMIT:
            self.errors += text + "\n"
        if self._complaint is not None and self._complaint(text):
            self._complaint = None
            self._child.send_signal(signal.SIGINT)
