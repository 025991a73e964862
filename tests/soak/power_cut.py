"""A power cut on the dummy UPS, photographed every second on the kiosk, at the desk and in the bureau.

The pictures are for somebody to look at (var/soak/power/SECOND-WHO.png); what is asserted is the end of it:
both are back in their call by themselves.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, Page, expect

from tests.bench.browsing import visited
from tests.e2e.people import Cast
from tests.nut import nut

PICTURES = Path(__file__).resolve().parents[2] / "var" / "soak" / "power"
DIP_S, LONG_S, BACK_S = 6, 75, 40.0
"""A dip that is over soon; long enough that new calls are held; so long both may take to be back."""


class Film:
    """Takes a picture of every page each second; `began` is the moment of the cut."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self._pages, self.began = pages, time.monotonic()
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Whether it came to `until` before the time was over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            started = time.monotonic()
            for name, page in self._pages.items():
                self._take(f"{started - self.began:05.1f}-{name}", page)
            if until():
                return True
            self._pages["kiosk"].wait_for_timeout(max(0.0, 1.0 - (time.monotonic() - started)) * 1000)
        return False

    @staticmethod
    def _take(name: str, page: Page) -> None:
        try:
            page.screenshot(path=PICTURES / f"{name}.png", scale="css", timeout=3000)
        except Error:  # a page that is just being loaded
            (PICTURES / f"{name}.none").touch()


def cut(_number: int) -> dict[str, float]:
    with visited() as (browser, server), nut(max_age_s=30) as upsd:
        cast = Cast(browser, server)
        bureau, ayama, kodomo = cast.admin(), cast.ayama(), cast.kodomo()
        bureau.page.get_by_role("link", name="電源").click()
        for label, value in (
            *(("UPS の名前", "ups1"), ("ポート", str(upsd.port))),
            *(("NUT の利用者", "madoguchi"), ("パスワード", "secret")),
        ):
            bureau.page.get_by_label(label).fill(value)
        bureau.press("この UPS を使う")
        expect(bureau.page.get_by_role("heading", level=1)).to_have_text(
            "停電への備えは、正常です", timeout=15_000
        )
        ayama.press("相談をはじめる")
        ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
        kodomo.press("応答する")
        ayama.on("kiosk.in_call")

        bureau.press("停電の練習をする")
        for person in (bureau, kodomo):
            expect(person.page.locator(".power-note")).to_contain_text("練習です", timeout=5000)
        bureau.shot("power-drill")
        assert ayama.page.locator(".power-note").count() == 0, "residents are not alarmed"
        bureau.press("練習をやめる")
        expect(kodomo.page.locator(".power-note")).to_have_count(0, timeout=5000)
        film = Film({"kiosk": ayama.page, "desk": kodomo.page, "bureau": bureau.page})
        upsd.say("OB DISCHRG", runtime="1500", charge="80")
        film.run(DIP_S)
        upsd.say("OL CHRG", runtime="1500", charge="80")
        film.run(15, lambda: ayama.page.locator(".power-note").count() == 0)
        upsd.say("OB DISCHRG", runtime="1500", charge="80")
        film.run(LONG_S)
        upsd.say("OB DISCHRG", runtime="500", charge="30")
        film.run(8)
        upsd.say("OB LB", runtime="60", charge="5")
        film.run(8)
        assert "FSD" in upsd.until(has="FSD").words
        server.stop()
        film.run(3)
        for person in (ayama, kodomo):
            note = person.page.locator(".power-note").bounding_box()
            lost = person.page.locator(".lost").bounding_box()
            assert note, "it is said why the server is away"
            assert lost, "and that the way back is looked for"
            assert note["y"] + note["height"] <= lost["y"] + 1, "one covers the other"
        film.run(2)
        upsd.restart()
        restarted = time.monotonic()
        threading.Thread(target=server.start, daemon=True).start()

        def back() -> bool:
            return all(
                person.page.locator(f'[data-screen="{screen}"]').count() == 1
                and person.page.locator(".power-note").count() == 0
                and person.page.get_by_text("つながりを回復しています").count() == 0
                for person, screen in ((ayama, "kiosk.in_call"), (kodomo, "desk.in_call"))
            )

        assert film.run(BACK_S, back), "both are back in their call"
        took = time.monotonic() - restarted
        film.run(6)
        cast.close()
        return {"max_back_s": round(took, 1)}
