"""Where releases lie on a machine, which one serves, and its server: started, asked, stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from unpacking import NAME_FILE, Trouble, extract

UNIT = "madoguchi.service"
READY_S, STOP_S = 120, 30
AS_SERVICE = ("setpriv", "--reuid=madoguchi", "--regid=madoguchi", "--clear-groups")


class Site:
    """Where releases lie. Without systemd the server is a process of our own, for drills and tests."""

    def __init__(self, root: Path, systemd: bool, venv: Path | None = None) -> None:
        self.root, self.systemd, self._venv = root, systemd, venv
        self.home = root / "opt/madoguchi"
        self.settings = root / "etc/madoguchi/madoguchi.env"
        self.data = root / "var/lib/madoguchi"
        self._pid = root / "run/madoguchi.pid"

    def release(self, link: str) -> Path | None:
        """What `current` or `previous` leads to."""
        path = self.home / link
        return path.resolve() if path.is_symlink() and path.exists() else None

    def point(self, link: str, release: Path) -> None:
        """In one step: there is no moment without a release."""
        beside = self.home / f".{link}.new"
        beside.unlink(missing_ok=True)
        beside.symlink_to(Path("releases") / release.name)
        os.replace(beside, self.home / link)

    def environment(self) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if not name.startswith("IGA_")}
        for line in self.settings.read_text(encoding="utf-8").splitlines():
            name, equals, value = line.strip().partition("=")
            if equals and not name.startswith("#"):
                found[name] = value
        return found

    def unpack(self, bundle: Path) -> Path:
        """The release of a bundle, whole and with its packages. Raises Trouble."""
        folder = self.home / "releases"
        folder.mkdir(parents=True, exist_ok=True)
        staging = folder / ".unpacked"
        shutil.rmtree(staging, ignore_errors=True)
        try:
            extract(bundle, staging)
            name = (staging / NAME_FILE).read_text(encoding="utf-8").strip()
            target = folder / name
            if target.exists():
                raise Trouble(f"{name} は、もう入っています。何も変えていません。")
            self._packages(staging)
            os.replace(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        if self._venv is None:
            self._packages_in_place(target)
        return target

    def run(self, release: Path, *arguments: str) -> dict[str, object]:
        """A command of a release with the site's settings. Raises Trouble from exit code 2 on."""
        done = self._python(release, "-m", "iga_madoguchi", *arguments, "--json")
        if done.returncode >= 2:
            told = (done.stderr or done.stdout).strip().splitlines()[-3:]
            raise Trouble(f"「{' '.join(arguments)}」ができませんでした：{' '.join(told)}")
        found: dict[str, object] = json.loads(done.stdout or "{}")
        return found

    def revision(self, release: Path) -> str:
        """The newest form of the database that a release knows."""
        done = self._python(
            release,
            "-c",
            "from iga_madoguchi.db import migrate; import sys; sys.stdout.write(migrate.newest())",
        )
        if done.returncode:
            raise Trouble(f"{release.name} を調べられません：{done.stderr.strip()[-300:]}")
        return done.stdout.strip()

    def lead_back(self, release: Path, revision: str) -> None:
        """Bring the database to an older form, by the release that knows the newer one."""
        done = self._python(release, "-m", "alembic", "downgrade", revision)
        if done.returncode:
            raise Trouble(f"データベースを {revision} 版にもどせません：{done.stderr.strip()[-300:]}")

    def start(self) -> bool:
        """Whether it became ready."""
        if self.systemd:
            subprocess.run(["systemctl", "start", UNIT], check=False)
            return self._ready(None)
        release, log = self.release("current"), self.root / "var/log/madoguchi.log"
        assert release is not None
        for folder in (log.parent, self._pid.parent):
            folder.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as written:
            process = subprocess.Popen(
                [release / ".venv/bin/python", "-m", "iga_madoguchi", "serve"],
                cwd=release,
                env=self.environment(),
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        self._pid.write_text(str(process.pid))
        return self._ready(process)

    def stop(self) -> None:
        if self.systemd:
            subprocess.run(["systemctl", "stop", UNIT], check=False)
            return
        with suppress(OSError, ValueError):
            pid = int(self._pid.read_text())
            self._pid.unlink()
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_S
            while time.monotonic() < deadline and _alive(pid):
                time.sleep(0.1)
            if _alive(pid):
                os.kill(pid, signal.SIGKILL)

    def _ready(self, process: subprocess.Popen[bytes] | None) -> bool:
        address = f"http://127.0.0.1:{self.environment().get('IGA_OPS_PORT', '8001')}/healthz"
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if process is not None and process.poll() is not None:
                return False
            with suppress(urllib.error.URLError, OSError):
                with urllib.request.urlopen(address, timeout=2) as answer:
                    if answer.status == 200:
                        return True
            time.sleep(0.3)
        return False

    def _python(self, release: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        # What it writes must belong to the service.
        as_service = AS_SERVICE if self.systemd else ()
        return subprocess.run(
            [*as_service, release / ".venv/bin/python", *arguments],
            cwd=release,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _packages(self, release: Path) -> None:
        if self._venv is not None:
            (release / ".venv").symlink_to(self._venv)

    def _packages_in_place(self, release: Path) -> None:
        """A virtual environment knows where it lies, so it is made there."""
        wheels = ("--no-index", "--find-links", "wheels")
        for command in (
            [sys.executable, "-m", "venv", ".venv"],
            [".venv/bin/python", "-m", "pip", "install", "-q", *wheels, "-r", "requirements.txt"],
        ):
            done = subprocess.run(command, cwd=release, capture_output=True, text=True, check=False)
            if done.returncode:
                shutil.rmtree(release)
                raise Trouble(f"部品を入れられませんでした：{done.stderr.strip()[-300:]}")


def _alive(pid: int) -> bool:
    """Also true of nobody's child that has ended: whoever started it takes it away."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
