"""One restic command on one repository, from its order to what it meant."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from iga_madoguchi.adapters import background
from iga_madoguchi.adapters.background import Done
from iga_madoguchi.adapters.restic.complaints import meaning
from iga_madoguchi.domain.backup.ports import Shelf
from iga_madoguchi.errors import Conflict, Unavailable

PROGRAM = PACKAGE = "restic"
READING = ("cat", "snapshots", "ls", "dump", "restore")
"""These need no lock, so that a disk may be read-only. No other of our operations is at work meanwhile."""
LOCKED_S = 20.0  # s until the lock of a process that was killed is given up: its parent must see it die first
PAUSE_S = 0.5


def _nothing() -> None: ...


@dataclass(frozen=True)
class Order:
    """`source`: another repository to copy from; the rest as `background.run` has it."""

    shelf: Shelf
    arguments: tuple[str, ...]
    source: Shelf | None = None
    folder: Path | None = None
    given: bytes = b""
    line: Callable[[bytes], None] | None = None
    complaint: Callable[[str], bool] | None = None
    look: Callable[[], None] = _nothing
    accepted: Collection[int] = (0,)
    limit: int = background.OUTPUT_LIMIT


def carry_out(order: Order, quick: bool) -> Done:
    """A lock that a dead process left is taken away. Raises as the ports say, and `background.TooMuch`."""
    deadline = time.monotonic() + LOCKED_S
    while True:
        try:
            return _once(order, quick)
        except Conflict:
            if time.monotonic() > deadline:
                raise
        for shelf in (order.shelf, order.source):
            if shelf is not None:
                _once(Order(shelf, ("unlock",), look=order.look, accepted=range(256)), quick)
        time.sleep(PAUSE_S)


def _once(order: Order, quick: bool) -> Done:
    # Secrets go by the environment, which others cannot read.
    environment = {"RESTIC_PASSWORD": order.shelf.secret, "RESTIC_PROGRESS_FPS": "2"}
    if order.source is not None:
        environment["RESTIC_FROM_PASSWORD"] = order.source.secret
    options = ["--no-cache", "--repo", str(order.shelf.path)]
    options += ["--no-lock"] if order.arguments[0] in READING else []
    try:
        done = background.run(
            [PROGRAM, *options, *order.arguments],
            environment=environment,
            folder=order.folder,
            given=order.given,
            line=order.line,
            complaint=order.complaint,
            look=order.look,
            quick=quick,
            limit=order.limit,
        )
    except FileNotFoundError as error:
        raise Unavailable("backup.tool.missing", package=PACKAGE) from error
    if done.code not in order.accepted:
        raise meaning(done.errors, order.shelf.path)
    return done
