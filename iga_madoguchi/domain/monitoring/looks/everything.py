"""All looks, each with the checks that it answers. What a look does not mention any more does not apply."""

from __future__ import annotations

from iga_madoguchi.domain.monitoring.alerts import look as alerts
from iga_madoguchi.domain.monitoring.looks import (
    Look,
    data,
    hardware,
    inside,
    machine,
    places,
    power,
    safety,
    selftest,
)

LOOKS: tuple[tuple[Look, tuple[str, ...]], ...] = (
    (data.database, ("database.away", "database.room")),
    (data.proofs, ("database.integrity", "log.bent")),
    (places.terminals, ("terminal.silent",)),
    (places.printers, ("printer.hindered",)),
    (selftest.tests, ("terminal.unwell", "test.missed")),
    (inside.media, ("media.away", "media.lag")),
    (inside.process, ("loop.lag", "job.failing", "hub.alone", "clock.offset")),
    (alerts.means, ("alert.undelivered",)),
    (machine.load, ("cpu.busy", "memory.low", "clock.unsynchronised")),
    (machine.certificate, ("certificate.expiry",)),
    (machine.storage, ("data.unwritable", "disk.full")),
    (power.ups, ("ups.battery", "ups.silent", "ups.battery.old")),
    (safety.backups, ("backup.tool", "backup.age", "backup.proof")),
    (safety.places, ("backup.place", "backup.doubt")),
    (safety.schedule, ("job.overdue",)),
    (hardware.collector, ("collector.silent", *hardware.CHECKS)),
)
OF_THE_LOOKOUT = ("clock.jumped", "disk.forecast")
"""These compare with what was before, which the lookout remembers."""
