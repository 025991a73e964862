"""Files that are either wholly there or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, data: bytes, mode: int = 0o600, *, flush: bool = True) -> None:
    """Write `data` beside `path`, flush it to the disk and rename it into place. Raises OSError.

    Without `flush` a power cut may leave what was there before; it costs no wait for the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            if flush:
                out.flush()
                os.fsync(out.fileno())
        os.chmod(name, mode)
        _give(name, path.parent)
        os.replace(name, path)
        if flush:
            sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _give(name: str, folder: Path) -> None:
    """What root writes by a command belongs to the folder's owner, or the server could not read it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        with contextlib.suppress(PermissionError):
            os.chown(name, owner.st_uid, owner.st_gid)


def sync_folder(folder: Path) -> None:
    """A new, renamed or removed name in `folder` outlives a power cut from here on. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
