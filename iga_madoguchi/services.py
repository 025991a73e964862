"""What the outer rooms work with: the heart of the product, put together once per process by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.bindings import PageBindings
from iga_madoguchi.domain.accounts.halves import Half
from iga_madoguchi.domain.accounts.sessions import SessionRegistry
from iga_madoguchi.domain.audit.attempts import Attempts
from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.domain.backup.orders import Orders
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.calls.ports import MediaRelay
from iga_madoguchi.domain.conversation.speech.ports import SpeechBackend, Translator
from iga_madoguchi.domain.forms.ports import FormPrinter, Sealer
from iga_madoguchi.domain.monitoring.alerts.courier import Courier
from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.papers.ports import Imaging, Pages, Scanner, Vault
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.presence.service import Presence
from iga_madoguchi.domain.printing.glances import Glances
from iga_madoguchi.domain.printing.ports import PrintService, Typesetter
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.procedures.search import CatalogueSearch
from iga_madoguchi.kit.clock import Clock
from iga_madoguchi.kit.hub import Hub
from iga_madoguchi.kit.shortly import Shortly
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.settings import Settings


@dataclass(frozen=True)
class Services:
    """`relay` is started by the lifespan. `speech` and `translator` are None where no server is set."""

    settings: Settings
    clock: Clock
    hub: Hub
    database: Database
    presence: Presence
    catalogue: CatalogueSearch
    sessions: SessionRegistry
    halves: Shortly[Half]
    bindings: PageBindings
    attempts: Attempts
    tokens: MediaTokens
    relay: MediaRelay
    vault: Vault
    imaging: Imaging
    pages: Pages
    scanner: Scanner
    tray: Tray
    typesetter: Typesetter
    printers: PrintService
    glances: Glances
    number_tries: Throttle
    sealer: Sealer
    printer: FormPrinter
    log_check: LogCheck
    backups: Station
    orders: Orders
    power: Watch
    lookout: Lookout
    courier: Courier
    speech: SpeechBackend | None
    translator: Translator | None
