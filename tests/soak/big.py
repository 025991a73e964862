"""Five years of rows and gigabytes of papers: how long backup and restore take, and what a call feels of it.

SOAK_PAPERS_GB says how many (10); less is taken where the disk has not five times as much free, and said.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.domain.papers.models import Paper, PaperPage
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.services import Services
from tests.bench.browsing import visited
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

GIGA, PAPER = 2**30, 2 * 2**20
CALLS, LOG_ROWS = 61_000, 2_000_000
FIRST_S, SECOND_S, NIGHTLY_S, RESTORE_S, GAP_MS = 180, 300, 15, 300, 50
NEW_PAPERS = 50  # of a day
QUIET_S = 20

WATCH = """() => {
  window.gap = 0; let last = 0;
  const video = document.querySelector('[data-testid="remote-camera"]');
  const seen = (now) => { if (last) window.gap = Math.max(window.gap, now - last); last = now;
    video.requestVideoFrameCallback(seen); };
  video.requestVideoFrameCallback(seen);
}"""
GAP = "() => { const found = window.gap; window.gap = 0; return found; }"


def five_years(_number: int) -> dict[str, float]:
    places = Path(tempfile.mkdtemp(prefix="iga-big-"))
    try:
        return _five_years(places)
    finally:
        shutil.rmtree(places, ignore_errors=True)


def _five_years(places: Path) -> dict[str, float]:
    first, second, target = places / "first", places / "second", places / "back" / "data"
    second.mkdir()
    with visited() as (browser, server):
        server.stop()
        server.environ["IGA_BACKUP_DIR"] = str(first)
        said: dict[str, float] = {"papers_gb": _gigabytes(places)}
        took, _ = _timed(lambda: server.command("seed", "years", *_amount()))
        _say(f"rows of five years: {took:.0f} s")
        services = bootstrap.build(settings.load({"IGA_DATA_DIR": str(server.data_dir)}))
        services.vault.open()
        took, _ = _timed(lambda: _lay_down(services, int(said["papers_gb"] * GIGA) // PAPER))
        _say(f"{said['papers_gb']} GB of papers: {took:.0f} s")
        server.start()
        ayama, kodomo = _in_call(Cast(browser, server))
        for person in (ayama, kodomo):
            person.page.evaluate(WATCH)
        ayama.page.wait_for_timeout(QUIET_S * 1000)
        quiet = _gap(ayama, kodomo)
        said["first_s"] = _back_up(server)
        server.environ["IGA_BACKUP_DIR_2"] = str(second)
        said["second_s"] = _back_up(server)
        _lay_down(services, NEW_PAPERS)
        said["nightly_s"] = _back_up(server)
        said["gap_quiet_ms"], said["gap_ms"] = quiet, _gap(ayama, kodomo)
        services.database.engine.dispose()
        server.kill()
        secret = server.data_dir / "secrets" / "backup.password"
        paper = shutil.copy(secret, places / "paper")
        shutil.rmtree(server.data_dir)
        new = Server(target, IGA_BACKUP_DIR=str(places / "third"))
        where = ("--place", str(second), "--password-file", str(paper))
        took, _ = _timed(lambda: new.command("restore", "--from", "latest", "--to", str(target), *where))
        said["restore_s"] = round(took, 1)
        said["served_s"] = round(new.start(), 1)
        new.stop()
        server.process = new.process
    _say(str(said))
    assert said["first_s"] <= FIRST_S
    assert said["second_s"] <= SECOND_S
    assert said["nightly_s"] <= NIGHTLY_S
    assert said["restore_s"] + said["served_s"] <= RESTORE_S
    assert said["gap_ms"] <= said["gap_quiet_ms"] + GAP_MS
    return {f"max_{name}": value for name, value in said.items()}


def _gigabytes(places: Path) -> float:
    wanted = float(os.environ.get("SOAK_PAPERS_GB", "10"))
    room = shutil.disk_usage(places).free / GIGA / 5
    return round(min(wanted, room), 1)


def _amount() -> tuple[str, ...]:
    return ("--calls", str(CALLS), "--log-rows", str(LOG_ROWS))


def _lay_down(services: Services, count: int) -> None:
    """Kept papers, each of one page that no compression makes smaller."""
    database, vault = services.database, services.vault
    with database.reading() as session:
        call_id = session.exec(select(Call.id).limit(1)).one()
    for start in range(0, count, 100):
        rows: list[Paper | PaperPage] = []
        for _ in range(min(100, count - start)):
            key, now = vault.new_key(), database.clock.now()
            blob = vault.put(key, secrets.token_bytes(PAPER))
            vault.keep(key)
            until = now + timedelta(days=300)
            paper = Paper(id=new_id(), call_id=call_id, kind="still", key=key, added_at=now, kept_until=until)
            sizes = {"width": 100, "height": 100, "received_width": 100, "received_height": 100}
            rows += [paper, PaperPage(paper_id=paper.id, number=1, image=blob, **sizes)]
        with database.transaction() as session:
            session.add_all([row for row in rows if isinstance(row, Paper)])
            session.flush()
            session.add_all([row for row in rows if isinstance(row, PaperPage)])


def _in_call(cast: Cast) -> tuple[Person, Person]:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    ayama.press("相談をはじめる")
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    ayama.page.wait_for_timeout(5000)
    return ayama, kodomo


def _gap(*people: Person) -> float:
    return round(max(float(person.page.evaluate(GAP)) for person in people), 1)


def _back_up(server: Server) -> float:
    took, told = _timed(lambda: server.command("backup", "run"))
    assert told["outcome"] == "done", told
    _say(f"backup: {took:.1f} s {told['detail']}")
    return round(took, 1)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    found = work()
    return time.monotonic() - began, found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
