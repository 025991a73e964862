"""In a network of its own: one call, and everything that can happen to it on the way."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import fakecam
from tests.bench.journey.pair import Pair
from tests.bench.network import ADDRESS
from tests.bench.outage.cable import Cable
from tests.e2e.server import Server

PICTURES = Path(__file__).with_name("pictures.js")
BACK_MS = 30_000
CALM_S = 4.0
Drill = dict[str, float | str | bool]


class Drills:
    """A call that stands, and what is done to it."""

    def __init__(self, pair: Pair, cable: Cable, server: Server) -> None:
        self._pair, self._cable, self._server = pair, cable, server
        self._sides = {"desk": pair.desk.page, "branch": pair.branch.page}
        for page in self._sides.values():
            page.evaluate(PICTURES.read_text(encoding="utf-8"))

    def begin(self) -> None:
        self._pair.ring()
        time.sleep(1.5)
        self._pair.answer()
        time.sleep(CALM_S)

    def cable_out(self, seconds: float) -> Drill:
        """ms from the cable's return to the first fresh picture on each side."""
        self._wait(CALM_S)
        self._cable.out()
        self._wait(seconds)
        return self._times(self._cable.back())

    def server_killed(self) -> Drill:
        """ms from the server's being ready to the first fresh picture on each side; the same call?"""
        self._wait(CALM_S)
        before = [page.evaluate("pictures.participant()") for page in self._sides.values()]
        self._server.kill()
        self._wait(1)
        started = self._server.start()
        times = self._times(time.time() * 1000)
        after = [page.evaluate("pictures.participant()") for page in self._sides.values()]
        return times | {"same_call": None not in before and before == after, "start_s": started}

    def loss(self, percent: float, seconds: float) -> dict[str, Drill]:
        """Per side: pictures shown, longest gap between two in ms, share of made-up sound in percent."""
        self._cable.lose(percent)
        time.sleep(CALM_S)
        begin = time.time() * 1000
        heard = {name: page.evaluate("pictures.voice()") for name, page in self._sides.items()}
        self._wait(seconds)
        end = time.time() * 1000
        found: dict[str, Drill] = {}
        for name, page in self._sides.items():
            found[name] = dict(page.evaluate("([from, to]) => pictures.gaps(from, to)", [begin, end]))
            found[name]["concealed_pct"] = _concealed(heard[name], page.evaluate("pictures.voice()"))
        self._cable.lose(0)
        return found

    def _times(self, moment: float) -> Drill:
        return {name: _since(page, moment) for name, page in self._sides.items()}

    def _wait(self, seconds: float) -> None:
        self._pair.desk.page.wait_for_timeout(seconds * 1000)


def _since(page: Page, moment: float) -> float:
    """NaN when no picture came within BACK_MS."""
    deadline = time.monotonic() + BACK_MS / 1000
    while time.monotonic() < deadline:
        found = page.evaluate("(moment) => pictures.since(moment)", moment)
        if found is not None:
            return float(found)
        time.sleep(0.05)
    return float("nan")


def _concealed(before: dict[str, float], after: dict[str, float]) -> float:
    total = after["total"] - before["total"]
    made_up = (after["concealed"] - after["silent"]) - (before["concealed"] - before["silent"])
    return 100 * made_up / total if total > 0 else float("nan")


def main(scale: float) -> dict[str, object]:
    """`scale` shortens the windows under loss and the number of short outages (1 = full)."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = ""  # Chromium aborts when it meets a half-configured D-Bus.
    with tempfile.TemporaryDirectory(prefix="iga-outage-") as folder, sync_playwright() as playwright:
        cable = Cable(Path(folder))
        server = Server(Path(folder) / "data", IGA_HOST=ADDRESS, IGA_MEDIA_ADDRESS=ADDRESS)
        server.url = server.environ["IGA_PUBLIC_URL"] = f"http://{ADDRESS}:{server.port}"
        server.start()
        args = [*fakecam.chromium_args(), f"--unsafely-treat-insecure-origin-as-secure={server.url}"]
        branch, desk = (
            playwright.chromium.launch(executable_path=path, args=args)
            for path in (cable.chromium, "/usr/bin/chromium")
        )
        try:
            drills = Drills(Pair(branch, server, desk), cable, server)
            drills.begin()
            return {
                "clean": drills.loss(0, 10 * scale),
                "5 % loss": drills.loss(5, 20 * scale),
                "cable out 5 s": [drills.cable_out(5) for _ in range(max(1, round(5 * scale)))],
                "cable out 40 s": [drills.cable_out(40) for _ in range(max(1, round(2 * scale)))],
                "server killed": [drills.server_killed() for _ in range(max(1, round(3 * scale)))],
            }
        finally:
            branch.close()
            desk.close()
            server.stop()


if __name__ == "__main__":
    json.dump(main(float(sys.argv[1])), sys.stdout)
