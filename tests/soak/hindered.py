"""The server itself, and beside it a thread that does what nobody can do to a process from outside:

its clock jumps by the seconds in the file `clock`, its main loop stands still by those in `loop`, again and
again.
"""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iga_madoguchi.cli import serve
from iga_madoguchi.kit import clock

FOLDER = "HINDERED"
apart = timedelta()


def main() -> None:
    loops, new_loop = [], serve._new_loop

    def seen_loop() -> object:
        loops.append(new_loop())
        return loops[-1]

    serve._new_loop = seen_loop  # type: ignore[assignment]
    clock.SystemClock.now = lambda self: datetime.now(UTC) + self._offset + apart  # type: ignore[method-assign]
    threading.Thread(target=_hinder, args=(Path(os.environ.pop(FOLDER)), loops), daemon=True).start()
    sys.argv = ["iga_madoguchi", "serve"]
    runpy.run_module("iga_madoguchi", run_name="__main__", alter_sys=True)


def _hinder(folder: Path, loops: list) -> None:  # type: ignore[type-arg]
    global apart
    while True:
        apart = timedelta(seconds=_read(folder / "clock"))
        still = _read(folder / "loop")
        if still and loops:
            loops[-1].call_soon_threadsafe(time.sleep, still)
        time.sleep(0.2 + 2 * still)


def _read(path: Path) -> float:
    with contextlib.suppress(OSError, ValueError):
        return float(path.read_text())
    return 0.0


if __name__ == "__main__":
    main()
