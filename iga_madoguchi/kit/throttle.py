"""A token bucket: how often something may happen, with a burst, per key."""

from __future__ import annotations

import time
from collections import OrderedDict

KEYS_LIMIT = 10_000  # a flood of keys forgets the oldest instead of the memory


class Throttle:
    """At most `burst` at once and `per_second` on average for each key. Not shared between processes."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._rate = per_second
        self._burst = float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        now = time.monotonic()
        level, at = self._buckets.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._rate)
        allowed = level >= 1
        self._buckets[key] = (level - 1 if allowed else level, now)
        if len(self._buckets) > KEYS_LIMIT:
            self._buckets.popitem(last=False)
        return allowed
