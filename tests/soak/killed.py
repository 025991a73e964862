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

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.calls import repository
from iga_madoguchi.domain.calls.lifecycle import State
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.papers import repository as papers
from tests.e2e.server import Server
from tests.fakes import FakeClock, RecordingHub
from tests.soak.traffic import DATABASE

READY_S = 10.0
DAYS_PER_ROUND = 5
LIVES_S = (0.05, 1.5)  # seconds of work before the kill
MONDAY = "2026-01-05T08:30:00+09:00"
ON = (State.RINGING, State.ANSWERED, State.HELD, State.RECALLED)


@dataclass
class Acknowledged:
    """All that the city has said it did; `kills` counts how often it died, `ready_s` how long it was away."""

    moment: str = MONDAY
    calls: set[str] = field(default_factory=set)
    notes: list[tuple[str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    did: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    ready_s: float = 0.0

    def hear(self, line: dict[str, Any]) -> None:
        self.moment = line["at"]
        self.did[line["did"]] += 1
        match line["did"]:
            case "placed":
                self.calls.add(line["call"])
            case "kept":
                self.kept.add(line["paper"])
            case "discarding":
                self.kept.discard(line["paper"])
            case "discarded":
                self.gone.add(line["paper"])
        if "note" in line:
            self.notes.append((line["call"], line["note"]))


def days(number: int) -> dict[str, float]:
    """Five days of traffic with kill -9 every second or so; other ones each round. Then the server itself."""
    chance, known = random.Random(number), Acknowledged()
    with tempfile.TemporaryDirectory(prefix="iga-killed-") as folder:
        while known.did["day"] < DAYS_PER_ROUND:
            _live_and_die(Path(folder), chance, known)
            _check(Path(folder), known)
        served_s = _served(Path(folder))
    return {
        "kills": known.kills,
        "calls": len(known.calls),
        "notes": len(known.notes),
        "papers_kept": len(known.kept),
        "papers_discarded": len(known.gone),
        "max_ready_s": round(known.ready_s, 2),
        "max_served_s": round(served_s, 2),
    }


def _live_and_die(folder: Path, chance: random.Random, known: Acknowledged) -> None:
    command = [
        sys.executable, "-m", "tests.soak.traffic", str(folder), str(chance.randrange(1 << 30)), known.moment
    ]  # fmt: skip
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as city:
        assert city.stdout is not None
        first = city.stdout.readline()
        assert first, "the city started again"
        took = time.monotonic() - began
        assert took <= READY_S, took
        time.sleep(chance.uniform(*LIVES_S))
        city.kill()
        lines = [first, *city.stdout.readlines()]
    known.kills += 1
    known.ready_s = max(known.ready_s, took)
    for line in lines:
        if line.endswith("\n"):
            known.hear(json.loads(line))


def _served(folder: Path) -> float:
    """The real server on what the kills have left; seconds until it was ready."""
    subprocess.run([sys.executable, "-m", "iga_madoguchi", "serve", "--build-only"], check=True)
    server = Server(folder, IGA_EXAMPLE_DATA="0")
    took = server.start()
    try:
        assert took <= READY_S, took
        assert server.command("audit", "verify")["broken_at"] is None
    finally:
        server.stop()
    return took


def _check(folder: Path, known: Acknowledged) -> None:
    engine = open_engine(f"sqlite:///{folder / DATABASE}")
    database = Database(engine, RecordingHub(), FakeClock(), {audit.SEAL: Seal(folder)})
    try:
        with database.reading() as session:
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            found = {call_id: repository.call(session, call_id) for call_id in known.calls}
            for call_id, note in known.notes:
                assert note in {row.text for row in repository.notes(session, call_id)}, "a note is gone"
            kept, blobs = {paper.id for paper in papers.kept(session)}, papers.blobs(session, kept_only=True)
        _calls_make_sense(found)
        assert known.kept <= kept, "a paper that was kept is gone"
        assert not known.gone & kept, "a paper that was discarded is back"
        _readable(folder, blobs)
        assert not audit.verify(database).faults, "the operation log has a gap"
    finally:
        engine.dispose()


def _readable(folder: Path, blobs: dict[str, Any]) -> None:
    """What a row names can be opened: its key and every file are there, and whole."""
    vault = FileVault(folder, None)
    vault.open()
    for key, names in blobs.items():
        for name in set(names) - {""}:
            assert vault.get(key, name)


def _calls_make_sense(found: dict[str, Call | None]) -> None:
    assert all(found.values()), "a ticket is gone"
    kept = [call for call in found.values() if call is not None]
    assert all((call.state == State.ENDED) == bool(call.end_reason) for call in kept), "an end has a reason"
    tickets = Counter((call.day, call.ticket) for call in kept)
    assert max(tickets.values(), default=1) == 1, "a number was given twice"
    owners = Counter(call.desk_id for call in kept if call.state in ON and call.state != State.RINGING)
    assert None not in owners
    assert max(owners.values(), default=1) == 1, "a desk owns two calls"
