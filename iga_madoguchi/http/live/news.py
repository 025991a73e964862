"""What lies on a call's counter, told to its pages: all to who comes, afterwards only what has changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from iga_madoguchi.domain.papers import look
from iga_madoguchi.domain.papers.views import PaperView, TableView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.http.live.reader import OneReader
from iga_madoguchi.http.live.room import Message, Page, Room
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services


@dataclass(frozen=True)
class Whole:
    """Everything is to be told: to one page that has come, or to all."""

    page: Page | None = None


@dataclass(frozen=True)
class Turned:
    """Another page is on show."""


@dataclass(frozen=True)
class Marked:
    mark: str


@dataclass(frozen=True)
class Unmarked:
    marks: tuple[str, ...]


News = Whole | Turned | Marked | Unmarked


class TableNews:
    """Reads what the news are about, and tells the rooms."""

    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._reader: OneReader[News] = OneReader(self._read_and_tell)

    async def tell(self, room: Room, news: News) -> None:
        """Many changes at once are read once."""
        await self._reader.tell(room, news)

    async def _read_and_tell(self, room: Room, taken: tuple[News, ...]) -> None:
        reader = next((page for page in room.pages if page.role is not None), None)
        if reader is None:
            return
        try:
            if any(isinstance(news, Whole) for news in taken):
                table = table_message(await offload(look.table, self._database, reader.who, room.call))
                if Whole() in taken:
                    room.tell(table)
                    return
                for page in {news.page for news in taken if isinstance(news, Whole)}:
                    if page is not None and page.role is not None:
                        page.send(table)
            for message in await self._changes(room, reader, taken):
                room.tell(message)
        except DomainError:
            return  # The reader has just left its seat; that is told by the whole table.

    async def _changes(self, room: Room, reader: Page, taken: tuple[News, ...]) -> list[Message]:
        ids = [news.mark for news in taken if isinstance(news, Marked)]
        asked = (self._database, reader.who, room.call)
        drawn = {one.mark.id: one for one in await offload(look.drawn, *asked, ids)} if ids else {}
        told: list[Message] = []
        for news in taken:
            if isinstance(news, Marked) and news.mark in drawn:
                found = drawn[news.mark]
                told.append({"t": "mark", "paper": found.paper, "mark": asdict(found.mark)})
            elif isinstance(news, Unmarked) and news.marks:
                told.append({"t": "unmarked", "marks": news.marks})
        if Turned() in taken:
            told.append({"t": "shown", **asdict(await offload(look.on_show, *asked))})
        return told


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
