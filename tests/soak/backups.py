"""Kills a backup and a restore at random moments: the repository stays sound, nothing is half in place."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from iga_madoguchi.domain.backup import secret, service
from tests import databases
from tests.cast import make_city
from tests.domain.backup.conftest import WHO, House, empty_repositories, make_house

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "old.txt", "restored-from/manifest.json"


@contextlib.contextmanager
def _house(folder: Path) -> Iterator[House]:
    data = folder / "data"
    data.mkdir()
    empty, password = empty_repositories(folder / "empty")
    house = make_house(make_city(data), data, empty)
    secret.store(data, password)
    house.plug_in(house.first)
    try:
        yield house
    finally:
        databases.close_all()


def backup(number: int) -> None:
    """One round: a backup that dies; the next one, a look at every byte, and a drill are good."""
    chance = random.Random(number)
    with tempfile.TemporaryDirectory(prefix="iga-backup-") as folder, _house(Path(folder)) as house:
        killed_backup(house, chance.uniform(0, 3))


def restore(number: int) -> None:
    """One round: a restore that dies; the target is the old one or the new one, and the next try works."""
    chance = random.Random(number)
    with tempfile.TemporaryDirectory(prefix="iga-restore-") as folder, _house(Path(folder)) as house:
        killed_restore(house, Path(folder) / "target", chance.uniform(0, 4))


def killed_backup(house: House, after_s: float) -> None:
    house.lay_down(keep_days=30)
    before = house.back_up().snapshot
    house.lay_down(keep_days=30)
    process = _start(house, "backup", "run", "--kind", "whole")
    _wait_for(house.station.work / "progress.json", process)
    _kill(process, after_s)
    _nobody_left(house.first)
    assert service.verify(house.station, "all", WHO).outcome == "done"
    assert any(one.is_named(before) for one in house.station.store.snapshots(house.place().main))
    assert service.drill(house.station, WHO).outcome == "done"
    assert house.back_up().outcome == "done"
    assert service.drill(house.station, WHO).outcome == "done"
    assert not (house.station.work / "stage").exists()


def killed_restore(house: House, target: Path, after_s: float) -> None:
    house.lay_down(keep_days=30)
    house.back_up()
    target.mkdir()
    (target / OLD).write_text("what was there")
    arguments = ("restore", "--from", "latest", "--to", str(target), "--keep-aside")
    process = _start(house, *arguments)
    _wait_for(target.with_name(f"{target.name}.restoring"), process)
    _kill(process, after_s)
    _nobody_left(house.first)
    if target.exists():
        assert (target / OLD).exists() != (target / NEW).exists(), "half of one, half of the other"
    else:
        assert target.with_name(f"{target.name}.swapping").exists()
    again = _start(house, *arguments)
    assert again.wait(120) == 0
    assert (target / NEW).exists()
    asides = target.parent.glob(f"{target.name}.before-*")
    assert any((aside / OLD).exists() for aside in asides), "what was there is still there"
    left = {path.name for path in target.parent.glob(f"{target.name}.*") if ".before-" not in path.name}
    assert left == set()


def interrupted(house: House, target: Path, verb: str) -> subprocess.CompletedProcess[bytes]:
    """Ctrl-C as soon as the work has begun; what the command said, and its exit code."""
    if verb == "backup":
        process = _start(house, "backup", "run", quiet=False)
        _wait_for(house.station.work / "progress.json", process)
    else:
        process = _start(house, "restore", "--from", "latest", "--to", str(target), quiet=False)
        _wait_for(target.with_name(f"{target.name}.partial"), process)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def _start(house: House, *arguments: str, quiet: bool = True) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("IGA_")},
        "IGA_DATA_DIR": str(house.data),
        "IGA_DATABASE_URL": house.city.database.engine.url.render_as_string(hide_password=False),
    }
    command = [sys.executable, "-m", "iga_madoguchi", *arguments, *(["--json"] if quiet else [])]
    where = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=where,
        stderr=None if quiet else where,
        preexec_fn=_heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    """Who runs the suite in the background has handed down that Ctrl-C means nothing."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while not path.exists() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def _kill(process: subprocess.Popen[bytes], after_s: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _nobody_left(repository: Path) -> None:
    """What the dead process had started ends too, and soon."""
    deadline = time.monotonic() + 30
    while any(str(repository).encode() in one for one in _commands()):
        assert time.monotonic() < deadline, "restic outlived the process that started it"
        time.sleep(0.05)


def _commands() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.read_bytes()
