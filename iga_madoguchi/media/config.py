"""What the relay must be told before it starts; read from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

PULSE_S = 1.0  # s between two signs of life of the relay's process, each with its counters


@dataclass(frozen=True)
class MediaConfig:
    """Own IP addresses that are offered to browsers, and the UDP ports, first and last included; a range that
    begins with 0 is as many of the system's choice."""

    addresses: tuple[str, ...]
    ports: tuple[int, int]
