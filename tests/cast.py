"""The people and terminals of the tests, on a city in a temporary database.

Ayama and Aoyama are branches that call. Kodomo is the desk for こども未来課 and 保育幼稚園課, Hoken the OTHER
department's desk, which must see nothing of Kodomo's calls. Digital is the bureau.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from passlib.context import CryptContext

from iga_madoguchi.db import migrate
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain import example_city
from iga_madoguchi.domain.accounts import entering, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.models import AccountRule
from iga_madoguchi.domain.accounts.permissions import AT_DESK
from iga_madoguchi.domain.accounts.sessions import SessionRegistry
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.presence.models import OpeningOverride
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from tests import databases
from tests.fakes import FakeClock, RecordingHub, SteeredPresence

# Argon2id with little memory and no threads of its own: the same code, a thousandth of the time.
QUICK_HASHES = CryptContext(
    schemes=["argon2"], argon2__type="ID", argon2__memory_cost=64, argon2__time_cost=1, argon2__parallelism=1
)
PASSWORD = "correct horse battery staple"


@dataclass
class City:
    """A laid-out city with a steered clock; every terminal counts as connected until made absent."""

    database: Database
    clock: FakeClock
    hub: RecordingHub
    presence: SteeredPresence
    sessions: SessionRegistry

    def enrol(self, terminal_id: str) -> str:
        """Make a browser this terminal; its device cookie."""
        code = enrolment.issue_code(self.database, terminal_id, SYSTEM)
        return enrolment.enrol(self.database, code).secret

    def branch(self, terminal_id: str = "ayama") -> Identity:
        return self._identity(self.enrol(terminal_id), None)

    def branch_staff(self, branch_id: str = "ayama") -> Identity:
        """The screen of a branch's own staff; it needs no login."""
        terminal_id = f"{branch_id}-staff"
        terminals.add_terminal(self.database, terminal_id, "staff", f"{branch_id}職員", SYSTEM, branch_id)
        return self._identity(self.enrol(terminal_id), None)

    def desk(self, terminal_id: str = "kodomo") -> Identity:
        return self.staff(terminal_id, "desk", terminal_id)

    def admin(self, terminal_id: str = "digital") -> Identity:
        return self.staff("bureau", "admin", terminal_id)

    def staff(self, login: str, role: str, terminal_id: str) -> Identity:
        """A new person of this role, logged in at this terminal."""
        desk = terminal_id if role in AT_DESK else None
        accounts.add_staff(self.database, login, f"{login}さん", role, desk, PASSWORD, SYSTEM)
        device = self.enrol(terminal_id)
        return self._identity(device, self.log_in(device, login))

    def log_in(self, device_cookie: str, login: str, password: str = PASSWORD) -> str:
        device = self.sessions.device(device_cookie)
        assert device is not None
        cookie = entering.log_in(self.database, device, login, password)
        assert isinstance(cookie, str), "nothing is to be shown beside the password"
        return cookie

    def _identity(self, device: str, session: str | None) -> Identity:
        found = self.sessions.identify(device, session)
        assert found is not None
        return found


def make_city(directory: Path, *, always_open: bool = True) -> City:
    """A city in `directory`, open at every hour unless told otherwise."""
    clock, hub = FakeClock(), RecordingHub()
    database = Database(open_engine(databases.copy_url(directory, _lay_out)), hub, clock)
    databases.opened(database.engine)
    with database.transaction() as session:
        session.add(AccountRule(id=rules.SECOND_FACTOR, on=False, since=clock.now(), by="test"))
        if always_open:
            session.add(OpeningOverride(is_open=True, note="test"))
    return City(database, clock, hub, SteeredPresence(hub), SessionRegistry(database))


def _lay_out(url: str) -> None:
    """The city as a first start leaves it."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    example_city.fill_city(Database(engine, RecordingHub(), FakeClock()))
    engine.dispose()
