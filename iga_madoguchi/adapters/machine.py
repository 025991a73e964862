"""What somebody needs to know who builds the server anew: packages, disks, mounts, versions."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from iga_madoguchi.adapters import background

# file -> command that fills it
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("packages.txt", ("dpkg", "--get-selections")),
    ("disks.json", ("lsblk", "--json", "--bytes", "--output", "NAME,TYPE,SIZE,FSTYPE,UUID,MOUNTPOINT")),
    ("units.txt", ("systemctl", "list-unit-files", "--no-pager", "--state=enabled")),
)
COPIED = ("/proc/mdstat", "/etc/fstab", "/etc/os-release", "/etc/mdadm/mdadm.conf", "/etc/hosts")
COPIED_FOLDERS = ("/etc/nut", "/etc/systemd/system", "/etc/netplan", "/etc/network")
LIMIT = 1024 * 1024  # bytes of one file


class ThisMachine:
    """The Machine. What may not be read is named with the reason; nothing of it stops a backup."""

    def facts(self) -> Mapping[str, bytes]:
        found = {name: _ask(command) for name, command in ASKED}
        found["python.txt"] = _python()
        places = [Path(name) for name in COPIED]
        for folder in COPIED_FOLDERS:
            places += sorted(path for path in Path(folder).glob("**/*") if path.is_file())
        for path in places:
            if path.exists():
                found[f"files{path}"] = _content(path)
        return found


def _ask(command: tuple[str, ...]) -> bytes:
    try:
        done = background.run(command, limit=LIMIT)
    except (OSError, background.TooMuch) as error:
        return f"{command[0]}: {error!r}\n".encode()
    return done.output or done.errors.encode()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT)
    except OSError as error:
        return f"not readable: {error.strerror}\n".encode()


def _python() -> bytes:
    installed = sorted({f"{one.name}=={one.version}" for one in metadata.distributions()})
    return "\n".join(
        [f"# Python {platform.python_version()}, {platform.platform()}", *installed, ""]
    ).encode()
