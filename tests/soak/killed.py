"""Kills a city at work at random moments and looks whether anything acknowledged is gone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.models import Call
from tests.fakes import FakeClock, RecordingHub

DAYS_PER_ROUND = 5
LIVES_S = (0.05, 1.5)  # seconds of work before the kill
MONDAY = "2026-01-05T08:30:00+09:00"
ON = (State.RINGING, State.ANSWERED, State.HELD, State.RECALLED)


@dataclass
class Acknowledged:
    """All that the city has said it did; `kills` counts how often it died."""

    moment: str = MONDAY
    calls: set[str] = field(default_factory=set)
    notes: list[tuple[str, str]] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    def hear(self, line: dict[str, Any]) -> None:
        self.moment = line["at"]
        self.did[line["did"]] += 1
        if line["did"] == "placed":
            self.calls.add(line["call"])
        if "note" in line:
            self.notes.append((line["call"], line["note"]))


def days(number: int) -> None:
    """Five days of traffic with kill -9 every second or so; other ones each round."""
    chance, known = random.Random(number), Acknowledged()
    with tempfile.TemporaryDirectory(prefix="iga-killed-") as folder:
        while known.did["day"] < DAYS_PER_ROUND:
            _live_and_die(Path(folder), chance, known)
            _check(Path(folder), known)
        sys.stdout.write(
            f"killed {known.kills} times; kept {len(known.calls)} calls, {len(known.notes)} notes; "
            f"{dict(known.did)}\n"
        )


def _live_and_die(folder: Path, chance: random.Random, known: Acknowledged) -> None:
    command = [
        sys.executable, "-m", "tests.soak.traffic", str(folder), str(chance.randrange(1 << 30)), known.moment
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as city:
        assert city.stdout is not None
        first = city.stdout.readline()
        assert first, "the city started again"
        time.sleep(chance.uniform(*LIVES_S))
        city.kill()
        lines = [first, *city.stdout.readlines()]
    known.kills += 1
    for line in lines:
        if line.endswith("\n"):
            known.hear(json.loads(line))


def _check(folder: Path, known: Acknowledged) -> None:
    engine = open_engine(f"sqlite:///{folder / 'city.db'}")
    database = Database(engine, RecordingHub(), FakeClock())
    try:
        with database.reading() as session:
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            found = {call_id: repository.call(session, call_id) for call_id in known.calls}
            for call_id, note in known.notes:
                assert note in {row.text for row in repository.notes(session, call_id)}, "a note is gone"
        _calls_make_sense(found)
        assert not audit.verify(database).faults, "the operation log has a gap"
    finally:
        engine.dispose()


def _calls_make_sense(found: dict[str, Call | None]) -> None:
    assert all(found.values()), "a ticket is gone"
    kept = [call for call in found.values() if call is not None]
    assert all((call.state == State.ENDED) == bool(call.end_reason) for call in kept), "an end has a reason"
    tickets = Counter((call.day, call.ticket) for call in kept)
    assert max(tickets.values(), default=1) == 1, "a number was given twice"
    owners = Counter(call.desk_id for call in kept if call.state in ON and call.state != State.RINGING)
    assert None not in owners
    assert max(owners.values(), default=1) == 1, "a desk owns two calls"
