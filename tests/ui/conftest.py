"""Pages without a browser: real States on the test city, each behind the session of one person."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from reflex.state import State

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.backup.orders import Orders
from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.ui import context
from iga_madoguchi.ui.session import REF_HEADER
from tests.calm import calm
from tests.cast import City
from tests.domain.conftest import city, quick_hashes  # noqa: F401

S = TypeVar("S", bound=rx.State)
OpenPage = Callable[[type[S], Identity | None], Awaitable[S]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def served(city: City, tmp_path: Path) -> Iterator[None]:  # noqa: F811
    """The pages reach the city's services."""
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path)}))
    station = dataclasses.replace(built.backups, database=city.database)
    around = dataclasses.replace(
        built.lookout.around, database=city.database, presence=city.presence, station=station
    )
    context.set_services(
        dataclasses.replace(
            built,
            clock=city.clock,
            hub=city.hub,
            database=city.database,
            presence=city.presence,
            sessions=city.sessions,
            backups=station,
            orders=Orders(station),
            lookout=Lookout(calm(around)),
        )
    )
    yield
    context._services.clear()


@pytest.fixture
def open_page() -> OpenPage[S]:
    """Open a page as somebody, None: with a session that is over. The page has looked once."""

    async def opened(state: type[S], who: Identity | None) -> S:
        root = State(_reflex_internal_init=True)
        headers = {REF_HEADER: "gone" if who is None else who.ref}
        root.rx_router_headers = HeaderData.from_router_data({"headers": headers})
        page = await root.get_state(state)
        if who is not None:
            await page.refresh()
        return page

    return opened
