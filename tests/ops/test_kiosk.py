"""`ops/kiosk`: real Chromium with the policies in place, kept by the helper; one page whatever happens."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.e2e.server import Server, free_port

ROOT = Path(__file__).resolve().parents[2]
KIOSK = ROOT / "ops/kiosk"
sys.path.insert(0, str(KIOSK / "lib"))

from measure import Places, measure  # noqa: E402
from pipe import Pipe, Refused  # noqa: E402

HEADLESS = ["--headless=new", "--no-sandbox", "--use-fake-device-for-media-stream"]
PRIVATE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
WRAPPER = """#!/bin/sh
exec {private} sh -c 'mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
  cp "$0" /etc/chromium/policies/managed/ && exec /usr/bin/chromium "$@"' {policies} "$@"
"""
CAMERA = """<!doctype html><title>試し</title><script>
navigator.mediaDevices.getUserMedia({video: true, audio: true})
  .then((s) => fetch("/said?" + s.getTracks().length), (e) => fetch("/said?" + e.name));
</script>"""
DOWNLOAD = """<!doctype html><title>試し</title><a download="x.bin" href="/file">x</a><script>
document.querySelector("a").click();
document.querySelector("a").removeAttribute("download");
setTimeout(() => { location.assign("/attached"); fetch("/said?clicked"); }, 500);
</script>"""
PAGE = """<!doctype html><meta charset="utf-8"><title>つながる窓口</title><body data-screen="kiosk.standby">
<script type="module">
import { live } from "/js/helper.js";
import { prove } from "/js/residue.js";
const order = await (await fetch("/order")).text();
if (order === "hang") setTimeout(() => { for (;;); }, 2500);
if (order === "leave") localStorage.setItem("note", "x");
live((asked) => prove(asked, "", Date.now() - 60000));
</script>"""


@dataclass
class Site:
    """A small server of pages that say what became of them; what was asked of it, and what was posted."""

    port: int = field(default_factory=free_port)
    asked: list[str] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.answer(self)

            def do_POST(self) -> None:
                site.reports.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                send(self, b'{"verdict":"none"}', "application/json")

            def log_message(self, format: str, *given: object) -> None:
                """Nothing on the test's output."""

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = urlsplit(to.path).path
        if path == "/":
            to.send_response(303)
            to.send_header("Location", "/kiosk")
            to.send_header("Set-Cookie", "iga_device=abc; HttpOnly; Max-Age=1000; Path=/; SameSite=Lax")
            to.end_headers()
        elif path.startswith("/js/"):
            send(to, (ROOT / "assets" / path[1:]).read_bytes(), "text/javascript")
        elif path in ("/file", "/attached"):
            send(to, bytes(50_000), "application/octet-stream")
        elif path == "/order":
            send(to, (self.orders.pop(0) if self.orders else "").encode(), "text/plain")
        else:
            pages = {"/camera": CAMERA, "/download": DOWNLOAD, "/kiosk": PAGE}
            send(to, pages.get(path, "ok").encode(), "text/html; charset=utf-8")

    def said(self, seconds: float = 15) -> str:
        """What a page has said of itself."""
        found: list[str] = []

        def looked() -> bool:
            found[:] = [one.partition("?")[2] for one in self.asked if one.startswith("/said?")]
            return bool(found)

        wait(looked, seconds)
        return found[-1]


def send(to: BaseHTTPRequestHandler, data: bytes, kind: str) -> None:
    to.send_response(200)
    to.send_header("Content-Type", kind)
    to.send_header("Cache-Control", "no-store")
    to.send_header("Content-Length", str(len(data)))
    to.end_headers()
    to.wfile.write(data)


def wait(ready: Callable[[], object], seconds: float, what: Callable[[], str] = str) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, what()
        time.sleep(0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def place() -> Iterator[Path]:
    """Its path is short, since Chromium puts a socket there."""
    with tempfile.TemporaryDirectory(prefix="iga-k-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def policies(origin: str, waiting: Path = KIOSK / "waiting.html") -> dict[str, Any]:
    """As `install` fills them in."""
    text = (KIOSK / "policies.json").read_text().replace("@ORIGIN@", origin)
    found: dict[str, Any] = json.loads(text)
    found["URLAllowlist"] = [origin, waiting.as_uri()]
    return found


def chromium(place: Path, rules: dict[str, Any]) -> Path:
    """Debian's Chromium that sees these policies, and nobody else's Chromium does."""
    file = place / "policies.json"
    file.write_text(json.dumps(rules))
    made = place / "chromium"
    made.write_text(WRAPPER.format(private=" ".join(PRIVATE), policies=file))
    made.chmod(0o755)
    return made


def open_with(place: Path, rules: dict[str, Any], stack: ExitStack) -> Pipe:
    profile = place / f"profile-{time.monotonic_ns()}"
    environ = {**os.environ, "HOME": str(place), "TMPDIR": str(place), "DBUS_SESSION_BUS_ADDRESS": ""}
    command = [
        str(chromium(place, rules)),
        *HEADLESS,
        "--remote-debugging-pipe",
        "--no-first-run",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    pipe = Pipe(command, environ, place / "log")
    stack.callback(pipe.stop)
    return pipe


@pytest.mark.alone
def test_chromium_obeys_the_policies(site: Site, place: Path) -> None:
    other = Site()
    with ExitStack() as stack:
        other.start()
        stack.callback(other.stop)
        rules = policies(site.origin)
        rules["DefaultDownloadDirectory"] = str(place / "downloads")
        pipe = open_with(place, rules, stack)
        made = pipe.call("Target.createTarget", url=f"{site.origin}/camera")
        assert site.said() == "2", "camera and microphone, and nobody was asked"
        with pytest.raises(Refused, match="Not allowed"):
            pipe.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        pipe.call("Target.createTarget", url=f"{other.origin}/camera")
        site.asked.clear()
        pipe.call("Target.createTarget", url=f"{site.origin}/download")
        assert site.said() == "clicked"
        time.sleep(1)
        assert "/attached" in site.asked, "the file was offered"
        assert other.asked == [], "no other origin is reached"
        kept = [one for one in place.rglob("*") if one.is_file() and one.stat().st_size == 50_000]
        assert kept == [], "a download is refused"
        assert not (place / "downloads").exists()
    with ExitStack() as stack:
        other.start()
        stack.callback(other.stop)
        rules = policies(site.origin) | {"URLAllowlist": [site.origin, other.origin]}
        open_with(place, rules, stack).call("Target.createTarget", url=f"{other.origin}/camera")
        assert other.said() == "NotAllowedError", (
            "the camera is for our origin alone, even if another were let in"
        )


class Kept:
    """The helper as its own process, and what it has said."""

    def __init__(self, place: Path, origin: str, *more: str) -> None:
        self.place = place
        rules = policies(origin)
        rules["DefaultDownloadDirectory"] = str(place / "run/downloads")
        command = [sys.executable, str(KIOSK / "run"), "--origin", origin, "--no-screen"]
        command += ["--run", str(place / "run"), "--state", str(place / "state")]
        command += ["--chromium", str(chromium(place, rules)), f"--flags={' '.join(HEADLESS)}", *more]
        environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": ""}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ
        )
        self.lines: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.lines += []
        for line in self.process.stdout:
            self.lines.append(line.strip())

    def said(self, start: str, seconds: float = 20, after: int = 0) -> int:
        """Wait for a line that begins so; how many lines there were up to it."""

        def place_of() -> int:
            return next((n for n, one in enumerate(self.lines) if n >= after and one.startswith(start)), -1)

        wait(lambda: place_of() >= 0, seconds, lambda: f"no {start!r} in {self.lines}")
        return place_of() + 1

    def processes(self, kind: str) -> list[int]:
        """Numbers of this browser's processes of a kind; "" is the browser itself."""
        profile, found = str(self.place / "run/profile"), []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().decode(errors="replace").replace("\0", " ")
            except OSError:
                continue
            type_of = re.search(r"--type=([a-z-]+)", words)
            if f"--user-data-dir={profile}" in words and "chromium" in words.split(" ")[0]:
                if (type_of.group(1) if type_of else "") == kind and "extension-process" not in words:
                    found.append(int(entry.parent.name))
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@pytest.fixture
def kept(site: Site, place: Path) -> Iterator[Kept]:
    (place / "state").mkdir()
    (place / "state/night").write_text("2099-01-01T00:00:00+09:00")
    made = Kept(place, site.origin, "--patience", "5")
    yield made
    if made.process.poll() is None:
        assert made.stop() == 0


@pytest.mark.alone
def test_a_crashed_page_a_dead_browser_and_a_lost_server_come_back(site: Site, kept: Kept) -> None:
    at = kept.said("page.screen screen=kiosk.standby")
    began = time.monotonic()
    for pid in kept.processes("renderer"):
        os.kill(pid, signal.SIGSEGV)
    at = kept.said("page.crashed screen=kiosk.standby", after=at)
    site.asked.clear()
    at = kept.said("page.screen screen=kiosk.standby", after=at)
    assert time.monotonic() - began < 4
    cookie = json.loads((kept.place / "state/device.json").read_text())
    assert [(one["name"], one["value"]) for one in cookie] == [("iga_device", "abc")]
    assert (kept.place / "state/device.json").stat().st_mode & 0o77 == 0
    site.stop()
    os.kill(kept.processes("")[0], signal.SIGKILL)
    at = kept.said("browser.started", after=at)
    site.start()
    kept.said("page.screen screen=kiosk.standby", after=at)


@pytest.mark.alone
def test_the_page_and_the_helper_say_together_what_is_left(site: Site, kept: Kept) -> None:
    """Control: a file where downloads would be, and a note of the page's own."""
    kept.said("page.screen screen=kiosk.standby")
    (kept.place / "run/downloads/report.pdf").write_bytes(bytes(5000))
    site.orders.append("leave")
    for pid in kept.processes("renderer"):
        os.kill(pid, signal.SIGSEGV)
    kept.said("page.crashed")
    (kept.place / "state/night").write_text("2020-01-01T00:00:00+09:00")
    kept.said("residue.told occasion=night", 40)
    first = site.reports[0]
    assert (first["occasion"], first["before"]["storage"], first["after"]["storage"]) == ("night", 1, 0)
    assert first["disk"] == {"left": {"downloads": [1, 5000]}, "unread": []}
    kept.said("residue.told occasion=again", 40)
    assert site.reports[1]["disk"] == {"left": {}, "unread": []}, "a browser that began anew has nothing"
    assert not any([*site.reports[1]["before"].values()])


@pytest.mark.alone
@pytest.mark.long
def test_a_page_that_hangs_or_went_elsewhere_and_a_second_one(site: Site, kept: Kept) -> None:
    at = kept.said("page.screen screen=kiosk.standby")
    site.orders += ["hang", ""]
    for pid in kept.processes("renderer"):
        os.kill(pid, signal.SIGSEGV)
    at = kept.said("page.hangs screen=kiosk.standby", 30, after=at)
    at = kept.said("page.screen screen=kiosk.standby", after=at)
    profile = kept.place / "run/profile"
    subprocess.run(
        [str(kept.place / "chromium"), *HEADLESS, f"--user-data-dir={profile}", f"{site.origin}/second"],
        timeout=20,
        check=False,
        capture_output=True,
    )
    kept.said("page.extra.closed", 20, after=at)


@pytest.mark.alone
@pytest.mark.long
def test_the_real_page_proves_itself_each_night_and_a_planted_file_is_told(
    own_server: Server, place: Path
) -> None:
    """It comes in by the cookie that the browser before has left, and has nothing to hide."""
    with httpx.Client() as browser:
        secret = browser.get(own_server.enrol_url("ayama")).cookies["iga_device"]
    (place / "state").mkdir()
    kept_cookie = {"name": "iga_device", "value": secret, "domain": "127.0.0.1", "path": "/"}
    (place / "state/device.json").write_text(
        json.dumps([{**kept_cookie, "httpOnly": True, "sameSite": "Lax"}])
    )
    kept = Kept(place, own_server.url)
    try:
        at = kept.said("residue.told occasion=night", 60)
        assert "page.screen screen=kiosk.standby" in kept.lines
        assert kept.lines[at - 1].endswith("verdict=none"), kept.lines
        at = kept.said("browser.started", 30, after=at)
        at = kept.said("page.screen screen=kiosk.standby", 30, after=at)
        (place / "run/downloads/x.pdf").write_bytes(bytes(5000))
        (place / "state/night").write_text("2020-01-01T00:00:00+09:00")
        at = kept.said("residue.told occasion=night", 60, after=at)
        assert kept.lines[at - 1].endswith("verdict=found")
        at = kept.said("residue.told occasion=again", 60, after=at)
        assert kept.lines[at - 1].endswith("verdict=none")
        own_server.kill()
        time.sleep(1)
        own_server.start()
        for pid in kept.processes("renderer"):
            os.kill(pid, signal.SIGSEGV)
        kept.said("page.screen screen=kiosk.standby", 60, after=at)
    finally:
        assert kept.stop() == 0
    with closing(sqlite3.connect(own_server.data_dir / "madoguchi.db")) as base:
        rows = base.execute(
            "select action, terminal from operation_log where action like 'terminals.residue.%'"
        )
        assert rows.fetchall() == [(f"terminals.residue.{one}", "ayama") for one in ("none", "found", "none")]


def test_the_measure_tells_a_sessions_files_from_the_browsers_own(tmp_path: Path) -> None:
    profile, tmp, downloads = (tmp_path / one for one in ("profile", "tmp", "downloads"))
    for path, size in {
        profile / "Default/Preferences": 9000,
        profile / "Default/Code Cache/js/a_0": 900_000,
        profile / "Default/Local Storage/leveldb/000003.log": 600,
        profile / "ShaderCache/data_1": 500_000,
        tmp / "lock": 20,
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    downloads.mkdir()
    assert measure(Places(profile, [tmp], [downloads], tmp_path / "no-cups")) == ({}, [])
    spool = tmp_path / "cups"
    for path, size in {
        profile / "Default/IndexedDB/x/000003.log": 10,
        profile / "Default/Service Worker/Database/000003.log": 11,
        profile / "Default/blob_storage/a/0": 12,
        profile / "Default/Local Storage/leveldb/000004.ldb": 40_000,
        profile / "Default/Cache/Cache_Data/0123_0": 50,
        profile / "Default/unheard-of": 300_000,
        profile / "Crashpad/pending/a.dmp": 13,
        tmp / "still.jpg": 2000,
        downloads / "a.pdf": 1,
        spool / "d00001-001": 14,
        spool / "c00001": 15,
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    found, unread = measure(Places(profile, [tmp], [downloads], spool))
    assert unread == []
    assert {kind: count for kind, (count, _) in found.items()} == {
        **dict.fromkeys(("databases", "workers", "blobs", "cache", "other", "dumps"), 1),
        **dict.fromkeys(("temporary", "downloads", "spool"), 1),
        "storage": 2,
    }


@pytest.mark.parametrize(("address", "count"), [("/assets/x.js", 0), ("/kiosk", 0), ("/papers/c/p/1", 1)])
def test_a_cached_answer_is_known_by_its_address(tmp_path: Path, address: str, count: int) -> None:
    key = f"1/0/_dk_https://a.example https://a.example https://a.example{address}".encode()
    entry = tmp_path / "profile/Default/Cache/Cache_Data/00aa_0"
    entry.parent.mkdir(parents=True)
    entry.write_bytes(
        (0xFCFB6D1BA7725C30).to_bytes(8, "little")
        + b"".join(n.to_bytes(4, "little") for n in (5, len(key), 0, 0))
        + key
        + bytes(99)
    )
    found, _ = measure(Places(tmp_path / "profile", [], [], tmp_path / "none"))
    assert found.get("cache", [0, 0])[0] == count
