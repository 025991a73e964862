"""What lies on the counter: what is kept goes through the heart, what is fleeting passes to the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from iga_madoguchi.domain.forms import covers
from iga_madoguchi.domain.papers import covering, look, marking, service
from iga_madoguchi.domain.papers.policy import FRAMES, MAY, Role
from iga_madoguchi.domain.papers.views import CoverOrder
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live import shapes
from iga_madoguchi.http.live.news import TableNews, Whole
from iga_madoguchi.http.live.room import BRANCH, DESK, Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

KEPT_RATE, KEPT_BURST = 20, 60  # messages a second that are written down; a hand draws slower
KINDS = frozenset().union(*MAY.values())

Verb = Callable[[Room, Page, Message], Awaitable[None]]


class PaperPart:
    """The part of the call's own socket that is about papers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._throttle = Throttle(KEPT_RATE, KEPT_BURST)
        self.news = TableNews(services)
        self._kept: dict[str, Verb] = {
            "shoot": self._shoot,
            "show": self._show,
            "mark": self._mark,
            "unmark": self._unmark,
            "clear": self._clear,
            "uncover": self._uncover,
        }

    async def take(self, room: Room, page: Page, message: Message) -> None:
        """Pass a message on, or do what it asks. What may not be is answered to its sender alone.

        Raises Malformed.
        """
        kind = message["t"]
        if page.role is None or kind not in MAY[page.role]:
            page.send({"t": "refused", "of": kind, "code": "papers.not_yours"})
        elif kind in _PASS:
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
        page.settled = True  # first: a change while it is read is read again
        role = await self.role(page, room.call)
        page.role = None if page.ended else role

    async def role(self, page: Page, call: str) -> Role | None:
        try:
            return (await offload(look.part, self._services.database, page.who, call)).role
        except DomainError:
            return None

    async def welcome(self, room: Room, page: Page) -> None:
        """What lies there, to one page that has just come."""
        await self.admit(room, page)  # the call may have changed while the page came in
        if page.role == "branch":
            self._services.imaging.prepare()  # its first picture should come as fast as the others
        await self.news.tell(room, Whole(page))

    async def hello(self, room: Room, page: Page) -> Message:
        """What a page has to know before anything else; that the camera is dark, also while it only rings."""
        standing = await offload(covering.standing, self._services.database, room.call)
        told: Message = {"covering": None if standing is None else _shoot(standing.request, standing)}
        if page.role is not None:
            told |= {"view": room.view, "cameras": room.cameras}
        return told

    async def ask_for_still(self, room: Room, request: str, paper: str) -> None:
        """Tell the branch's pages; without one, say so to the desk at once. `paper`: see `SHOOT`."""
        database = self._services.database
        standing = await offload(covering.standing, database, room.call)
        if standing is not None and standing.request != request:
            return  # a newer order came meanwhile; without its places this picture must not be taken
        if not room.tell(_shoot(request, standing, paper), to=BRANCH):
            await offload(covering.withdraw, database, room.call, request)
            code = "papers.branch.absent"
            room.tell({"t": "shot", "request": request, "stage": "failed", "code": code}, to=DESK)

    async def _shoot(self, room: Room, page: Page, message: Message) -> None:
        wanted = shapes.cover_id(message)
        cover = None if wanted is None else await offload(covers.cover, wanted)
        paper = shapes.next_page_of(message)
        await offload(service.shoot, self._services.database, page.who, room.call, cover, paper)
        self._services.imaging.prepare()  # while the camera takes it

    async def _uncover(self, room: Room, page: Page, message: Message) -> None:
        await offload(covering.end, self._services.database, page.who, room.call, shapes.request(message))

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


def _shoot(request: str, cover: CoverOrder | None, paper: str = "") -> Message:
    told: Message = {"t": "shoot", "request": request, "frames": FRAMES} | ({"paper": paper} if paper else {})
    return told if cover is None else told | {"cover": {"frame": cover.frame, "places": cover.places}}


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


def _unshoot(room: Room, page: Page, _message: Message) -> None:
    room.tell({"t": "unshoot"}, to=BRANCH)


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
    "unshoot": _unshoot,
}
