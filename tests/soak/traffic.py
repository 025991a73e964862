"""A city at work in a process of its own, which may be killed at any moment; says what is acknowledged.

`python -m tests.soak.traffic FOLDER SEED MOMENT`: goes on at MOMENT (ISO 8601) with the city kept in FOLDER,
which is a data directory as the server has it. Each line is one JSON object, written only after the call that
made it true has returned; `discarding` alone comes before, because it may have come true all the same.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.scanner import NoScanner
from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.calls import look, sweeping, talk, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.tickets import PRIORITIES
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.papers import service as papers
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import TOKYO
from tests.fakes import FakeClock, RecordingHub, SteeredPresence
from tests.papers import picture

DATABASE = "madoguchi.db"
KEEP_DAYS = 60  # longer than a round's days
PAPERS_LIMIT = 4  # of one call
STEP_S = (5, 240)  # seconds of the city's time between two acts
CLOSES, OPENS = time(17, 15), time(8, 30)
DEPARTMENTS = ("shogai", "kodomo", "hoiku", "kaigo", "hoken")


class City:
    def __init__(self, folder: Path, seed: int, moment: datetime) -> None:
        self.chance = random.Random(seed)
        self.clock = FakeClock(moment)
        hub = RecordingHub()
        engine = open_engine(f"sqlite:///{folder / DATABASE}")
        self.database = Database(engine, hub, self.clock, {audit.SEAL: Seal(folder)})
        migrate.upgrade(engine)
        self.vault = FileVault(folder, None)
        self.vault.open()
        self.pages = ChildPages()
        example_city.fill_city(self.database)
        self.presence = SteeredPresence(hub)
        terminals = [_who(id_, kind, name) for id_, kind, name, _ in example_city.TERMINALS]
        self.branches = [who for who in terminals if who.terminal_kind == "branch"]
        self.desks = [who for who in terminals if who.terminal_kind == "desk"]

    def run(self) -> None:
        # As a server does that has just started.
        audit.resume(self.database)
        keeping.recover(self.database, self.vault, ())
        sweeping.sweep(self.database, self.presence)
        say(self, "began")
        while True:
            self._time_passes()
            try:
                self.chance.choice((self._branch_acts, self._desk_acts, self._desk_acts))()
            except DomainError:
                pass

    def _time_passes(self) -> None:
        self.clock.advance(seconds=self.chance.uniform(*STEP_S))
        here = self.clock.now().astimezone(TOKYO)
        if here.time() > CLOSES:
            morning = datetime.combine(here.date() + timedelta(days=1), OPENS, TOKYO)
            self.clock.advance(seconds=(morning - here).total_seconds())
            sweeping.expire(self.database)
            keeping.purge(self.database, self.vault)
            say(self, "day")
        sweeping.sweep(self.database, self.presence)

    def _branch_acts(self) -> None:
        who = self.chance.choice(self.branches)
        call = look.kiosk(self.database, self.presence, who).call
        if call is None:
            call_id = calls.place(self.database, self.presence, who, self.chance.choice(DEPARTMENTS))
            say(self, "placed", call=call_id)
            return
        if call.state == "recalled":
            act = self.chance.choice(("come_back", "come_back", "come_back", "miss"))
        else:
            act = self.chance.choice(("park", "hang_up", "prefer", *["wait"] * 7))
        if act == "wait":
            return
        if act == "prefer":
            tickets.prefer(self.database, self.presence, who, call.id, self.chance.choice(PRIORITIES))
        elif act == "hang_up":
            calls.hang_up(self.database, self.presence, who, call.id)
        else:
            getattr(tickets, act)(self.database, self.presence, who, call.id)
        say(self, act, call=call.id)

    def _desk_acts(self) -> None:
        who = self.chance.choice(self.desks)
        view = look.desk(self.database, self.presence, who)
        if view.call is None:
            waiting = [view.ringing] if view.ringing is not None else []
            parked = list(view.parked) if self.chance.random() < 0.1 else []
            for call, verb, name in [(c, calls.answer, "answer") for c in waiting] + [
                (c, tickets.recall, "recall") for c in parked
            ]:
                verb(self.database, self.presence, who, call.id)
                say(self, name, call=call.id)
                return
            return
        call_id, text = view.call.id, f"ひかえ {self.chance.random()}"
        act = self.chance.choice(("note", "note", "note", "paper", "hold", "resume", "transfer", "hang_up"))
        if act == "paper":
            self._paper(who, call_id)
        elif act == "note":
            talk.write_note(self.database, who, call_id, text)
            say(self, "note", call=call_id, note=text)
        elif act == "transfer":
            target = self.chance.choice(DEPARTMENTS)
            talk.transfer(self.database, self.presence, who, call_id, target, text)
            say(self, "transfer", call=call_id, note=text)
        else:
            verb = calls.hang_up if act == "hang_up" else getattr(talk, act)
            verb(self.database, self.presence, who, call_id)
            say(self, act, call=call_id)

    def _paper(self, who: Identity, call_id: str) -> None:
        """The desk lays a document down; most of them are kept, and now and then one goes again."""
        if len(_lying(self, call_id)) >= PAPERS_LIMIT:
            return
        data = picture((240, 320), "PNG", self.chance.choice(("white", "red", "navy", "olive")))
        tools = (self.database, self.vault, self.pages, NoScanner())
        paper = papers.add_document(*tools, who, call_id, data, "案内.png").paper
        say(self, "laid", call=call_id, paper=paper)
        if self.chance.random() < 0.7:
            keeping.keep(self.database, self.vault, who, call_id, paper, KEEP_DAYS)
            say(self, "kept", call=call_id, paper=paper)
        if self.chance.random() < 0.2:
            say(self, "discarding", call=call_id, paper=paper)
            keeping.discard(self.database, self.vault, who, call_id, paper)
            say(self, "discarded", call=call_id, paper=paper)


def _lying(city: City, call_id: str) -> list[str]:
    with city.database.reading() as session:
        return [paper.id for paper in keeping.repository.papers(session, call_id)]


def say(city: City, did: str, **about: str) -> None:
    sys.stdout.write(json.dumps({"at": city.clock.now().isoformat(), "did": did, **about}) + "\n")
    sys.stdout.flush()


def _who(terminal_id: str, kind: str, name: str) -> Identity:
    return Identity(
        ref=f"s-{terminal_id}",
        terminal_id=terminal_id,
        terminal_kind="branch" if kind == "branch" else ("desk" if kind == "desk" else "admin"),
        terminal_name=name,
        permissions=frozenset(),
        staff_name="" if kind == "branch" else "模擬 職員",
    )


if __name__ == "__main__":
    City(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]).astimezone(UTC)).run()
