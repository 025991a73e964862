"""From a clerk's touch until every screen that shows the change has it, with 10 and with 60 terminals."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.http.identity import DEVICE_COOKIE
from iga_madoguchi.kit.clock import SystemClock
from iga_madoguchi.kit.hub import Hub
from tests.bench import pages
from tests.bench.pages import Page
from tests.bench.report import Measure, Outcome, median, percentile
from tests.e2e.server import Server

BRANCHES = ("iga", "shimagahara", "ayama", "oyamada", "aoyama")
DESKS = ("shogai", "kodomo", "kaigo", "hoken")
SERVED = {"shogai": "shogai", "kodomo": "kodomo", "kaigo": "kaigo", "hoken": "hoken"}
PARKED = 16
CHANGES = 40


def run(scale: float) -> Outcome:
    """About two minutes at scale 1."""
    outcome = Outcome()
    for count, limit in ((10, 200), (60, 500)):
        with tempfile.TemporaryDirectory(prefix="iga-push-") as folder:
            server = Server(Path(folder) / "data")
            server.start()
            try:
                extra = _add_branches(server, count - len(BRANCHES) - len(DESKS))
                spans = asyncio.run(_measure(server, extra, max(20, round(CHANGES * scale))))
            finally:
                server.stop()
        outcome.details[f"{count} terminals, ms"] = spans
        worst = percentile(spans, 95)
        text = f"p95 {worst:.0f} ms, median {median(spans):.0f} (n={len(spans)})"
        name = f"change on every screen, {count} terminals"
        outcome.measures.append(Measure(name, text, f"p95 <= {limit} ms", worst <= limit))
    return outcome


def _add_branches(server: Server, count: int) -> list[str]:
    """More branches, straight in the database: their device cookies."""
    engine = open_engine(f"sqlite:///{next(server.data_dir.glob('*.db'))}")
    database = Database(engine, Hub(), SystemClock())
    cookies = []
    for number in range(count):
        terminals.add_terminal(database, f"extra{number}", "branch", f"模擬支所{number}", SYSTEM)
        code = enrolment.issue_code(database, f"extra{number}", SYSTEM)
        cookies.append(f"{DEVICE_COOKIE}={enrolment.enrol(database, code).secret}")
    engine.dispose()
    return cookies


async def _measure(server: Server, extra: list[str], changes: int) -> list[float]:
    city = server.credentials
    async with asyncio.TaskGroup() as group:
        kiosks, desks = {}, {}
        for name in BRANCHES:
            kiosks[name] = await pages.enter(server.url, "kiosk", server.enrol_url(name), None)
        for name in DESKS:
            desks[name] = await pages.enter(server.url, "desk", server.enrol_url(name), city["desks"][name])
        more = [await pages.open_page(server.url, "kiosk", cookies) for cookies in extra]
        everybody = [*kiosks.values(), *desks.values(), *more]
        listening = [group.create_task(page.listen()) for page in everybody]
        for page in everybody:
            await page.fire("opened")
        for kiosk in [*kiosks.values(), *more]:
            await kiosk.until("screen", "standby")
        for desk in desks.values():
            await desk.until("screen", "board")
        await _busy_city(kiosks, desks)
        spans = [await _change(everybody, desks["hoken"], away) for away in _alternating(changes)]
        for task in listening:
            task.cancel()
    return spans


def _alternating(count: int) -> list[bool]:
    return [number % 2 == 0 for number in range(count)]


async def _busy_city(kiosks: dict[str, Page], desks: dict[str, Page]) -> None:
    """Sixteen parked tickets, then three calls that are on and one that waits."""
    for number in range(PARKED):
        kiosk = kiosks[BRANCHES[number % len(BRANCHES)]]
        await kiosk.fire("place", department=DESKS[number % len(DESKS)])
        await kiosk.until("screen", "waiting")
        await kiosk.fire("park")
        await kiosk.until("screen", "finished")
        await kiosk.fire("leave")
        await kiosk.until("screen", "standby")
    for branch, desk in (("iga", "shogai"), ("ayama", "kodomo"), ("aoyama", "kaigo")):
        await kiosks[branch].fire("place", department=SERVED[desk])
        await kiosks[branch].until("screen", "waiting")
        await desks[desk].fire("answer", call=str(kiosks[branch].state["call"]))
        await desks[desk].until("screen", "in_call")
    await kiosks["oyamada"].fire("place", department="kaigo")
    await kiosks["oyamada"].until("screen", "waiting")


async def _change(everybody: list[Page], desk: Page, away: bool) -> float:
    """Milliseconds until the last of the other pages has heard that this desk is away, or back."""
    await asyncio.sleep(0.4)
    sent = time.perf_counter()
    await desk.fire("set_away", away=away)
    others = [page for page in everybody if page is not desk]
    while any(page.heard_at < sent for page in others):
        if time.perf_counter() - sent > pages.LATEST_S:
            raise TimeoutError(f"{sum(page.heard_at < sent for page in others)} pages heard nothing")
        await asyncio.sleep(0.001)
    return 1000 * (max(page.heard_at for page in others) - sent)
