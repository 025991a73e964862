"""What is remembered for minutes only, in memory, and never grows beyond a bound."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Shortly(Generic[T]):
    """Thread-safe. A key that is put again lives anew; the oldest give way when there are too many."""

    def __init__(self, life_s: float, limit: int = 1000) -> None:
        self._life_s = life_s
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def put(self, key: str, value: T) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (time.monotonic() + self._life_s, value)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def get(self, key: str) -> T | None:
        with self._lock:
            until, value = self._kept.get(key, (0.0, None))
            return value if until > time.monotonic() else None

    def take(self, key: str) -> T | None:
        """What was there; from now on it is not."""
        found = self.get(key)
        with self._lock:
            self._kept.pop(key, None)
        return found
