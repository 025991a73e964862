"""Turns settings into running services; the only place where concrete adapters are chosen."""

from __future__ import annotations

import os

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from iga_madoguchi.adapters.imaging.host import OpenCvImaging
from iga_madoguchi.adapters.ipp import IppPrinters
from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.redis_hub import RedisHub
from iga_madoguchi.adapters.scanner import CommandScanner, NoScanner
from iga_madoguchi.adapters.sealer import FileSealer
from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts.bindings import PageBindings
from iga_madoguchi.domain.accounts.sessions import SessionRegistry
from iga_madoguchi.domain.calls.links import LinkReporter
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.presence.service import CHANGED as PRESENCE_CHANGED
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.printing.glances import Glances
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.reservations import policy as reservations
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.clock import SystemClock
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.host import RelayProcess
from iga_madoguchi.services import Services
from iga_madoguchi.settings import Settings


def build(settings: Settings) -> Services:
    """Wire everything up. Opens no connection, starts no process; `prepare` and the lifespan do that."""
    clock, hub, pages = SystemClock(settings.clock_offset_s), _hub(settings), ChildPages()
    database = Database(open_engine(settings.database_url), hub, clock)
    printers = IppPrinters()
    return Services(
        settings=settings,
        clock=clock,
        hub=hub,
        database=database,
        presence=Presence(hub),
        sessions=SessionRegistry(database),
        bindings=PageBindings(),
        tokens=MediaTokens(),
        relay=RelayProcess(MediaConfig(settings.media_addresses, settings.media_ports), LinkReporter(hub)),
        vault=FileVault(settings.data_dir, settings.vault_key),
        imaging=OpenCvImaging(),
        pages=pages,
        scanner=CommandScanner(settings.scanner) if settings.scanner else NoScanner(),
        tray=Tray(),
        typesetter=WeasyTypesetter(),
        printers=printers,
        glances=Glances(hub, printers),
        number_tries=Throttle(reservations.TRIES_PER_S, reservations.TRIES),
        sealer=FileSealer(settings.data_dir / "forms.key"),
        printer=StampPrinter(),
    )


def _hub(settings: Settings) -> Hub:
    return RedisHub(settings.redis_url, again=(PRESENCE_CHANGED,)) if settings.redis_url else Hub()


def prepare(services: Services) -> bool:
    """Data directory, schema and, in an empty database, the city. True if example data was made.

    Raises Unavailable `data.unwritable`, `papers.vault.*`, `db.unreachable`, `db.newer`.
    """
    settings = services.settings
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable("data.unwritable", path=str(settings.data_dir)) from error
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        raise Unavailable("data.unwritable", path=str(settings.data_dir))
    services.vault.open()
    try:
        migrate.upgrade(services.database.engine)
        if settings.example_data:
            return example_city.fill_example(services.database, settings.data_dir, settings.public_url)
        example_city.fill_city(services.database)
    except DBAPIError as error:
        raise Unavailable("db.unreachable") from error
    return False


def check_writable(database: Database) -> None:
    """A write that is taken back: a read-only or full disk shows. Raises Unavailable `db.unwritable`."""
    try:
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE _write_check (x INTEGER)"))
            connection.execute(text("DROP TABLE _write_check"))
    except DBAPIError as error:
        raise Unavailable("db.unwritable") from error
