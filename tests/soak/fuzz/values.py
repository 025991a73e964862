"""Bytes become what a JSON document can hold, so that a fuzzer's bits reach the checks behind the syntax.

No value is made that JSON as we read it (`http/bodies.parse_json`) cannot bring: no NaN, no half letters; but
infinity (`1e999`), whole numbers without end and any depth.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

DEPTH = 6
NUMBERS = (0, 1, -1, 0.5, 1.0, 90, 4097, 10**9, 2**31, 2**63, 10**30, -(10**30), 1e308, float("inf"), -0.0)


class Values:
    """Reads values off `data`; `words` are keys and texts worth trying."""

    def __init__(self, data: bytes, words: Sequence[str]) -> None:
        self._data = data
        self._at = 0
        self._words = words

    def byte(self) -> int:
        if self._at >= len(self._data):
            return 0
        self._at += 1
        return self._data[self._at - 1]

    def rest(self) -> bytes:
        return self._data[self._at :]

    def text(self) -> str:
        kind = self.byte()
        if kind < 160:
            return self._words[kind % len(self._words)]
        taken = self._data[self._at : self._at + kind - 160]
        self._at += len(taken)
        if kind % 5 == 0:
            return taken.decode("utf-16-le", "ignore") * (1 + self.byte())
        return taken.decode("utf-8", "ignore")

    def value(self, depth: int = 0) -> Any:
        kind = self.byte() % (8 if depth >= DEPTH else 12)
        if kind < 2:
            return (None, True, False)[self.byte() % 3]
        if kind == 2:
            return self.byte()
        if kind == 3:
            return NUMBERS[self.byte() % len(NUMBERS)]
        if kind == 4:
            number = struct.unpack("<d", bytes(self.byte() for _ in range(8)))[0]
            return 0.5 if number != number else number
        if kind < 8:
            return self.text()
        if kind < 10:
            found = [self.value(depth + 1) for _ in range(self.byte() % 8)]
            return found * (1 + self.byte()) if kind == 9 and depth < 2 else found
        return self.message(depth + 1)

    def message(self, depth: int = 0) -> dict[str, Any]:
        return {self.text(): self.value(depth) for _ in range(self.byte() % 12)}
