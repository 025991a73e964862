"""A real IPP printer beside a branch: CUPS' `ippeveprinter`, whose paper a test can take away.

It insists on announcing itself, so it gets a D-Bus and an Avahi of its own that speak to nobody else.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = {"ippeveprinter": "cups-ipp-utils", "dbus-daemon": "dbus", "avahi-daemon": "avahi-daemon"}
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
LOCK = Path(tempfile.gettempdir(), "iga-madoguchi-avahi.lock")  # Avahi runs once on a machine

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow eavesdrop="true"/>
<allow send_destination="*" eavesdrop="true"/></policy></busconfig>
"""
AVAHI = """[server]
host-name=madoguchi-test
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-workstation=no
publish-hinfo=no
"""
# The "mechanics": what comes out lies in the folder `out`; what hinders it is the file `mood`.
MECHANICS = """#!/bin/sh
while :; do
  case "$(cat {folder}/mood)" in
    empty) echo 'STATE: +media-empty-error' >&2; sleep 0.1 ;;
    slow) sleep 0.1 ;;
    abort) echo 'STATE: +media-jam-error' >&2; sleep 1.2; echo 'ERROR: jam' >&2; exit 1 ;;
    *) break ;;
  esac
done
echo 'STATE: -media-empty-error,media-jam-error' >&2
cd {folder}/out
at=$(date +%s%N)
env | grep ^IPP_ > $at.env
cp "$1" $at.partial && mv $at.partial $at.pdf
"""


def wait_for(what: Callable[[], bool], limit_s: float = 15.0) -> None:
    deadline = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@dataclass
class RealPrinter:
    """One printer on a port of its own."""

    folder: Path
    port: int
    formats: str
    bus: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def mood(self, mood: str) -> None:
        """ok, empty (no paper), slow (does not come to an end) or abort."""
        fresh = self.folder / "mood.new"
        fresh.write_text(mood)
        fresh.replace(self.folder / "mood")

    def printed(self) -> list[Path]:
        """What has come out, first come first."""
        return sorted((self.folder / "out").glob("*.pdf"), key=lambda path: int(path.stem))

    def settings(self, paper: Path) -> dict[str, str]:
        """What was asked for when it was printed, by IPP attribute."""
        lines = paper.with_suffix(".env").read_text().splitlines()
        return {name: value for name, _, value in (line.partition("=") for line in lines)}

    def switch_on(self) -> None:
        with (self.folder / "log").open("ab") as log:
            command = ["ippeveprinter", "-v", "-p", str(self.port), "-n", "localhost", "-f", self.formats]
            command += ["-d", str(self.folder / "spool"), "-c", str(self.folder / "mechanics"), "-r", "off"]
            environ = {"PATH": PATH, "DBUS_SYSTEM_BUS_ADDRESS": self.bus}
            self.process = subprocess.Popen(
                [*command, f"Branch {self.port}"], env=environ, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(self._answers)

    def switch_off(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Hall:
    """Where printers can be put up; makes the D-Bus and the Avahi they insist on."""

    def __init__(self, folder: Path) -> None:
        missing = [package for program, package in PROGRAMS.items() if not shutil.which(program, path=PATH)]
        if missing:
            pytest.skip(f"Debian packages are missing: {' '.join(missing)}")
        if os.geteuid() != 0:
            pytest.skip("avahi-daemon, without which ippeveprinter does not start, needs root")
        self._folder = folder
        self._bus = f"unix:path={folder / 'bus'}"
        self._running: list[subprocess.Popen[bytes]] = []
        self._printers: list[RealPrinter] = []

    def open(self) -> None:
        (self._folder / "bus.conf").write_text(BUS.format(socket=self._folder / "bus"))
        (self._folder / "avahi.conf").write_text(AVAHI)
        self._start("dbus-daemon", f"--config-file={self._folder / 'bus.conf'}", "--nofork", "--nopidfile")
        wait_for((self._folder / "bus").exists)
        avahi = self._start(
            *("avahi-daemon", "-f", str(self._folder / "avahi.conf")),
            *("--no-drop-root", "--no-chroot", "--no-rlimits"),
        )
        log = self._folder / "log"
        wait_for(lambda: b"startup complete" in log.read_bytes() or avahi.poll() is not None)
        assert avahi.poll() is None, log.read_text()

    def close(self) -> None:
        for printer in self._printers:
            printer.switch_off()
        for process in reversed(self._running):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()

    def put_up(self, folder: Path, formats: str = "application/pdf,image/urf") -> RealPrinter:
        for name in ("out", "spool"):
            (folder / name).mkdir(parents=True)
        mechanics = folder / "mechanics"
        mechanics.write_text(MECHANICS.format(folder=folder))
        mechanics.chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        printer = RealPrinter(folder, port, formats, self._bus)
        printer.mood("ok")
        self._printers.append(printer)
        printer.switch_on()
        return printer

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        environ = {"PATH": PATH, "DBUS_SYSTEM_BUS_ADDRESS": self._bus}
        with (self._folder / "log").open("ab") as log:
            self._running.append(subprocess.Popen(command, env=environ, stdout=log, stderr=log))
        return self._running[-1]


@contextmanager
def hall(folder: Path) -> Iterator[Hall]:
    """A hall of this run's own; another run on this machine waits for its turn."""
    opened = Hall(folder)
    with LOCK.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            opened.open()
            yield opened
        finally:
            opened.close()
