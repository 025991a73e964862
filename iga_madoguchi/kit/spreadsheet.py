"""CSV that a spreadsheet opens as it is, and of which it runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# What a spreadsheet takes for the beginning of a formula, wide forms too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ROWS = 500  # in one piece


def pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with BOM, line by line, in pieces of some rows: never the whole table in memory."""
    text, waiting = io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\r\n")
    yield "\ufeff".encode()
    for row in rows:
        writer.writerow(harmless(cell) for cell in row)
        waiting += 1
        if waiting == ROWS:
            yield _taken(text)
            waiting = 0
    yield _taken(text)


def whole(rows: Iterable[Sequence[str]]) -> bytes:
    """The same in one piece, for small tables."""
    return b"".join(pieces(rows))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run is shown instead."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken
