"""Keeps one page of ours in front of the resident, whatever happens to it; says what is left on the machine.

Developer tools are off by policy, also for this process: it sees which pages there are, with address
and title, opens and closes them, hears when one crashes, and holds the cookies. That is enough. The
page tells the rest by its title (a sign of life, its screen, what it asks; assets/js/helper.js) and is
told by a cookie.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from measure import Places, measure
from pipe import Gone, Pipe, Refused

SIGN = " \u205d"
HELPER_COOKIE, DEVICE_COOKIE = "iga_helper", "iga_device"
TICK_S = 0.25
BACK_OFF_S = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
HEALTHY_S = 60.0
LOAD_S = 15.0
"""So long may a page take until its title is one of ours."""
RETRY_S = 3.0
SAVE_S = 2.0
LOOK_S = 0.5
ASK_S = 120.0
DARK_AFTER_S = 600
TALKING = "kiosk.in_call"
CALM = ("kiosk.standby", "kiosk.closed")
FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-hang-monitor",
    "--disable-prompt-on-repost",
    "--disable-features=Translate,MediaRouter,OptimizationHints,TouchpadOverscrollHistoryNavigation",
    "--touch-events=enabled",
    "--password-store=basic",
    "--remote-debugging-pipe",
)


@dataclass(frozen=True)
class Setup:
    """What a start is given. `patience_s`, `talking_s`: how long a page may be silent, and one in a call."""

    origin: str
    run: Path
    state: Path
    chromium: str = "/usr/bin/chromium"
    waiting: Path = Path("/usr/local/lib/madoguchi-kiosk/waiting.html")
    more: tuple[str, ...] = ()
    patience_s: float = 15.0
    talking_s: float = 60.0
    night: str = "02:10"
    screen: bool = True

    @property
    def profile(self) -> Path:
        return self.run / "profile"

    @property
    def temporary(self) -> Path:
        return self.run / "tmp"

    @property
    def downloads(self) -> Path:
        return self.run / "downloads"


@dataclass
class Tab:
    """The page that the resident has. `since`: when it was opened; `heard`: its last sign of life."""

    target: str
    since: float
    title: str = ""
    url: str = ""
    heard: float = 0.0
    told: dict[str, Any] = field(default_factory=dict)
    waiting: bool = False

    @property
    def screen(self) -> str:
        return str(self.told.get("s", ""))


def say(what: str, **more: object) -> None:
    """One line for the journal: what happened, never who or what was said."""
    told = "".join(f" {key}={value}" for key, value in more.items())
    sys.stdout.write(f"{what}{told}\n")
    sys.stdout.flush()


class Keeper:
    """One browser, one page. `tick` does what is due; it is called again and again."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._pipe: Pipe | None = None
        self._tab: Tab | None = None
        self._started = 0.0
        self._falls = 0
        self._saved = ""
        self._save_at = 0.0
        self._retry_at = 0.0
        self._look_at = 0.0
        self._asked = 0
        self._answer: dict[str, Any] | None = None
        self._answered = ""
        self._ask: tuple[str, float] | None = None
        self._renew = self._again = False
        self._verdict: list[Any] = []
        self._dark: bool | None = None

    def run(self, until: Callable[[], bool]) -> None:
        """Until `until` says so; then the browser is closed."""
        try:
            while not until():
                try:
                    self.tick()
                except Gone as error:
                    say("browser.lost", why=error)
                    self._fall()
                except Refused as error:
                    say("browser.refuses", why=error)
                    time.sleep(TICK_S)
        finally:
            self._close()

    def tick(self) -> None:
        if self._pipe is None or not self._pipe.alive:
            if self._pipe is not None:
                say("browser.died", code=self._pipe.process.poll())
                self._fall()
            self._start()
        assert self._pipe is not None
        event = self._pipe.event(TICK_S)
        while event is not None:
            self._hear(event)
            event = self._pipe.event(0)
        self._look()
        self._look_after()
        self._save()
        self._night()
        self._light()

    # the browser

    def _start(self) -> None:
        setup = self._setup
        for folder in (setup.profile, setup.temporary, setup.downloads):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, mode=0o700)
        command = [setup.chromium, *FLAGS, f"--user-data-dir={setup.profile}", *setup.more, "about:blank"]
        environ = {
            **os.environ,
            "TMPDIR": str(setup.temporary),
            "HOME": str(setup.run),
            "LANG": "ja_JP.UTF-8",
        }
        self._pipe = Pipe(command, environ, setup.run / "browser.log")
        self._started, self._tab, self._saved, self._ask, self._answer = (
            time.monotonic(),
            None,
            "",
            None,
            None,
        )
        self._pipe.call("Target.setDiscoverTargets", discover=True)
        self._restore()
        self._write()
        self._open()
        say("browser.started")

    def _fall(self) -> None:
        """It has died: everything of it goes, and the next start waits longer if it falls again and again."""
        self._close()
        if time.monotonic() - self._started > HEALTHY_S:
            self._falls = 0
        time.sleep(BACK_OFF_S[min(self._falls, len(BACK_OFF_S) - 1)])
        self._falls += 1

    def _close(self) -> None:
        if self._pipe is not None:
            self._pipe.stop()
        self._pipe, self._tab = None, None

    # the page

    def _open(self) -> None:
        """A new page in front, then the one before goes: there is no moment without one."""
        assert self._pipe is not None
        there = self._reachable()
        url = f"{self._setup.origin}/" if there else self._setup.waiting.as_uri()
        made = self._pipe.call("Target.createTarget", url=url)
        self._tab = Tab(str(made["targetId"]), time.monotonic(), waiting=not there)
        self._retry_at = time.monotonic() + RETRY_S
        self._ask = self._answer = None  # The page that was asked is gone.
        self._close_others()

    def _close_others(self) -> int:
        """Every page but ours; how many there were."""
        assert self._pipe is not None
        assert self._tab is not None
        closed = 0
        for one in self._pipe.call("Target.getTargets")["targetInfos"]:
            if one["type"] == "page" and one["targetId"] != self._tab.target:
                with contextlib.suppress(Refused):
                    self._pipe.call("Target.closeTarget", targetId=one["targetId"])
                    closed += 1
        return closed

    def _hear(self, event: dict[str, Any]) -> None:
        params, tab = event.get("params", {}), self._tab
        info = params.get("targetInfo", {})
        match event["method"]:
            case "Target.targetCreated" if info["type"] == "page" and (
                tab is None or info["targetId"] != tab.target
            ):
                if tab is not None and self._close_others():
                    say("page.extra.closed")
            case "Target.targetCrashed" if tab is not None and params["targetId"] == tab.target:
                say("page.crashed", screen=tab.screen)
                self._open()
            case "Target.targetDestroyed" if tab is not None and params["targetId"] == tab.target:
                say("page.closed")
                self._open()

    def _look(self) -> None:
        """Titles are asked for: of their changes nobody is told who may not look into a page."""
        assert self._pipe is not None
        tab, now = self._tab, time.monotonic()
        if tab is None or now < self._look_at:
            return
        self._look_at = now + LOOK_S
        found = self._pipe.call("Target.getTargets")["targetInfos"]
        own = next((one for one in found if one["targetId"] == tab.target), None)
        if own is None:
            say("page.closed")
            self._open()
        else:
            self._read(tab, own)

    def _read(self, tab: Tab, info: dict[str, Any]) -> None:
        tab.url = str(info["url"])
        tab.title, sign, told = str(info["title"]).partition(SIGN)
        said: object = None
        with contextlib.suppress(ValueError):
            said = json.loads(told) if sign else None
        if not isinstance(said, dict) or said == tab.told:
            return
        if said.get("s") != tab.screen:
            say("page.screen", screen=str(said.get("s"))[:40])
        tab.told, tab.heard = said, time.monotonic()
        self._heed(said)

    def _look_after(self) -> None:
        tab, now = self._tab, time.monotonic()
        if tab is None:
            return
        if tab.waiting:
            if now >= self._retry_at:
                self._retry_at = now + RETRY_S
                if self._reachable():
                    self._open()
            return
        if tab.heard:
            patience = self._setup.talking_s if tab.screen == TALKING else self._setup.patience_s
            if now - tab.heard > patience:
                say("page.hangs", screen=tab.screen)
                self._open()
            elif self._renew and self._ask is None and tab.screen in CALM:  # What is asked is answered first.
                say("browser.renewed")
                self._renew = False
                self._close()
            return
        # The pages of ours that give no sign (enrolment) have a Japanese title; an error page has an address.
        failed = tab.title.isascii() and now - tab.since > (RETRY_S if tab.title else LOAD_S)
        silent = urlsplit(tab.url).path.startswith("/kiosk") and now - tab.since > 2 * LOAD_S
        if failed or silent:
            say("page.failed")
            self._open()

    def _reachable(self) -> bool:
        context = ssl.create_default_context() if self._setup.origin.startswith("https") else None
        try:
            with urllib.request.urlopen(
                f"{self._setup.origin}/healthz", timeout=2, context=context
            ) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError, ValueError):
            return False

    # the terminal's own cookie, which is all that outlives a browser

    def _save(self) -> None:
        if self._pipe is None or time.monotonic() < self._save_at:
            return
        self._save_at = time.monotonic() + SAVE_S
        kept = [
            one for one in self._pipe.call("Storage.getCookies")["cookies"] if one["name"] == DEVICE_COOKIE
        ]
        wanted = ("name", "value", "domain", "secure", "httpOnly", "sameSite", "expires")
        text = json.dumps([{key: one[key] for key in wanted if key in one} for one in kept], sort_keys=True)
        if not kept or text == self._saved:
            return  # An enrolment that was revoked is the server's to refuse; the file is not the last word.
        path, new = self._setup.state / "device.json", self._setup.state / "device.json.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        self._saved = text

    def _restore(self) -> None:
        assert self._pipe is not None
        try:
            kept = json.loads((self._setup.state / "device.json").read_text())
            # With an address in place of the domain it is this host's alone, as the server has set it.
            own = [
                {
                    **{key: value for key, value in one.items() if key != "domain"},
                    "url": f"{self._setup.origin}/",
                }
                for one in kept
                if one["name"] == DEVICE_COOKIE and one["domain"] == self._host
            ]
            if own:
                self._pipe.call("Storage.setCookies", cookies=own)
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, Refused) as error:
            say("cookie.unusable", why=type(error).__name__)

    @property
    def _host(self) -> str:
        return urlsplit(self._setup.origin).hostname or ""

    # what is left

    def _heed(self, said: dict[str, Any]) -> None:
        """The page asks what lies on the disk, or says what the server made of it."""
        asked = said.get("m")
        if isinstance(asked, list) and len(asked) == 2 and asked[0] != self._answered:
            self._answered = str(asked[0])
            since = float(asked[1]) / 1000 if isinstance(asked[1], int | float) else 0.0
            self._measure(since)
        told = said.get("v")
        if isinstance(told, list) and len(told) == 3 and told != self._verdict:
            self._verdict = told
            say("residue.told", occasion=str(told[0])[:10], verdict=str(told[1])[:10])
            if self._ask is not None and told[0] == self._ask[0]:
                self._done(str(told[0]))

    def _measure(self, since: float) -> None:
        setup = self._setup
        places = Places(
            setup.profile, [setup.temporary], [setup.downloads, setup.run / "Downloads"], since=since
        )
        left, unread = measure(places)
        self._answer = {"id": self._answered, "left": left, "unread": unread}
        self._write()
        say("residue.measured", kinds=",".join(sorted(left)) or "none", unread=",".join(unread) or "none")
        if left and (self._ask is None or self._ask[0] != "again"):
            # What a running browser holds cannot be taken from it: it begins anew as soon as nobody is there.
            self._renew = True
            self._again = True

    def _write(self) -> None:
        assert self._pipe is not None
        said: dict[str, Any] = {"n": self._asked}
        if self._ask is not None:
            said["ask"] = self._ask[0]
        if self._answer is not None:
            said["disk"] = self._answer
        value = base64.b64encode(json.dumps(said, separators=(",", ":")).encode()).decode()
        cookie = {
            "name": HELPER_COOKIE,
            "value": value,
            "url": f"{self._setup.origin}/kiosk",
            "path": "/kiosk",
        }
        self._pipe.call("Storage.setCookies", cookies=[{**cookie, "sameSite": "Strict"}])

    def _night(self) -> None:
        tab = self._tab
        if tab is None or tab.screen not in CALM:
            return
        if self._ask is not None and time.monotonic() - self._ask[1] < ASK_S:
            return
        occasion = "again" if self._again and not self._renew else "night" if self._night_is_due() else ""
        if occasion:
            self._asked += 1
            self._ask, self._answer = (occasion, time.monotonic()), None
            self._write()

    def _night_is_due(self) -> bool:
        """Once a night, and at the next start after a night without power."""
        now = datetime.now().astimezone()
        try:
            last = datetime.fromisoformat((self._setup.state / "night").read_text())
        except (OSError, ValueError):
            return True
        hour, minute = map(int, self._setup.night.split(":"))
        due = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return last < (due if due <= now else due - timedelta(days=1))

    def _done(self, occasion: str) -> None:
        self._ask = None
        if occasion == "again":
            self._again = False
        else:
            (self._setup.state / "night").write_text(datetime.now().astimezone().isoformat())
            self._renew = True  # Each night begins with a new browser.
        self._write()

    # the screen

    def _light(self) -> None:
        """Dark ten minutes after closing, lit by a touch; never dark while the window is open."""
        if not self._setup.screen or self._tab is None or not self._tab.screen:
            return
        dark = self._tab.screen == "kiosk.closed"
        if dark == self._dark:
            return
        self._dark = dark
        orders = (
            [["s", "off"], ["+dpms"], ["dpms", *[str(DARK_AFTER_S)] * 3]]
            if dark
            else [
                ["s", "off"],
                ["dpms", "force", "on"],
                ["-dpms"],
            ]
        )
        for order in orders:
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(["xset", *order], check=False, timeout=5, stdout=sys.stderr)
