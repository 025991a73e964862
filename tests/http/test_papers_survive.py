"""Papers outlive the server's death at any moment, and nothing that nobody was told of is left behind."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.papers import look
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.services import Services
from tests import papers
from tests.cast import PASSWORD
from tests.e2e.server import ROOT, free_port
from tests.http.conftest import ORIGIN

KILLS = 4
#: Seconds between two papers: KILLS rounds of at most 0.4 s stay below the papers a call may hold.
PAUSE = 0.06


class Process:
    """The real routes on real data in a process of their own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.http.bare_server", str(self.data_dir), str(self.port)]
        self._child = subprocess.Popen(command, cwd=ROOT)
        deadline = time.monotonic() + 60
        while True:
            try:
                if httpx.get(f"{self.url}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                assert time.monotonic() < deadline, "the server does not start"
                time.sleep(0.05)

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()

    def browser(self, services: Services, terminal: str) -> httpx.Client:
        made = httpx.Client(base_url=self.url, headers={"Origin": ORIGIN}, timeout=30)
        code = enrolment.issue_code(services.database, terminal, SYSTEM)
        assert made.get("/enrol", params={"code": code}).status_code == 303
        return made


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path), "IGA_MEDIA_ADDRESS": "127.0.0.1"}))
    bootstrap.prepare(made)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def process(services: Services) -> Iterator[Process]:
    made = Process(services.settings.data_dir)
    made.start()
    yield made
    made.kill()


def identity(services: Services, browser: httpx.Client) -> Identity:
    cookies = browser.cookies
    found = services.sessions.identify(cookies.get("iga_device"), cookies.get("iga_session"))
    assert found is not None
    return found


def test_papers_marks_and_what_is_shown_outlive_the_server(services: Services, process: Process) -> None:
    ayama, kodomo = process.browser(services, "ayama"), process.browser(services, "kodomo")
    accounts.add_staff(services.database, "kodomo2", "kさん", "desk", "kodomo", PASSWORD, SYSTEM)
    assert kodomo.post("/login", data={"login": "kodomo2", "password": PASSWORD}).status_code == 303
    branch, desk = identity(services, ayama), identity(services, kodomo)
    services.presence.connected("kodomo", "test")
    call = calls.place(services.database, services.presence, branch, "kodomo")
    calls.answer(services.database, services.presence, desk, call)

    acknowledged = [_put(ayama, call)]
    _say(process, kodomo, call, {"t": "show", "paper": acknowledged[0], "page": 1})
    _say(process, kodomo, call, {"t": "mark", "id": "a", "shape": "line", "points": [[0, 0], [1, 1]]})
    before = look.table(services.database, desk, call)
    assert (before.shown.paper, len(before.papers[0].marks)) == (acknowledged[0], 1)

    chance = random.Random(4)
    for _ in range(KILLS):
        known = len(acknowledged)
        writer = threading.Thread(target=_put_without_end, args=(ayama, call, acknowledged))
        writer.start()
        deadline = time.monotonic() + 20
        while len(acknowledged) == known:
            assert time.monotonic() < deadline, "nothing is written"
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        writer.join()
        process.start()
        after = look.table(services.database, desk, call)
        assert (after.shown, after.papers[0]) == (before.shown, before.papers[0])
        ids = [paper.id for paper in after.papers]
        assert set(acknowledged) <= set(ids)
        for paper in ids:
            assert kodomo.get(f"/papers/{call}/{paper}/1").status_code == 200
        for place in ("keys", "papers/passing"):
            assert len(list((process.data_dir / place).iterdir())) == len(ids), "no orphan"

    calls.hang_up(services.database, services.presence, desk, call)
    process.kill()
    process.start()
    assert list((process.data_dir / "keys").iterdir()) == []
    assert list((process.data_dir / "papers" / "passing").iterdir()) == []
    assert audit.verify(services.database).faults == ()


def _put(branch: httpx.Client, call: str) -> str:
    files = {"file": ("shot.jpg", papers.picture((200, 150)))}
    answer = branch.post(f"/papers/{call}", data={"kind": "still"}, files=files)
    if answer.status_code == 429:
        time.sleep(0.2)
        return ""
    assert answer.status_code == 201, answer.text
    return str(answer.json()["paper"])


def _put_without_end(branch: httpx.Client, call: str, acknowledged: list[str]) -> None:
    """Until the server dies; paced, so that a fast machine does not fill the call before that."""
    try:
        while True:
            acknowledged += [paper for paper in [_put(branch, call)] if paper]
            time.sleep(PAUSE)
    except httpx.TransportError:
        return


def _say(process: Process, desk: httpx.Client, call: str, message: dict[str, object]) -> None:
    """Say one thing on the call's socket and wait until it has been done."""
    cookies = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    headers = {"Cookie": cookies, "Origin": ORIGIN}
    with connect(f"ws://127.0.0.1:{process.port}/live/{call}", additional_headers=headers) as socket:
        _until(socket, "papers")
        socket.send(json.dumps(message))
        _until(socket, {"show": "shown"}.get(str(message["t"]), "mark"))


def _until(socket: ClientConnection, kind: str) -> None:
    """The rooms beside this one tell of themselves, too."""
    while (told := json.loads(socket.recv(timeout=5))["t"]) != kind:
        assert told in ("hello", "said", "private")
