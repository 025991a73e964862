"""Turns settings into running services; the only place where concrete adapters are chosen."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from iga_madoguchi.adapters import release
from iga_madoguchi.adapters.alerting.lamp import LampCommand
from iga_madoguchi.adapters.alerting.mail import RelayMail
from iga_madoguchi.adapters.alerting.webhook import Webhook
from iga_madoguchi.adapters.certificate import CertificateFile
from iga_madoguchi.adapters.host import ThisHost
from iga_madoguchi.adapters.host_report import HostReportFile
from iga_madoguchi.adapters.imaging.host import OpenCvImaging
from iga_madoguchi.adapters.ipp import IppPrinters
from iga_madoguchi.adapters.machine import ThisMachine
from iga_madoguchi.adapters.nut import NutUps
from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.postgresql import PostgresTools
from iga_madoguchi.adapters.redis_hub import RedisHub
from iga_madoguchi.adapters.release import Release
from iga_madoguchi.adapters.restic.store import ResticStore
from iga_madoguchi.adapters.scanner import CommandScanner, NoScanner
from iga_madoguchi.adapters.speech import WhisperLive
from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.adapters.translation import LibreTranslate
from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.adapters.vault import KEPT, KEYS, FileVault
from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts import factors
from iga_madoguchi.domain.accounts.bindings import PageBindings
from iga_madoguchi.domain.accounts.halves import HALF_LIFE_S
from iga_madoguchi.domain.accounts.sessions import SessionRegistry
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.attempts import Attempts
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.domain.backup.orders import Orders
from iga_madoguchi.domain.backup.station import Claimed, Station
from iga_madoguchi.domain.calls.links import LinkReporter
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.conversation.private import sweeping as private
from iga_madoguchi.domain.conversation.talking import keeping as talking
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.monitoring.alerts.courier import Courier
from iga_madoguchi.domain.monitoring.alerts.outbox import Outbox
from iga_madoguchi.domain.monitoring.alerts.policy import Quiet
from iga_madoguchi.domain.monitoring.alerts.ports import Means
from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.power.views import Ups
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.presence.service import CHANGED as PRESENCE_CHANGED
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.printing.glances import Glances
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.procedures.search import CatalogueSearch
from iga_madoguchi.domain.reservations import policy as reservations
from iga_madoguchi.domain.runs.service import runner_name
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.clock import SystemClock
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.shortly import Shortly
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.media.config import MediaConfig
from iga_madoguchi.media.host import RelayProcess
from iga_madoguchi.services import Services
from iga_madoguchi.settings import Settings, describe
from iga_madoguchi.ui.alerts import Writer


def build(settings: Settings) -> Services:
    """Wire everything up. Opens no connection, starts no process; `prepare` and the lifespan do that."""
    clock, hub, pages = SystemClock(settings.clock_offset_s), _hub(settings), ChildPages()
    info = {audit.SEAL: Seal(settings.data_dir)}
    database = Database(open_engine(settings.database_url), hub, clock, info)
    printers = IppPrinters(settings.printer_ca)
    vault = FileVault(settings.data_dir, settings.vault_key)
    backups, presence = _backups(settings, database), Presence(hub)
    power = Watch(database, settings.data_dir, _ups)
    relay = RelayProcess(MediaConfig(settings.media_addresses, settings.media_ports), LinkReporter(hub))
    means = _means(settings)
    quiet = None if settings.alert_quiet is None else Quiet(*settings.alert_quiet)
    around = Around(
        database=database,
        presence=presence,
        station=backups,
        power=power,
        media=relay,
        host=ThisHost(),
        report=HostReportFile(settings.host_report),
        certificate=CertificateFile(settings.tls_cert) if settings.tls_cert else None,
        data_dir=settings.data_dir,
        server=backups.runner,
        offset_s=settings.clock_offset_s,
        several=settings.redis_url is not None,
        production=not settings.example_data,
        outbox=Outbox(tuple(one.name for one in means), quiet),
    )
    sessions = SessionRegistry(database)
    return Services(
        settings=settings,
        clock=clock,
        hub=hub,
        database=database,
        presence=presence,
        catalogue=CatalogueSearch(),
        sessions=sessions,
        attempts=Attempts(database, lambda cookie: _terminal_of(sessions, cookie)),
        halves=Shortly(HALF_LIFE_S),
        bindings=PageBindings(),
        tokens=MediaTokens(),
        relay=relay,
        vault=vault,
        imaging=OpenCvImaging(),
        pages=pages,
        scanner=CommandScanner(settings.scanner) if settings.scanner else NoScanner(),
        tray=Tray(),
        typesetter=WeasyTypesetter(),
        printers=printers,
        glances=Glances(hub, printers),
        number_tries=Throttle(reservations.TRIES_PER_S, reservations.TRIES),
        sealer=vault,
        printer=StampPrinter(),
        log_check=LogCheck(database, backups.runner),
        backups=backups,
        orders=Orders(backups),
        power=power,
        lookout=Lookout(around),
        courier=Courier(database, backups.runner, means, Writer(settings.origin, settings.phones)),
        speech=WhisperLive(settings.speech_url) if settings.speech_url else None,
        translator=LibreTranslate(settings.translation_url) if settings.translation_url else None,
    )


def _terminal_of(sessions: SessionRegistry, cookie: str) -> str:
    device = sessions.device(cookie)
    return "" if device is None else device.terminal_id


def _means(settings: Settings) -> tuple[Means, ...]:
    found: list[Means] = []
    if settings.alert_relay:
        found.append(
            RelayMail(settings.alert_relay, settings.alert_from, settings.alert_to, settings.alert_ca)
        )
    if settings.alert_webhook:
        found.append(Webhook(settings.alert_webhook, settings.alert_ca))
    if settings.alert_command:
        found.append(LampCommand(settings.alert_command))
    return tuple(found)


def _ups(ups: Ups, password: str) -> NutUps:
    return NutUps(ups.name, ups.host, ups.port, ups.login or None, password or None)


def _backups(settings: Settings, database: Database) -> Station:
    places = dict.fromkeys(path for path in (settings.backup_dir, settings.backup_dir_2) if path)
    tls = {"tls/cert.pem": settings.tls_cert, "tls/key.pem": settings.tls_key}
    return Station(
        database=database,
        data_dir=settings.data_dir,
        places=tuple(places),
        store=ResticStore(),
        tools=PostgresTools(),
        machine=ThisMachine(),
        release=Release(migrate.ROOT),
        version=release.version(migrate.ROOT),
        runner=runner_name(settings.data_dir),
        claims=lambda session: _claimed(
            keeping.relied_on(session),
            forms.relied_on(session) | talking.relied_on(session) | factors.relied_on(session),
        ),
        settle=lambda restored, data_dir: _settle(restored, FileVault(data_dir, settings.vault_key)),
        master_fits=lambda data_dir: _master_fits(FileVault(data_dir, settings.vault_key)),
        settings=describe(settings),
        extra_files={name: path for name, path in tls.items() if path is not None},
        given_secret=settings.backup_password,
        master_given=settings.vault_key is not None,
    )


def _claimed(blobs: Mapping[str, Collection[str]], sealed: Collection[str]) -> Claimed:
    """What rows of papers (blobs by key), forms, talks and logins (keys) rely on, by where they are."""
    files = {f"{KEPT}/{key}/{blob}" for key, names in blobs.items() for blob in names}
    return Claimed(frozenset(files), frozenset(f"{KEYS}/{key}" for key in {*blobs, *sealed}))


def _settle(restored: Database, vault: FileVault) -> int:
    rooms = (keeping, forms, talking, private)
    return sum(room.forget_unreadable(restored, vault) for room in rooms)


def _master_fits(vault: FileVault) -> bool:
    try:
        vault.open()
    except Unavailable:
        return False
    return True


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
        audit.resume(services.database)
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
