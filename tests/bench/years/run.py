"""How screens, search and statistics are with five years of calls, beside the same on an empty database.

Every look is taken in turn on the empty and on the full database, so that whatever else the machine does
meanwhile falls on both. Beside the wall time stands the processor's, of this thread and of PostgreSQL's
process for it: on a machine that is busy with other things only that one says something, and it decides.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts.permissions import ROLES
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.example_years.fill import fill
from iga_madoguchi.domain.presence.models import OpeningOverride
from iga_madoguchi.domain.records import look as records
from iga_madoguchi.domain.records import searching, service, statistics
from iga_madoguchi.domain.records.counting import repository as counting
from iga_madoguchi.domain.records.views import Draft, Stamp, Wanted
from iga_madoguchi.domain.reservations import look as reservations
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.hub import Hub
from tests.bench.report import Measure, Outcome, median, percentile
from tests.databases import Cluster
from tests.fakes import TUESDAY_NOON, FakeClock, SteeredPresence

CALLS, LOG_ROWS, ROUNDS = 61_000, 2_000_000, 40
LIMITS_MS = {"searches": 50.0}
SHARE, MORE_MS = 1.10, 5.0
WORDS = ("", "筆談", "口座", "母", "車いす 祖母", "ケアマネジャー", "意見書 霧生", "耳が聞こえにくい", "宇宙")

AYAMA = Identity("t-1", "ayama", "branch", "阿山支所", ROLES["resident"])
AOYAMA = Identity("t-2", "aoyama", "branch", "青山支所", ROLES["resident"])
KODOMO = Identity("s-1", "kodomo", "desk", "こども未来課", ROLES["desk"], 1, "kodomo", "林 さくら")


class Town:
    """One database with the city, one talk that is on and somebody who waits behind it."""

    def __init__(self, url: str, amount: float) -> None:
        self.hub, self.clock = Hub(), FakeClock(TUESDAY_NOON)
        self.database = Database(open_engine(url), self.hub, self.clock)
        migrate.upgrade(self.database.engine)
        example_city.fill_city(self.database)
        with self.database.transaction() as session:
            session.add(OpeningOverride(is_open=True, note="bench"))
        self.presence = SteeredPresence(self.hub)
        if amount:
            fill(self.database, round(CALLS * amount), round(LOG_ROWS * amount))
        self.call = calls.place(self.database, self.presence, AYAMA, "kodomo")
        calls.answer(self.database, self.presence, KODOMO, self.call)
        self.waiting = calls.place(self.database, self.presence, AOYAMA, "kodomo")
        self.clock.advance(minutes=1)
        self._typed = 0
        self._server = self._pid()

    def _pid(self) -> int | None:
        """PostgreSQL's process that answers us; there is one connection, used again and again."""
        if self.database.engine.dialect.name != "postgresql":
            return None
        with self.database.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    def processor_ms(self) -> float:
        """Processor time that this thread and its server process have used so far."""
        used = time.thread_time_ns()
        if self._server is not None:
            used += int(Path(f"/proc/{self._server}/schedstat").read_text(encoding="ascii").split()[0])
        return used / 1e6

    def looks(self) -> dict[str, Callable[[], object]]:
        """Everything a screen reads when it is opened, and what a clerk's typing writes."""
        database, presence = self.database, self.presence
        year = statistics.this_year(self.clock.now())
        return {
            "kiosk": lambda: look.kiosk(database, presence, AOYAMA),
            "kiosk, beside": lambda: look.beside(database, AOYAMA),
            "desk": lambda: look.desk(database, presence, KODOMO),
            "bureau: open calls": lambda: look.open_calls(database),
            "bureau: calls of today": lambda: look.calls_today(database),
            **{
                f"operation log, {name}": lambda one=one: reading.search(database, one)  # type: ignore[misc]
                for name, one in _wanted_of_the_log(_today(self)).items()
            },
            "reservations of a day": lambda: reservations.plan(database, "kodomo", "ayama", _today(self)),
            "record of the call": lambda: records.at_desk(database, KODOMO, self.call),
            "records not written": lambda: records.unwritten(database, KODOMO),
            "save what is typed": self._type,
            "statistics of the year, after a call": lambda: self._count(year),
        }

    def searches(self) -> list[Callable[[], object]]:
        day = _today(self)
        wanted = [Wanted(words) for words in WORDS]
        wanted += [
            replace(one, first=day - timedelta(days=700), last=day - timedelta(days=600))
            for one in wanted[:4]
        ]
        wanted += [replace(one, branch_id="iga", procedure_id="hoiku.ichiji") for one in wanted[:4]]
        return [lambda one=one: searching.search(self.database, KODOMO, one) for one in wanted]  # type: ignore[misc]

    def _count(self, year: tuple[date, date]) -> None:
        """As when somebody has just been called: today is another than a moment ago."""
        with self.database.transaction() as session:
            counting.change(session, year[1])
        statistics.of_period(self.database, *year)

    def _type(self) -> None:
        self._typed += 1
        draft = Draft(memo="児童手当の認定請求について相談。口座の写しを確認した。" * 8 + str(self._typed))
        stamp = Stamp(0, "bench", self._typed)
        service.save_draft(self.database, KODOMO, self.call, "kodomo", draft, stamp)


def _wanted_of_the_log(today: date) -> dict[str, reading.Wanted]:
    """What an auditor asks for: also what a year has never seen, for then nothing ends the search early."""
    year = reading.Wanted(today - timedelta(days=365), today)
    return {
        "today": reading.Wanted(today, today),
        "a year": year,
        "a year, an area": replace(year, area="calls"),
        "a year, an area without entries": replace(year, area="power"),
        "a year, somebody": replace(year, actor="kodomo"),
        "a year, nobody": replace(year, actor="nobody"),
        "a year, a terminal": replace(year, terminal="ayama"),
        "a year, an unknown terminal": replace(year, terminal="nowhere"),
        "a year, what was refused": replace(year, refused=True),
        "a year, somebody and an area without entries": replace(year, actor="kodomo", area="power"),
        "a year, an unknown thing": replace(year, subject="nothing"),
    }


def _today(town: Town) -> date:
    return local(town.clock.now()).date()


def run(scale: float) -> Outcome:
    """Both databases (about eight minutes at scale 1, most of it making the years up)."""
    outcome = Outcome()
    # Two levels of our own: the server of PostgreSQL has to reach the inner one.
    root = Path(tempfile.mkdtemp(prefix="iga-years-"))
    folder = root / "data"
    (folder / "postgresql").mkdir(parents=True)
    try:
        _compare(outcome, "SQLite", [f"sqlite:///{folder / name}.db" for name in ("empty", "full")], scale)
        if not list(Path("/usr/lib/postgresql").glob("*/bin")) or shutil.which("setpriv") is None:
            outcome.missing.append("years: needs postgresql and setpriv")
            return outcome
        cluster = Cluster(folder / "postgresql")
        cluster.start()
        try:
            _compare(outcome, "PostgreSQL", [cluster.new(), cluster.new()], scale)
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return outcome


def _compare(outcome: Outcome, kind: str, urls: list[str], scale: float) -> None:
    amount = min(1.0, scale)
    started = time.monotonic()
    empty, full = Town(urls[0], 0), Town(urls[1], amount)
    title = f"{kind}: {round(CALLS * amount)} calls, {round(LOG_ROWS * amount)} log rows"
    outcome.measures.append(Measure(title, f"made up in {time.monotonic() - started:.0f} s"))
    try:
        judge = Judge(outcome, kind)
        for name, look_at in full.looks().items():
            judge.hear(name, _take_turns(empty, full, empty.looks()[name], look_at))
        pairs = [
            _take_turns(empty, full, *both) for both in zip(empty.searches(), full.searches(), strict=True)
        ]
        judge.hear(f"{len(pairs)} searches", _Turns.of_all(pairs))
    finally:
        for town in (empty, full):
            town.database.engine.dispose()


@dataclass
class _Turns:
    """Milliseconds on the wall and of the processor, on the empty and on the full database."""

    wall: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    processor: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))

    @classmethod
    def of_all(cls, turns: Sequence[_Turns]) -> _Turns:
        whole = cls()
        for one in turns:
            for side in (0, 1):
                whole.wall[side].extend(one.wall[side])
                whole.processor[side].extend(one.processor[side])
        return whole


def _take_turns(
    empty: Town, full: Town, on_empty: Callable[[], object], on_full: Callable[[], object]
) -> _Turns:
    """Both looks in turn; the first of each only warms up."""
    turns = _Turns()
    for round_ in range(ROUNDS + 1):
        for side, (town, look_at) in enumerate(((empty, on_empty), (full, on_full))):
            started, used = time.perf_counter(), town.processor_ms()
            look_at()
            if round_:
                turns.processor[side].append(town.processor_ms() - used)
                turns.wall[side].append(1000 * (time.perf_counter() - started))
    return turns


class Judge:
    """Writes the rows of one database. Whether the machine is busy is asked for every look."""

    def __init__(self, outcome: Outcome, kind: str) -> None:
        self._outcome = outcome
        self._kind = kind

    def hear(self, name: str, turns: _Turns) -> None:
        busy = os.getloadavg()[0] > (os.cpu_count() or 1)
        before, now = turns.processor if busy else turns.wall
        by = "processor, as the machine is busy" if busy else "wall"
        shown = (
            f"{median(turns.wall[1]):.1f} ms (empty {median(turns.wall[0]):.1f}), processor"
            f" {median(turns.processor[1]):.1f} ({median(turns.processor[0]):.1f})"
        )
        must = f"median <= empty x {SHARE} + {MORE_MS:.0f} ms, by {by}"
        self._row(name, shown, must, median(now) <= SHARE * median(before) + MORE_MS)
        limit = LIMITS_MS.get(name.split()[-1])
        if limit is not None:
            slow = percentile(now, 95)
            text = f"p95 {slow:.1f} ms (wall {percentile(turns.wall[1], 95):.1f})"
            self._row("", text, f"p95 <= {limit:.0f} ms, by {by}", slow <= limit)
        self._outcome.details[f"{self._kind} {name}"] = {
            "wall_ms": turns.wall,
            "processor_ms": turns.processor,
        }

    def _row(self, name: str, shown: str, must: str = "", reached: bool | None = None) -> None:
        self._outcome.measures.append(Measure(f"  {name}", shown, must, reached))
