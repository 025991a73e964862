"""The real server as its own process on its own data, for journeys that must survive its death."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import StorageState

ROOT = Path(__file__).resolve().parents[2]
READY_S = 240.0  # the first start builds the pages
POWERLESS = (
    ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if os.geteuid() == 0 else []
)
"""What stands before the server's command: as installed, it may nothing that a user may not."""


def free_port() -> int:
    """A port nobody listens on, below those the system takes for outgoing connections: a server that is
    killed and started again must find it free.
    """
    while True:
        port = random.randrange(12_000, 20_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def media_ports(port: int, count: int = 60) -> str:
    """A range of UDP ports below those that the system hands out by itself, another for each server."""
    start = 20_000 + (port * count) % 12_000
    return f"{start}-{start + count - 1}"


class Server:
    """Started, killed and started again by the tests. `environ` adds to or replaces settings."""

    def __init__(self, data_dir: Path, **environ: str) -> None:
        self.data_dir = data_dir
        self.port, self.ops_port = free_port(), free_port()
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("IGA_")},
            "IGA_PORT": str(self.port),
            "IGA_OPS_PORT": str(self.ops_port),
            "IGA_DATA_DIR": str(data_dir),
            "IGA_MEDIA_PORTS": media_ports(self.port),
            **environ,
        }
        self.url = environ.get("IGA_PUBLIC_URL", f"http://127.0.0.1:{self.port}")
        self.launcher = ["-m", "iga_madoguchi", "serve"]
        self.process: subprocess.Popen[bytes] | None = None
        self.sittings: dict[str, StorageState] = {}
        """The cookies of each terminal that somebody has sat down at."""
        self.log = data_dir.parent / f"{data_dir.name}.log"

    def start(self) -> float:
        """Start and wait until ready; seconds it took."""
        started = time.monotonic()
        with self.log.open("ab") as log:
            command = [*POWERLESS, sys.executable, *self.launcher]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        while time.monotonic() - started < READY_S:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")
            if self.ready():
                return time.monotonic() - started
            time.sleep(0.05)
        raise TimeoutError("the server is not ready")

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As Ctrl-C would; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def command(self, *arguments: str) -> dict[str, Any]:
        """Run a command of the product beside the server; its JSON document."""
        run = [sys.executable, "-m", "iga_madoguchi", *arguments, "--json"]
        done = subprocess.run(run, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        if done.returncode >= 2:
            raise RuntimeError(done.stdout + done.stderr)
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def enrol_url(self, terminal: str) -> str:
        return str(self.command("terminal", "enrol", terminal)["enrol_url"])

    def example_link(self, terminal: str) -> str:
        """The link that the example city was made with; works once, and the way a newcomer gets in."""
        made = self.credentials
        links = {
            **made["branches"],
            **made["desks"],
            **{f"{branch}-staff": one for branch, one in made["staff"].items()},
            "digital": made["admin"],
        }
        return str(links[terminal]["enrol_url"]).replace(made["base_url"], self.url)

    @property
    def credentials(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.data_dir / "example-credentials.json").read_text())
        return document

    def calls_open(self) -> int:
        """The calls that have not ended, once those that are just ending have."""
        for _ in range(20):
            with contextlib.closing(sqlite3.connect(self.data_dir / "madoguchi.db")) as base:
                open_now = int(
                    base.execute(
                        "select count(*) from call where state not in ('ended', 'parked')"
                    ).fetchone()[0]
                )
            if not open_now:
                break
            time.sleep(0.1)
        return open_now

    def metrics(self) -> dict[str, float]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return {
            line.split()[0]: float(line.split()[1]) for line in lines if line and not line.startswith("#")
        }
