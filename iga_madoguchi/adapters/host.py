"""The machine itself, as far as an unprivileged process may see it."""

from __future__ import annotations

import ctypes
import errno
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from iga_madoguchi.domain.monitoring.ports import Disk, HostFacts

BYTES = b"x" * 4096
SYSTEMD = Path("/run/systemd/system")
TIMESYNC = Path("/run/systemd/timesync/synchronized")
TIME_ERROR = 5  # what adjtimex answers while nobody keeps the clock
TIMEX_BYTES = 512  # more than any kernel's struct timex


class ThisHost:
    """The Host."""

    def __init__(self) -> None:
        with suppress(OSError):
            psutil.cpu_percent()  # the first reading has nothing to compare with
        self._process = psutil.Process()

    def steady(self) -> float:
        return time.monotonic()

    def facts(self) -> HostFacts:
        memory = psutil.virtual_memory()
        return HostFacts(
            cpu=psutil.cpu_percent(),
            memory_free=100.0 * memory.available / memory.total if memory.total else None,
            synchronised=_synchronised(),
        )

    def process_bytes(self) -> int:
        return self._process.memory_info().rss

    def disk(self, path: Path) -> Disk | None:
        try:
            # A place that is not mounted, or not made yet, is judged by the disk it would lie on.
            while not path.exists() and path != path.parent:
                path = path.parent
            found = os.statvfs(path)
            return Disk(found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize, path.stat().st_dev)
        except OSError:
            return None

    def write(self, folder: Path) -> str:
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(BYTES)
                file.flush()
        except OSError as error:
            return errno.errorcode.get(error.errno or 0, "EIO")
        return ""


def _synchronised() -> bool | None:
    """Whether somebody keeps the clock; None in a container, and where the kernel may not be asked."""
    if not SYSTEMD.exists():
        return None
    if TIMESYNC.exists():
        return True
    libc = ctypes.CDLL(None, use_errno=True)
    answer = int(libc.adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)))
    return None if answer < 0 else answer != TIME_ERROR
