"""What one input may cost, and what a parser may say to it."""

from __future__ import annotations

import gc
import re
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from iga_madoguchi.errors import InvalidInput

TIME_S = 0.05
MEMORY = 50 * 1024 * 1024  # bytes
REPEATED_FROM = 0xFE  # a last byte from here on: what stands before it is repeated up to the parser's limit


class TooDear(AssertionError):
    """An input took too long, or too much memory."""


@dataclass(frozen=True)
class Parser:
    """`feed` takes any bytes; `limit` is how many the product itself lets through to it.

    `refusals` are how it may refuse: InvalidInput, and where a room has a word of its own for it, that.
    """

    name: str
    feed: Callable[[bytes], None]
    limit: int
    seeds: tuple[bytes, ...] = ()
    words: tuple[bytes, ...] = ()
    refusals: tuple[type[Exception], ...] = (InvalidInput,)


def stretched(data: bytes, limit: int) -> bytes:
    """A fuzzer's inputs are short; some are repeated to the length at which slow parsers show."""
    if not data or data[-1] < REPEATED_FROM or len(data) < 2:
        return data[:limit]
    head, times = data[:-1], limit // (len(data) - 1)
    return head * (times if data[-1] == 0xFF else min(times, 64))


def judge(parser: Parser, data: bytes, confirm: Callable[[bytes], bool] | None = None) -> None:
    """Raises whatever the parser lets out, and TooDear; `confirm` measures again where nothing is traced."""
    data = stretched(data, parser.limit)
    peak = _peak()
    took = _timed(parser, data)
    if took > TIME_S:
        gc.collect()
        took = min(took, *(_timed(parser, data) for _ in range(2)))
        if took > TIME_S and (confirm is None or not confirm(data)):
            raise TooDear(f"{parser.name}: {took * 1000:.0f} ms for {len(data)} bytes")
    if _peak() > peak:
        _weigh(parser, data)


def _peak() -> int:
    """The most memory this process ever held, kB. `getrusage` would begin with what its parent held."""
    found = re.search(rb"VmHWM:\s*(\d+)", Path("/proc/self/status").read_bytes())
    assert found
    return int(found[1])


def _timed(parser: Parser, data: bytes) -> float:
    begun = time.thread_time()
    try:
        parser.feed(data)
    except parser.refusals:
        pass
    return time.thread_time() - begun


def _weigh(parser: Parser, data: bytes) -> None:
    tracemalloc.start()
    try:
        _timed(parser, data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if most > MEMORY:
        raise TooDear(f"{parser.name}: {most >> 20} MB for {len(data)} bytes")
