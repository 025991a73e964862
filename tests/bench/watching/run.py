"""What it costs to watch: the looks, the collector, a year of figures, the pages that show them."""

from __future__ import annotations

import contextlib
import math
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from playwright.sync_api import Page

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.monitoring.figures import MEASURES, PROCESS
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.services import Services
from tests.bench.browsing import lacking, visited
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.people import Cast
from tests.e2e.server import ROOT

LOOK_S, COLLECT_S, HOUR_S = 10.0, 10.0, 3600.0
LOOKS, OPENINGS, COLLECTIONS = 300, 25, 20
NAMES = (*MEASURES.values(), PROCESS, "disk.data", "disk.backup-1", "disk.backup-2")
FAULTS = 1000
ENROLLED = ("iga", "shimagahara", "ayama", "oyamada", "aoyama", "kodomo", "hoken", "kaigo", "shogai")


def run(scale: float) -> Outcome:
    """About two minutes at scale 1."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="iga-watching-") as folder:
        _looks(Path(folder), outcome, max(50, round(LOOKS * scale)))
        _collector(Path(folder), outcome)
    missing = lacking("watching")
    if missing is not None:
        outcome.missing += missing.missing
        return outcome
    _year(outcome, max(10, round(OPENINGS * scale)))
    return outcome


def _looks(folder: Path, outcome: Outcome, count: int) -> None:
    """All terminals enrolled, backups known: every check that this machine has is looked at."""
    services = bootstrap.build(settings.load({"IGA_DATA_DIR": str(folder / "data")}))
    bootstrap.prepare(services)
    _enrol(services)
    for what in ("backup.run", "backup.drill"):
        runs.recorded(services.database, what, "whole", "bench", lambda: Result("done"))
    lookout, process = services.lookout, psutil.Process()
    services.lookout.look()
    held, began = process.memory_info().rss, time.thread_time()
    for _ in range(count):
        lookout.look()
    each = (time.thread_time() - began) / count
    grown = (process.memory_info().rss - held) / 1e6
    tracemalloc.start()
    for _ in range(30):
        lookout.look()
    traced = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    part = 100 * each / LOOK_S
    outcome.details |= {"seconds per look": each, "rss grown MB": grown, "traced MB": traced}
    said = f"{part:.2f} % ({1000 * each:.0f} ms each {LOOK_S:.0f} s, {len(lookout.standing().checks)} causes)"
    outcome.measures.append(Measure("looks: part of one core", said, "< 2 %", part < 2))
    most = max(grown, traced)
    text = f"{most:.1f} MB ({count} looks: resident +{grown:.1f}, objects {traced:.1f})"
    outcome.measures.append(Measure("looks: memory", text, "< 50 MB", most < 50))
    services.database.engine.dispose()


def _enrol(services: Services) -> None:
    for terminal in (
        "iga",
        "shimagahara",
        "ayama",
        "oyamada",
        "aoyama",
        "kodomo",
        "hoken",
        "kaigo",
        "shogai",
    ):
        enrolment.enrol(services.database, enrolment.issue_code(services.database, terminal, SYSTEM))


def _collector(folder: Path, outcome: Outcome) -> None:
    """The first one asks for updates, too, as once an hour."""
    command = [sys.executable, ROOT / "ops" / "bin" / "collect", "--out", folder / "host.json"]
    spent = []
    for _ in range(COLLECTIONS + 1):
        begin = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, "--config", folder / "none.json"], check=False, timeout=60)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime)
    first, each = spent[0], sum(spent[1:]) / COLLECTIONS
    part = 100 * (each / COLLECT_S + max(0.0, first - each) / HOUR_S)
    outcome.details["seconds per collection"] = spent
    said = f"{part:.2f} % ({1000 * each:.0f} ms each {COLLECT_S:.0f} s, {first:.1f} s each hour)"
    outcome.measures.append(Measure("collector: part of one core", said, "< 2 %", part < 2))


def _year(outcome: Outcome, openings: int) -> None:
    with visited() as (browser, server):
        cast = Cast(browser, server)
        bureau = cast.admin()
        base = server.data_dir / "madoguchi.db"
        rows, size = _seed(base)
        text = f"{size / 1e6:.1f} MB ({rows:,} rows of {len(NAMES)} figures, {FAULTS} faults)"
        outcome.measures.append(Measure("a year of figures: file", text, "< 100 MB", size < 100e6))
        for name, path, screen, limit in (
            ("overview opens, with the year", "/admin", "admin.overview", 1.0),
            ("a year's picture opens", "/admin/history", "admin.history", None),
        ):
            spans = [_opened(bureau.page, f"{server.url}{path}", screen) for _ in range(openings)]
            outcome.details[f"{name}, s"] = spans
            worst = percentile(spans, 95)
            said = f"p95 {worst:.2f} s, median {median(spans):.2f} (n={len(spans)})"
            must = "" if limit is None else f"p95 <= {limit:.0f} s"
            outcome.measures.append(Measure(name, said, must, None if limit is None else worst <= limit))
        bureau.page.get_by_role("button", name="1年", exact=True).click()
        bureau.page.locator(".mean").wait_for()
        cast.close()


def _opened(page: Page, url: str, screen: str) -> float:
    began = time.monotonic()
    page.goto(url, wait_until="commit")
    page.locator(f"[data-screen='{screen}'] main").wait_for()
    return time.monotonic() - began


def _seed(base: Path) -> tuple[int, int]:
    """As it is kept after a year: five minutes for five weeks, hours before; rows and bytes."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    insert = "INSERT INTO monitoring_sample VALUES (?, ?, ?, ?, ?, ?, 30)"
    fault = (
        "INSERT INTO incident (server, check_id, subject, raised_at, worst, words, recovered_at, "
        "acknowledged_by, comment) VALUES ('bench', 'terminal.silent', 'ayama', ?, 'bad', ?, ?, '', '')"
    )
    with contextlib.closing(sqlite3.connect(base, timeout=30)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = _pages(connection)
        rows = 0
        for span, since, until in ((300, 35, 0), (3600, 366, 35)):
            count = (since - until) * 86_400 // span
            for at in (now - timedelta(days=since) + timedelta(seconds=span * n) for n in range(count)):
                level = 50 + 30 * math.sin(at.timestamp() / 43_200 * math.pi)
                moment = f"{at:%F %T}.000000"
                connection.executemany(
                    insert, [(name, span, moment, level - 7 / 3, level, level + 22 / 7) for name in NAMES]
                )
                rows += len(NAMES)
        for number in range(FAULTS):
            at = now - timedelta(hours=8 * number + 1)
            words = '{"name": "阿山支所", "kind": "branch"}'
            connection.execute(
                fault, (f"{at:%F %T}.000000", words, f"{at + timedelta(minutes=9):%F %T}.000000")
            )
        connection.commit()
        return rows, _pages(connection) - before


def _pages(connection: sqlite3.Connection) -> int:
    count, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(count) * int(size)
