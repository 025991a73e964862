"""Somebody speaks to the pages' socket by hand: the door, the gate and the outlet, on the real server."""

from __future__ import annotations

import contextlib
import inspect
import json
import re
import sqlite3
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest
from reflex_base.registry import RegistrationContext
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from iga_madoguchi.domain.accounts.permissions import ROLES
from iga_madoguchi.ui import pages
from iga_madoguchi.ui.guard import declared
from tests.e2e.server import ROOT, Server

pytestmark = pytest.mark.e2e

ROOT_STATE = "reflex___state____state"
UI = f"{ROOT_STATE}.iga_madoguchi___ui___"
KIOSK, DESK = f"{UI}kiosk___state____kiosk_state", f"{UI}desk___state____desk_state"
ADMIN = f"{UI}admin___overview___state____overview_state"


class Visitor:
    """A cookie jar and a way to open the pages' socket with whatever it likes."""

    def __init__(self, server: Server, terminal: str | None = None) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.url, headers={"Origin": server.url}, follow_redirects=True)
        if terminal:
            self.http.get(server.enrol_url(terminal)).raise_for_status()

    def open(
        self, token: str | None = None, *, origin: str | None = None, cookies: bool = True
    ) -> ClientConnection:
        jar = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        url = self.server.url.replace("http", "ws", 1) + "/_event/?EIO=4&transport=websocket"
        token = str(uuid.uuid4()) if token is None else token
        return connect(
            f"{url}&token={token}",
            origin=self.server.url if origin is None else origin or None,  # type: ignore[arg-type]
            additional_headers={"Cookie": jar} if cookies else {},
        )

    @contextlib.contextmanager
    def page(self, token: str | None = None) -> Iterator[ClientConnection]:
        with self.open(token) as socket:
            socket.send("40/_event,{}")
            yield socket


def fire(socket: ClientConnection, name: str, /, **payload: object) -> None:
    event = {"name": name, "router_data": {"pathname": "/kiosk", "query": {}}, "payload": payload}
    socket.send("42/_event," + json.dumps(["event", event], separators=(",", ":")))


def listen(socket: ClientConnection, seconds: float = 1.0) -> str:
    """Everything that arrives within this time of silence."""
    heard = []
    with contextlib.suppress(TimeoutError, ConnectionClosed):
        while True:
            heard.append(str(socket.recv(timeout=seconds)))
    return "\n".join(heard)


def closed_with(socket: ClientConnection) -> int:
    """Read to the end; the code the server closed with."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            socket.recv(timeout=5)
    return socket.close_code or 0


@pytest.fixture(scope="module")
def ayama(shared_server: Server) -> Visitor:
    return Visitor(shared_server, "ayama")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_foreign_page_gets_no_socket(ayama: Visitor, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        ayama.open(origin=origin)
    assert refused.value.response.status_code == 403


def test_nobody_without_a_session_gets_a_socket(shared_server: Server, ayama: Visitor) -> None:
    for visitor, cookies in ((Visitor(shared_server), True), (ayama, False)):
        with pytest.raises(InvalidStatus):
            visitor.open(cookies=cookies)


@pytest.mark.parametrize("token", ["", "1", "../../etc", "x" * 5000])
def test_a_page_has_a_proper_token(ayama: Visitor, token: str) -> None:
    with pytest.raises(InvalidStatus):
        ayama.open(token)


def test_another_session_s_page_cannot_be_taken_over(shared_server: Server, ayama: Visitor) -> None:
    token = str(uuid.uuid4())
    with ayama.page(token) as socket:
        fire(socket, f"{KIOSK}.opened")
        assert "阿山支所" in listen(socket)
    thief = Visitor(shared_server, "oyamada")
    with pytest.raises(InvalidStatus):
        thief.open(token)
    with ayama.page(token) as socket:
        fire(socket, f"{KIOSK}.opened")
        assert "standby" in listen(socket), "its owner may come back"


def test_a_kiosk_is_shown_nothing_of_desk_or_bureau(ayama: Visitor) -> None:
    with ayama.page() as socket:
        fire(socket, f"{ROOT_STATE}.hydrate")
        fire(socket, f"{KIOSK}.opened")
        heard = listen(socket)
    assert KIOSK in heard
    assert DESK not in heard
    assert ADMIN not in heard
    assert "iga_device" not in heard, "no cookie comes back"
    assert "x-iga-session-ref" not in heard


@pytest.mark.parametrize(
    "name",
    [
        f"{DESK}.hang_up",
        f"{DESK}.refresh",
        f"{ADMIN}.refresh",
        f"{KIOSK}.setvar",
        f"{ROOT_STATE}.setvar",
        f"{ROOT_STATE}.reflex___state____update_vars_internal_state.update_vars_internal",
        f"{ROOT_STATE}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
        "no.such.handler",
    ],
)
def test_a_handler_of_others_or_of_nobody_does_nothing(ayama: Visitor, name: str) -> None:
    with ayama.page() as socket:
        fire(socket, name)
        assert "delta" not in listen(socket, 0.5)


def test_values_cannot_be_set_from_outside(ayama: Visitor) -> None:
    with ayama.page() as socket:
        fire(socket, f"{KIOSK}.opened")
        listen(socket, 0.5)
        fire(socket, f"{KIOSK}.setvar", var_name="branch", value="evil")
        fire(socket, f"{KIOSK}.opened")
        assert "evil" not in listen(socket)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("hello", 1003),
        ("[" * 1000, 1003),
        ('42/_event,["event","{}"]', 1003),
        ("459999999999-/_event,[]", 1003),
        ("42/admin,[]", 1003),
        ('42/_event,["event",{' + "x" * 600_000, 1009),
        ('42/_event,["event",{' + "漢" * 200_000, 1009),
        (b"\x00\x01", 1009),
    ],
)
def test_a_frame_of_another_shape_or_size_closes(ayama: Visitor, frame: str | bytes, code: int) -> None:
    before = ayama.server.log.stat().st_size
    with ayama.page() as socket:
        socket.send(frame)
        assert closed_with(socket) == code
    assert ayama.server.log.stat().st_size - before < 500, "no flood of the log"


def test_a_flood_of_events_closes_the_socket(ayama: Visitor) -> None:
    with ayama.page() as socket:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(300):
                fire(socket, f"{KIOSK}.opened")
        assert closed_with(socket) == 1008


def test_only_so_many_sockets_for_one_session(ayama: Visitor) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(ayama.open())
        with pytest.raises(InvalidStatus):
            ayama.open()


def test_a_device_that_is_replaced_is_out_at_once(shared_server: Server) -> None:
    old = Visitor(shared_server, "shimagahara")
    with old.page() as socket:
        fire(socket, f"{KIOSK}.opened")
        listen(socket, 0.5)
        Visitor(shared_server, "shimagahara")
        heard = listen(socket, 5)
        assert '"gone_rx_state_":true' in heard, "sent to the front door"
        assert closed_with(socket) == 4401
    with pytest.raises(InvalidStatus):
        old.open()


def test_the_live_socket_of_a_call_is_not_for_strangers(ayama: Visitor) -> None:
    jar = "; ".join(f"{name}={value}" for name, value in ayama.http.cookies.items())
    url = ayama.server.url.replace("http", "ws", 1) + "/live/no-such-call"
    for origin, cookies in ((ayama.server.url, jar), ("http://evil.example", jar), (ayama.server.url, "")):
        with pytest.raises(InvalidStatus):
            connect(url, origin=origin, additional_headers={"Cookie": cookies})  # type: ignore[arg-type]


def test_the_public_script_holds_no_secret_and_no_address_of_others(shared_server: Server) -> None:
    build = ROOT / ".web" / "build" / "client"
    secrets = [account["password"] for account in shared_server.credentials["desks"].values()]
    hosts = set()
    for path in [*build.rglob("*.js"), *build.rglob("*.html"), *build.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert not any(secret in text for secret in secrets)
        assert "sourceMappingURL=data" not in text
        if path.suffix != ".js":
            hosts |= set(re.findall(r"(?:src|href)=\"(https?://[^/\"]+)", text))
    assert hosts == set()
    assert list(build.rglob("*.map")) == []


def test_the_pages_carry_a_policy_without_unsafe(ayama: Visitor) -> None:
    answer = ayama.http.get("/kiosk")
    policy = answer.headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "sha256-" in policy
    assert answer.headers["cache-control"] == "no-store"
    script = re.search(r'(/assets/[^"]+\.js)', answer.text)
    assert script is not None
    assert "immutable" in ayama.http.get(script[1]).headers["cache-control"]


BATCH = 35  # events that one page may send at once
TAKEN = (
    *("operation_log", "stay_mark", "sqlite_sequence", "job_run"),
    *("incident", "alert", "alert_sending", "monitoring_sample", "uptime_day"),
)
"""What a refused try may write, and what the server writes by itself."""
VALID = {"reason": "wait3", "priority": "infant"}
ON_A_CALL = ("answer", "pick", "join", "refuse", "decline", "recall", "stop_recall", "discard", "prefer")


def handlers() -> list[str]:
    """Every name that a browser could call, Reflex's own too."""
    assert pages.PAGES
    return sorted(RegistrationContext.get().event_handlers)


def contents(server: Server) -> dict[str, list[str]]:
    """Everything in the database but the log."""
    with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base:
        names = [row[0] for row in base.execute("select name from sqlite_master where type = 'table'")]
        kept = [name for name in names if name not in TAKEN and "search" not in name]
        return {name: sorted(map(repr, base.execute(f'select * from "{name}"'))) for name in kept}


def refusals(server: Server) -> dict[tuple[str, str], int]:
    """How often, by kind and terminal."""
    found: dict[tuple[str, str], int] = {}
    with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base:
        for action, terminal, data in base.execute("select action, terminal, data from operation_log"):
            if action.startswith("attempts."):
                key = (action.removeprefix("attempts."), terminal)
                found[key] = found.get(key, 0) + json.loads(data)["count"]
    return found


def fire_all(visitor: Visitor, events: list[tuple[str, dict[str, object]]]) -> str:
    """All of them, over as many pages as it takes; everything that came back."""
    heard = []
    for start in range(0, len(events), BATCH):
        with visitor.page() as socket:
            for name, payload in events[start : start + BATCH]:
                fire(socket, name, **payload)
            heard.append(listen(socket, 0.7))
    return "\n".join(heard)


def at_desk(server: Server, terminal: str) -> Visitor:
    visitor = Visitor(server, terminal)
    account = server.credentials["desks"][terminal]
    visitor.http.post("/login", data={key: account[key] for key in ("login", "password")}).raise_for_status()
    return visitor


def waiting_call(server: Server) -> str:
    for _ in range(50):
        with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base:
            row = base.execute("select id from call where state = 'ringing'").fetchone()
        if row is not None:
            return str(row[0])
        time.sleep(0.1)
    raise AssertionError("it does not ring")


def test_whoever_knows_every_handler_gets_nothing_and_leaves_a_line_for_each_try(own_server: Server) -> None:
    server, names = own_server, handlers()
    assert len(names) > 250
    resident, hoken = Visitor(server, "aoyama"), at_desk(server, "hoken")
    nobody, kiosk, kodomo, thief = (
        Visitor(server),
        Visitor(server, "ayama"),
        at_desk(server, "kodomo"),
        Visitor(server, "oyamada"),
    )
    closed_tab = str(uuid.uuid4())
    with kodomo.page(closed_tab) as socket:
        fire(socket, f"{DESK}.opened")
        assert "board" in listen(socket)
    with resident.page() as caller, hoken.page() as desk:
        fire(desk, f"{DESK}.opened")
        listen(desk, 0.5)
        fire(caller, f"{KIOSK}.opened")
        fire(caller, f"{KIOSK}.place", department="hoken")
        call = waiting_call(server)
        listen(caller, 0.5)
        before = contents(server)

        tries = names[::10]
        for _ in tries:
            with pytest.raises(InvalidStatus):
                nobody.open()
            with pytest.raises(InvalidStatus):
                thief.open(closed_tab)
        barred = {}
        for visitor, role in ((kiosk, "resident"), (kodomo, "desk")):
            barred[role] = [
                name
                for name in names
                if not name.startswith(f"{ROOT_STATE}.reflex___")
                and name.split(".")[-1] not in ("hydrate", "hydrate_and_load", "set_is_hydrated")
                and not (declared(name) is not None and declared(name) <= ROLES[role])  # type: ignore[operator]
            ]
            assert len(barred[role]) > 150
            heard = fire_all(visitor, [(name, _payload(name, call)) for name in barred[role]])
            assert "delta" not in heard
        verbs = [f"{DESK}.{verb}" for verb in ON_A_CALL]
        heard = fire_all(kodomo, [(name, _payload(name, call)) for name in verbs])
        assert call not in heard
        assert "青山支所" not in heard, "not even where it comes from"
        assert contents(server) == before
    assert server.stop() == 0
    found = refusals(server)
    assert found["session", ""] == len(tries)
    assert found["page", "oyamada"] == len(tries)
    assert found["event", "ayama"] == len(barred["resident"])
    assert found["event", "kodomo"] == len(barred["desk"])
    assert found["absent", "kodomo"] == len(verbs)


def _payload(name: str, call: str) -> dict[str, object]:
    """What its handler takes, with another's call wherever a text is asked for."""
    taken = inspect.signature(RegistrationContext.get().event_handlers[name].handler.fn).parameters
    return {one: VALID.get(one, call) for one in list(taken)[1:]}
