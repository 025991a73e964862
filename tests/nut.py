"""The real `upsd` with its dummy driver, which says what a test wants."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from iga_madoguchi.adapters.nut import NutUps
from iga_madoguchi.domain.power.ports import Reading
from tests.fakes import TUESDAY_NOON

DRIVERS = Path("/lib/nut")
USERS = """[madoguchi]
password = secret
upsmon primary
[looker]
password = secret
"""


class Upsd:
    """A UPS that says what the test wants, and the daemon before it. The wrappers in PATH do nothing."""

    def __init__(self, folder: Path, max_age_s: int) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.device = folder / "ups1.dev"
        self._written_at = int(time.time())
        self.say("OL CHRG")
        (folder / "ups.conf").write_text(
            f"[ups1]\ndriver = dummy-ups\nport = {self.device}\nmode = dummy-once\npollinterval = 1\n"
        )
        (folder / "upsd.conf").write_text(f"LISTEN 127.0.0.1 {self.port}\nMAXAGE {max_age_s}\n")
        (folder / "upsd.users").write_text(USERS)
        self._environment = {
            "NUT_CONFPATH": str(folder),
            "NUT_STATEPATH": str(folder),
            "NUT_ALTPIDPATH": str(folder),
            "PATH": "/usr/bin:/bin",
        }
        self.driver = self._start("dummy-ups", "-a", "ups1")
        self.daemon = self._start("upsd")

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        # As who runs the tests: the files are theirs.
        user = ["-u", "root"] if os.geteuid() == 0 else []
        return subprocess.Popen(
            [DRIVERS / name, "-F", *arguments, *user],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def say(self, status: str, runtime: str = "3000", charge: str = "90") -> None:
        lines = f"ups.status: {status}\nbattery.runtime: {runtime}\nbattery.charge: {charge}\n"
        lines += "ups.load: 23\nups.test.result: Done and passed\n"
        written = self.device.with_suffix(".new")
        written.write_text(lines)
        # The driver compares whole seconds: what is said twice within one would go unheard.
        self._written_at += 1
        os.utime(written, (self._written_at, self._written_at))
        os.replace(written, self.device)

    def ups(self, login: str | None = None, password: str | None = None, name: str = "ups1") -> NutUps:
        return NutUps(name, "127.0.0.1", self.port, login, password)

    def until(self, *, words: str | None = None, fault: str | None = None, has: str = "") -> Reading:
        """Ask until it says so, or `has` this word among others; the last reading."""
        deadline = time.monotonic() + 20
        while True:
            found = self.ups().read(TUESDAY_NOON)
            same = words is None or found.words == frozenset(words.split())
            if same and fault in (None, found.fault) and (not has or has in found.words):
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.1)

    def restart(self) -> None:
        """Power is back and the machine has started anew: nobody remembers that a stop was ordered."""
        self.stop()
        self.say("OL CHRG")
        self.driver = self._start("dummy-ups", "-a", "ups1")
        self.daemon = self._start("upsd")
        self.until(words="OL CHRG")

    def stop(self) -> None:
        for process in (self.daemon, self.driver):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


@contextmanager
def nut(max_age_s: int = 3) -> Iterator[Upsd]:
    """On line when it begins; what is older than `max_age_s` is stale. Skips without nut-server."""
    if not (DRIVERS / "dummy-ups").exists():
        pytest.skip("nut-server is not installed")
    # A short path: it becomes the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="nut-", dir="/tmp"))
    running = Upsd(folder, max_age_s)
    try:
        running.until(words="OL CHRG")
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder)
