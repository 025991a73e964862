"""The machine: how busy it is, its clock, its certificate, the disks that the data lie on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import BY_ID, Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.ports import Disk
from iga_madoguchi.domain.monitoring.views import Finding

DAY_S = 86_400
FULL = ("ENOSPC", "EDQUOT")
DATA = "data"


def load(around: Around, _now: datetime) -> Iterator[Finding]:
    facts = around.host.facts()
    yield _figure("cpu.busy", facts.cpu)
    yield _figure("memory.low", facts.memory_free)
    synchronised = facts.synchronised
    if synchronised is None:
        synchronised = _told_by_collector(around)
    if synchronised is not None:
        seen = Status.OK if synchronised else Status.WARN
        yield Finding(Cause("clock.unsynchronised"), seen)


def certificate(around: Around, now: datetime) -> Iterator[Finding]:
    if around.certificate is None:
        return
    expires = around.certificate.expires_at()
    if expires is None:
        yield Finding(Cause("certificate.expiry"), Status.UNKNOWN)
        return
    days = (expires - now).total_seconds() / DAY_S
    words = {"expired": "yes"} if days < 0 else {}
    yield Finding(Cause("certificate.expiry"), Status.OK, days, words)


def storage(around: Around, _now: datetime) -> Iterator[Finding]:
    disks, why = disks_of(around), around.host.write(around.data_dir)
    full = why in FULL and is_full(disks[DATA][1])
    for name, (path, disk) in disks.items():
        cause = Cause("disk.full", name)
        if disk is None:
            yield Finding(cause, Status.UNKNOWN, words={"path": str(path)})
            continue
        words = {"path": str(path), "free": gigabytes(disk.free)}
        if full and name == DATA:
            words["full"] = "yes"
        yield Finding(cause, Status.OK, 100.0 * disk.free / max(1, disk.total), words)
    why = "" if full else why  # that is what the disk says already
    seen = Status.BAD if why else Status.OK
    yield Finding(Cause("data.unwritable"), seen, words={"why": why})


def disks_of(around: Around) -> dict[str, tuple[Path, Disk | None]]:
    """The disks that are written to, by what lies on them; each once."""
    found = {DATA: (around.data_dir, around.host.disk(around.data_dir))}
    devices = {disk.device for _, disk in found.values() if disk is not None}
    for number, path in enumerate(around.station.places, 1):
        disk = around.host.disk(path)
        if disk is None or disk.device not in devices:
            found[f"backup-{number}"] = path, disk
            devices |= {disk.device} if disk is not None else set()
    return found


def gigabytes(size: float) -> str:
    if size < 1e9:
        return f"{size / 1e6:.0f}MB"
    return f"{size / 1e9:.1f}GB" if size < 1e11 else f"{size / 1e9:.0f}GB"


def is_full(disk: Disk | None) -> bool:
    """Whether that is said already."""
    limits = BY_ID["disk.full"].rule.limits
    return disk is not None and limits is not None and 100.0 * disk.free / max(1, disk.total) < limits.warn


def _figure(check: str, value: float | None) -> Finding:
    return Finding(Cause(check), Status.UNKNOWN if value is None else Status.OK, value)


def _told_by_collector(around: Around) -> bool | None:
    part = around.report.read().parts.get("clock")
    if part is None or part.state != "ok" or not part.items:
        return None
    return bool(part.items[0].get("synchronised"))
