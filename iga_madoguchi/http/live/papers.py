"""What lies on the counter: what is kept goes through the heart, what is fleeting passes to the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from iga_madoguchi.domain.papers import look, marking, service
from iga_madoguchi.domain.papers.policy import FRAMES, MAY, Role
from iga_madoguchi.domain.papers.views import PaperView, TableView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live import shapes
from iga_madoguchi.http.live.room import BRANCH, DESK, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

KEPT_RATE, KEPT_BURST = 20, 60  # messages a second that are written down; a hand draws slower
FLEETING = frozenset({"view", "point", "stroke", "shot", "camera", "cameras"})
KINDS = frozenset().union(*MAY.values())

Verb = Callable[[Room, Page, Message], Awaitable[None]]


class PaperPart:
    """The part of the call's own socket that is about papers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(KEPT_RATE, KEPT_BURST)
        self._reading: dict[str, bool] = {}  # call -> whether something changed while it is read
        self._kept: dict[str, Verb] = {
            "shoot": self._shoot,
            "show": self._show,
            "mark": self._mark,
            "unmark": self._unmark,
            "clear": self._clear,
        }

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Pass a message on, or do what it asks. What may not be is answered to its sender alone.

        Raises Malformed.
        """
        kind = message["t"]
        if page.role is None or kind not in MAY[page.role]:
            page.send({"t": "refused", "of": kind, "code": "papers.not_yours"})
        elif kind in FLEETING:
            _PASS[kind](room, page, message)
        elif not self._throttle.allow(page.who.ref):
            page.send({"t": "refused", "of": kind, "code": "papers.too_fast"})
        else:
            try:
                await self._kept[kind](room, page, message)
            except DomainError as error:
                page.send({"t": "refused", "of": kind, "code": error.code, "id": message.get("id")})

    async def admit(self, room: Room, page: Page) -> None:
        """Which part this page has in the call now."""
        page.role = await self.role(page, room.call)

    async def role(self, page: Page, call: str) -> Role | None:
        try:
            return (await offload(look.part, self._services.database, page.who, call)).role
        except DomainError:
            return None

    async def welcome(self, room: Room, page: Page) -> None:
        """What lies there, to one page that has just come."""
        await self.admit(room, page)  # the call may have changed while the page came in
        message = await self._table(room.call, page)
        if message is not None and page.role is not None:
            page.send(message)

    async def refresh(self, room: Room) -> None:
        """What lies there, to all; many changes at once are read once."""
        if room.call in self._reading:
            self._reading[room.call] = True
            return
        again = True
        try:
            while again:
                self._reading[room.call] = False
                reader = next((page for page in room.pages if page.role is not None), None)
                message = None if reader is None else await self._table(room.call, reader)
                if message is not None:
                    room.tell(message)
                again = self._reading[room.call]
        finally:
            del self._reading[room.call]

    def ask_for_still(self, room: Room, request: str) -> None:
        """Tell the branch's pages; without one, say so to the desk at once."""
        asked = room.tell({"t": "shoot", "request": request, "frames": FRAMES}, to=BRANCH)
        if not asked:
            code = "papers.branch.absent"
            room.tell({"t": "shot", "request": request, "stage": "failed", "code": code}, to=DESK)

    async def _table(self, call: str, reader: Page) -> Message | None:
        try:
            return table_message(await offload(look.table, self._services.database, reader.who, call))
        except DomainError:
            return None

    async def _shoot(self, room: Room, page: Page, _message: Message) -> None:
        await offload(service.shoot, self._services.database, page.who, room.call)

    async def _show(self, room: Room, page: Page, message: Message) -> None:
        spot = shapes.shown(message)
        await offload(marking.show, self._services.database, page.who, room.call, spot.paper, spot.page)
        room.view = None  # it was that of another page

    async def _mark(self, room: Room, page: Page, message: Message) -> None:
        tmp, shape, points = shapes.drawing(message)
        text, on = shapes.words(message), shapes.on(message)
        await offload(
            marking.mark, self._services.database, page.who, room.call, shape, points, text, tmp, on
        )

    async def _unmark(self, room: Room, page: Page, message: Message) -> None:
        mark = shapes.mark_id(message)
        await offload(marking.unmark, self._services.database, page.who, room.call, mark)

    async def _clear(self, room: Room, page: Page, _message: Message) -> None:
        await offload(marking.clear, self._services.database, page.who, room.call)


def hello(room: Room, page: Page) -> Message:
    """What a page that takes part has to know of before."""
    if page.role is None:
        return {}
    return {"view": room.view, "cameras": room.cameras}


def table_message(table: TableView) -> Message:
    return {
        "t": "papers",
        "papers": [_paper(paper) for paper in table.papers],
        "shown": asdict(table.shown),
        "live": [asdict(mark) for mark in table.live],
    }


def _paper(paper: PaperView) -> Message:
    kept = paper.kept_until
    return asdict(paper) | {"kept_until": None if kept is None else kept.isoformat()}


def _view(room: Room, page: Page, message: Message) -> None:
    room.view = shapes.view(message)
    room.tell({"t": "view", "from": page.me, **room.view}, besides=page)


def _point(room: Room, page: Page, message: Message) -> None:
    room.tell({"t": "point", "from": page.me, **shapes.point(message)}, besides=page)


def _stroke(room: Room, page: Page, message: Message) -> None:
    tmp, shape, points = shapes.drawing(message)
    told = {"t": "stroke", "from": page.me, "by": page.role, "id": tmp, "shape": shape, "points": points}
    room.tell(told, besides=page)


def _shot(room: Room, page: Page, message: Message) -> None:
    room.tell({"t": "shot", "from": page.me, **shapes.shot(message)}, besides=page)


def _camera(room: Room, page: Page, message: Message) -> None:
    room.tell({"t": "camera", "from": page.me, **shapes.camera(message)}, to=BRANCH)


def _cameras(room: Room, page: Page, message: Message) -> None:
    room.cameras = shapes.cameras(message)
    room.tell({"t": "cameras", "from": page.me, **room.cameras}, to=DESK)


_PASS: dict[str, Callable[[Room, Page, Message], None]] = {
    "view": _view,
    "point": _point,
    "stroke": _stroke,
    "shot": _shot,
    "camera": _camera,
    "cameras": _cameras,
}
