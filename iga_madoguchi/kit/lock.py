"""A lock between processes that the operating system lets go of when its holder dies."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

LOCK = ".serving"  # name of the serving process's lock in the data directory


def hold(path: Path) -> IO[str]:
    """Take the lock at `path` until the returned file is closed. Raises BlockingIOError if held."""
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        file.close()
        raise
    return file
