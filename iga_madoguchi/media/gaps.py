"""Knows which packets of a stream are missing and when to ask for them again; sends nothing itself."""

from __future__ import annotations

GIVE_UP_S = 1.0  # s; older than this nobody waits for it any more
RETRY_S = 0.03  # s; first repetition, then half as long again each time
BACK_OFF = 1.5
OUTAGE = 500  # packets; a longer gap is an outage, and asking for all of it would only flood the link


class Gaps:
    """Missing sequence numbers of one stream, from the first loss until found or given up."""

    __slots__ = ("_missing", "expired", "highest", "outages")

    def __init__(self) -> None:
        self.highest = -1  # newest sequence number, -1 before the first packet
        self.outages = 0
        self.expired = 0
        self._missing: dict[int, tuple[float, float, float]] = {}  # seq -> due, interval, given up at

    def __bool__(self) -> bool:
        return bool(self._missing)

    def __contains__(self, seq: int) -> bool:
        return seq in self._missing

    def jumped(self, seq: int, now: float, rtt_s: float, after_silence: bool = False) -> list[int]:
        """A packet that is not the next one. The sequence numbers to ask for at once.

        What is missing after a silence was sent too long ago: it counts as an outage.
        """
        if self.highest < 0:
            self.highest = seq
            return []
        ahead = (seq - self.highest) & 0xFFFF
        if ahead >= 0x8000 or not ahead:
            self._missing.pop(seq, None)
            return []
        outage = ahead > OUTAGE or (after_silence and ahead > 1)
        lost = [] if outage else [(self.highest + step) & 0xFFFF for step in range(1, ahead)]
        self.highest = seq
        if outage:
            self.outages += 1
            self._missing.clear()
        interval = max(RETRY_S, 1.25 * rtt_s)
        for number in lost:
            self._missing[number] = (now + interval, interval * BACK_OFF, now + GIVE_UP_S)
        return lost

    def found(self, seq: int) -> bool:
        """A repair arrived. False if nobody is waiting for it."""
        return self._missing.pop(seq, None) is not None

    def due(self, now: float) -> list[int]:
        """What to ask for again now, oldest first; gives up what is too old."""
        again = []
        for seq, (when, interval, end) in list(self._missing.items()):
            if now >= end:
                del self._missing[seq]
                self.expired += 1
            elif now >= when:
                self._missing[seq] = (now + interval, interval * BACK_OFF, end)
                again.append(seq)
        return again
