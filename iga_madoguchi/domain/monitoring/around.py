"""What the lookout looks at, put together once by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.monitoring.alerts.outbox import Outbox
from iga_madoguchi.domain.monitoring.gauges import Gauges
from iga_madoguchi.domain.monitoring.ports import Certificate, Host, MediaHealth, ReportReader
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.presence.service import Presence


@dataclass(frozen=True)
class Around:
    """`server` is this machine and its data directory; `several`: there are other servers, and a hub.

    `production`: not an example; the collector must be there. `certificate` is None without TLS of our own.
    """

    database: Database
    presence: Presence
    station: Station
    power: Watch
    media: MediaHealth
    host: Host
    report: ReportReader
    certificate: Certificate | None
    data_dir: Path
    server: str
    offset_s: float = 0.0
    several: bool = False
    production: bool = False
    outbox: Outbox = field(default_factory=Outbox)
    gauges: Gauges = field(default_factory=Gauges)
