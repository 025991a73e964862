"""A server on disks of its own, with all that can go wrong around it, and the bureau's open overview."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import trustme
from playwright.sync_api import Page, sync_playwright

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.views import Ups
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.errors import DomainError
from tests import fakecam
from tests.bench.browsing import CHROMIUM
from tests.domain.audit.bending import bend
from tests.e2e.people import Cast
from tests.e2e.server import ROOT, Server, free_port
from tests.nut import Upsd
from tests.printers import RealPrinter

CLONE_NEWNS = 0x20000
COLLECT = ROOT / "ops" / "bin" / "collect"
COLLECT_S = 10.0
"""As `ops/systemd/madoguchi-collect.timer` does."""
BOND = "Slave Interface: eno1\nMII Status: up\n\nSlave Interface: eno2\nMII Status: {}\n"
TCP = "  sl  local_address rem_address   st\n   0: 00000000:{:04X} 00000000:0000 0A\n"
CARDS = """() => [...document.querySelectorAll("article.prob")].map((one) => ({
    title: one.querySelector("h2").textContent, todo: one.querySelector("ol").textContent }))"""
BLACK = """() => { const cap = new OffscreenCanvas(64, 48); cap.getContext("2d").fillRect(0, 0, 64, 48);
    fakecam.cameras[0].lying = cap; }"""
FREE = "() => { fakecam.cameras[0].lying = null; }"
MUTED = """() => Object.defineProperty(MediaStreamTrack.prototype, "muted",
    { configurable: true, get() { return this.kind === "audio"; } })"""
HEARD = "() => { Object.defineProperty(MediaStreamTrack.prototype, 'muted', window.trackMuted); }"
KEEP_MUTED = "window.trackMuted = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'muted');"


class Machine:
    """What the root collector reads, as files under a root of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, content in {
            "sys/class/hwmon/hwmon0/name": "coretemp",
            "sys/class/hwmon/hwmon0/temp1_input": "45000",
            "sys/block/md0/md/degraded": "0",
            "sys/block/md0/md/array_state": "clean",
            "sys/devices/system/edac/mc/mc0/ce_count": "0",
            "sys/devices/system/edac/mc/mc0/ue_count": "0",
            "proc/net/bonding/bond0": BOND.format("up"),
            "proc/net/tcp": TCP.format(443),
            "proc/net/tcp6": "head\n",
            "proc/77/comm": "ds_agent",
            "var/lib/dpkg/status": "",
        }.items():
            self.put(name, content)

    def put(self, name: str, content: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(content)


class Site:
    """`folder` is on this machine's disk; in it, `data`, `disk1` and `disk2` are small disks of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._over = folder, threading.Event()
        self.data, self.disks = folder / "data", (folder / "disk1", folder / "disk2")
        self.hooks, self.machine = folder / "hooks", Machine(folder / "machine")
        self.hooks.mkdir()
        for path, size in ((self.data, "300m"), *((disk, "200m") for disk in self.disks)):
            path.mkdir()
            mount("-t", "tmpfs", "-o", f"size={size}", "none", str(path))
        for disk in self.disks:
            (disk / "backup").mkdir()
        self.cert = folder / "cert.pem"
        self.certify(365)
        self.redis: subprocess.Popen[bytes] | None = None
        self.redis_port = free_port()
        self.start_redis()
        self.server = Server(
            self.data,
            IGA_BACKUP_DIR=str(self.disks[0] / "backup"),
            IGA_BACKUP_DIR_2=str(self.disks[1] / "backup"),
            IGA_HOST_REPORT=str(folder / "host.json"),
            IGA_REDIS_URL=f"redis://127.0.0.1:{self.redis_port}/0",
            IGA_TLS_CERT=str(self.cert),
            IGA_TLS_KEY=str(folder / "key.pem"),
            HINDERED=str(self.hooks),
        )
        self.server.url = self.server.url.replace("http:", "https:")
        self.server.launcher = ["-m", "tests.soak.hindered"]
        self.database: Database | None = None
        self.upsd: Upsd | None = None
        self.printer: RealPrinter | None = None
        self.kiosk: Page | None = None
        self._locked: sqlite3.Connection | None = None
        self._actor = ""

    # What is put up once.

    def open(self, ups: bool, printer: RealPrinter | None, *, backups: bool) -> None:
        (self.folder / "collect.json").write_text(
            json.dumps({"ports": [443], "antivirus": [{"name": "ウイルス対策", "process": "ds_agent"}]})
        )
        threading.Thread(target=self._collect, daemon=True).start()
        self.server.start()
        environ = {name: text for name, text in self.server.environ.items() if name.startswith("IGA_")}
        database = bootstrap.build(settings.load(environ)).database
        with database.reading() as session:
            assert presence.calendar(session).is_open(database.clock.now()), "the counters are closed"
        if ups:
            self.upsd = Upsd(Path(tempfile.mkdtemp(prefix="nut-", dir="/tmp")), 3)
            power.set_ups(database, self.data, Ups("ups1", "127.0.0.1", self.upsd.port), "", SYSTEM)
        if printer is not None:
            self.printer = printer
            printing.set_printer(database, "shimagahara", printer.uri, "", SYSTEM)
        self.database = database
        if backups:
            self.server.command("backup", "run")
            self.server.command("backup", "drill")

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(Exception):
            self.server.stop()
        if self.database is not None:
            self.database.engine.dispose()
        self.stop_redis()
        if self.upsd is not None:
            self.upsd.stop()
            shutil.rmtree(self.upsd.folder)
        for path in (self.data, *self.disks):
            unmount("--lazy", path)

    def _collect(self) -> None:
        command = [sys.executable, COLLECT, "--root", self.machine.root, "--out", self.folder / "host.json"]
        while not self._over.is_set():
            subprocess.run([*command, "--config", self.folder / "collect.json"], check=False, timeout=30)
            self._clock_of_the_report()
            self._over.wait(COLLECT_S)

    def _clock_of_the_report(self) -> None:
        """What jumps for the server has jumped for the collector: a machine has one clock. And somebody keeps
        it, which is not so for a container's.
        """
        path, jump = self.folder / "host.json", self.hooks / "clock"
        report = json.loads(path.read_text())
        report["at"] += float(jump.read_text()) if jump.exists() else 0
        report["parts"]["clock"] = {"state": "ok", "items": [{"name": "clock", "synchronised": True}]}
        path.with_suffix(".new").write_text(json.dumps(report))
        path.with_suffix(".new").replace(path)

    # What goes wrong, and is repaired.

    def certify(self, days: int) -> None:
        now = datetime.now(UTC)
        issued = trustme.CA().issue_cert(
            "127.0.0.1", not_before=now - timedelta(days=400), not_after=now + timedelta(days=days)
        )
        self.cert.unlink(missing_ok=True)
        issued.cert_chain_pems[0].write_to_path(self.cert)
        if not (self.folder / "key.pem").exists():
            issued.private_key_pem.write_to_path(self.folder / "key.pem")

    def start_redis(self) -> None:
        command = ["redis-server", "--port", str(self.redis_port), "--save", "", "--bind", "127.0.0.1"]
        self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop_redis(self) -> None:
        assert self.redis is not None
        self.redis.kill()
        self.redis.wait()

    def relay(self) -> psutil.Process | None:
        """The process that carries the media."""
        assert self.server.process is not None
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.server.process.pid).children():
                if "iga_madoguchi.media.child" in child.cmdline():
                    return child
        return None

    def signal_relay(self, number: signal.Signals) -> None:
        found = self.relay()
        assert found is not None
        found.send_signal(number)

    def kill_relay_again_and_again(self) -> None:
        self._killing = threading.Event()

        def kill() -> None:
            while not self._killing.wait(0.1):
                found = self.relay()
                if found is not None:
                    with contextlib.suppress(psutil.Error):
                        found.kill()

        threading.Thread(target=kill, daemon=True).start()

    def spare_relay(self) -> None:
        self._killing.set()

    def fill(self, disk: Path, percent: float) -> None:
        """Until so little is free; all of it for 0."""
        stat = os.statvfs(disk)
        take = (stat.f_bavail - stat.f_blocks * percent / 100) * stat.f_frsize
        with contextlib.suppress(OSError), (disk / "filler").open("ab") as file:
            for _ in range(int(take // 65536) + (2 if percent == 0 else 0)):
                file.write(b"x" * 65536)

    def clear(self, disk: Path) -> None:
        (disk / "filler").unlink()

    def freeze(self, path: Path) -> None:
        """From now on nothing new can be opened for writing there."""
        mount("--bind", str(path), str(path))
        mount("-o", "remount,bind,ro", str(path))

    def lay_over(self, path: str, content: str) -> None:
        """Another file in the place of one of the system's."""
        cover = self.folder / f"cover-{Path(path).name}"
        cover.write_text(content)
        cover.chmod(0o444)
        mount("--bind", str(cover), path)

    def on_kiosk(self, script: str) -> None:
        assert self.kiosk is not None
        self.kiosk.evaluate(script)

    def kiosk_off(self) -> None:
        assert self.kiosk is not None
        self.kiosk.close()

    def kiosk_on(self) -> None:
        assert self.kiosk is not None
        self.kiosk = self.kiosk.context.new_page()
        self.kiosk.goto(self.server.url)

    def order_test(self, terminal: str) -> None:
        """As the bureau does; what is found is then looked at until it is repaired."""
        assert self.database is not None
        selftests.order(self.database, SYSTEM, terminal)

    def ups(self, status: str) -> None:
        assert self.upsd is not None
        self.upsd.say(status, runtime="1500")

    def ups_off(self) -> None:
        assert self.upsd is not None
        self.upsd.stop()

    def ups_on(self) -> None:
        assert self.upsd is not None
        self.upsd.restart()

    def paper(self, mood: str) -> None:
        """The printer tells of its paper while it has something to print."""
        assert self.printer is not None
        self.printer.mood(mood)
        if mood == "empty":
            self.server.command("printer", "test", "shimagahara")

    def alter_log(self, actor: str) -> None:
        """And find it out, as every night."""
        assert self.database is not None
        with self.database.engine.connect() as connection:
            self._actor = self._actor or str(
                connection.exec_driver_sql("SELECT actor FROM operation_log WHERE seq = 2").scalar()
            )
        bend(self.database.engine, f"UPDATE operation_log SET actor = '{actor or self._actor}' WHERE seq = 2")
        with contextlib.suppress(DomainError):
            LogCheck(self.database, "soak").run(None)

    def short_of_memory(self) -> str:
        found = Path("/proc/meminfo").read_text()
        return re.sub(r"(Mem(?:Available|Free): +)[0-9]+", r"\g<1>99999", found)

    def lock(self) -> None:
        self._locked = sqlite3.connect(self.data / "madoguchi.db", isolation_level=None, timeout=20)
        self._locked.execute("BEGIN IMMEDIATE")

    def unlock(self) -> None:
        assert self._locked is not None
        self._locked.close()

    def sql(self, *statements: str) -> None:
        """As somebody with the database's file in their hands."""
        with contextlib.closing(sqlite3.connect(self.data / "madoguchi.db", timeout=20)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, timeout=10)


def unmount(*arguments: str | Path) -> None:
    subprocess.run(["umount", *arguments], check=True, timeout=10)


def apart() -> None:
    """What is mounted from now on, nobody else on this machine sees. Needs root."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS) != 0:
        raise PermissionError("no mounts of its own here: this needs root")
    mount("--make-rprivate", "/")


@contextlib.contextmanager
def overview(site: Site, *, kiosk: bool) -> Iterator[tuple[Page, Cast]]:
    """The bureau's overview in a real browser; with `kiosk`, Ayama's terminal beside it."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=fakecam.chromium_args())
        try:
            cast = Cast(browser, site.server)
            if kiosk:
                site.kiosk = cast.ayama().page
                site.kiosk.evaluate(KEEP_MUTED)
            yield cast.admin().page, cast
        finally:
            browser.close()


def wait(page: Page, true: Callable[[list[dict[str, str]]], bool], limit_s: float) -> float | None:
    """Seconds until the cards on the page are so; None when they are not in time."""
    began = time.monotonic()
    while (took := time.monotonic() - began) < limit_s:
        if true(page.evaluate(CARDS)):
            return took
        page.wait_for_timeout(200)
    return None
