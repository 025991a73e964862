"""A release is installed from its bundle on a machine that has no network at all, and serves."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """IGA_EXAMPLE_DATA=0
IGA_DATA_DIR={root}/var/lib/madoguchi
IGA_PORT=18500
IGA_OPS_PORT=18501
IGA_MEDIA_PORTS=34000-34059
"""
NETLESS = ("unshare", "--net", *(() if os.geteuid() == 0 else ("--map-root-user",)))
INSIDE = """set -eu
ip link set lo up
! getent ahostsv4 pypi.org >/dev/null || {{ echo "there is a network" >&2; exit 9; }}
{python} {root}/program/ops/lib/releases.py install {bundle} --root {root} --no-systemd
{root}/opt/madoguchi/current/.venv/bin/python -m pip check
pid=$(cat {root}/run/madoguchi.pid)
curl -sf http://127.0.0.1:18500/login >/dev/null
kill "$pid"
"""


def install(_number: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="iga-offline-") as folder:
        root, bundle = Path(folder), Path(folder) / "madoguchi.tar.gz"
        began = time.monotonic()
        _run(ROOT / "ops/bin/bundle", bundle)
        packed_s = time.monotonic() - began
        # What a person carries there: the bundle, and the folder `ops` to open it with.
        (root / "program").mkdir()
        _run("cp", "-r", ROOT / "ops", root / "program")
        settings = root / "etc/madoguchi/madoguchi.env"
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS.format(root=root))
        began = time.monotonic()
        log = root / "var/log/madoguchi.log"
        _run(
            *NETLESS,
            "sh",
            "-c",
            INSIDE.format(python=sys.executable, root=root, bundle=bundle),
            cwd=root,
            log=log,
        )
        return {
            "max_bundle_s": round(packed_s, 1),
            "max_install_s": round(time.monotonic() - began, 1),
            "max_bundle_mb": round(bundle.stat().st_size / 2**20, 1),
        }


def _run(*command: str | Path, cwd: Path = ROOT, log: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    told = log.read_text()[-2000:] if log is not None and log.exists() else ""
    assert done.returncode == 0, (command[0], done.returncode, done.stdout[-500:], done.stderr[-1500:], told)
