"""Who is behind a pair of cookies, answered from memory so that every event can be checked.

The database is the truth; this registry forgets a session the moment the hub says it has ended, and tells the
doors by `ENDED`. It never decides what somebody may do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import entering, idle, repository
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import DEVICE_ROLES, ROLES
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.kit.ids import digest

ENDED = "sessions.ended"  # payload: ref
LOCKED = "sessions.locked"  # payload: ref; its pages go to the lock page, nothing is told to them
UNLOCKED = "sessions.unlocked"  # payload: ref
COOKIE_LIMIT = 64  # characters; ours have 43


class SessionRegistry:
    """Thread-safe. `identify` may read the database once per cookie pair, `get` never does.

    A locked session is none to everybody but the lock page, which asks `locked`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._by_cookies: dict[tuple[str, str], Identity] = {}
        self._by_ref: dict[str, Identity] = {}
        self._device_of: dict[str, int] = {}
        self._locked: set[str] = set()
        self._epoch = 0
        database.hub.listen(enrolment.DEVICE_ENDED, self._device_ended)
        database.hub.listen(entering.STAFF_SESSION_ENDED, self._staff_session_ended)
        database.hub.listen(idle.LOCKED, lambda number: self._turn(f"s-{number}", locked=True))
        database.hub.listen(idle.UNLOCKED, lambda number: self._turn(f"s-{number}", locked=False))
        database.hub.listen(accounts.RENAMED, self._person_renamed)
        database.hub.listen(terminals.RENAMED, self._terminal_renamed)

    def device(self, device_cookie: str | None) -> DeviceView | None:
        """The terminal this browser is, whoever is logged in."""
        if not device_cookie or len(device_cookie) > COOKIE_LIMIT:
            return None
        with self._database.reading() as session:
            return enrolment.current_device(session, device_cookie)

    def identify(self, device_cookie: str | None, session_cookie: str | None) -> Identity | None:
        """The live session of these cookies, or None. A desk or admin terminal needs both."""
        found = self._known(device_cookie, session_cookie)
        return None if found is None or found[1] else found[0]

    def locked(self, device_cookie: str | None, session_cookie: str | None) -> Identity | None:
        """Whose session waits for the password behind these cookies; None when none does."""
        found = self._known(device_cookie, session_cookie)
        return None if found is None or not found[1] else found[0]

    def _known(self, device_cookie: str | None, session_cookie: str | None) -> tuple[Identity, bool] | None:
        """The session of these cookies, and whether it is locked."""
        if not device_cookie or max(len(device_cookie), len(session_cookie or "")) > COOKIE_LIMIT:
            return None
        key = (digest(device_cookie), digest(session_cookie or ""))
        with self._lock:
            known, epoch = self._by_cookies.get(key), self._epoch
            if known is not None:
                return known, known.ref in self._locked
        found = self._read(device_cookie, session_cookie or "")
        if found is None:
            return None
        device_id, identity, locked = found
        with self._lock:
            # A session that ended while we were reading must not be put back into memory.
            if epoch == self._epoch:
                self._by_cookies[key] = identity
                self._by_ref[identity.ref] = identity
                self._device_of[identity.ref] = device_id
                if locked:
                    self._locked.add(identity.ref)
        return identity, locked

    def get(self, ref: str) -> Identity | None:
        """The identity of a session seen before, None once it has ended and while it is locked."""
        with self._lock:
            return None if ref in self._locked else self._by_ref.get(ref)

    def reconcile(self) -> None:
        """Forget what was ended, and lock what was locked, by another process (the command line, a node)."""
        with self._lock:
            known, epoch = dict(self._device_of), self._epoch
        if not known:
            return
        with self._database.reading() as session:
            devices = enrolment.devices(session)
            staff = {row.id: row.locked_at is not None for row, _ in repository.open_sessions(session)}
        ended = {
            ref
            for ref, device_id in known.items()
            if device_id not in devices or (ref.startswith("s-") and int(ref[2:]) not in staff)
        }
        if ended:
            self._forget(ended)
        for ref in known.keys() - ended:
            # What was locked here while we were reading must not be opened again.
            if ref.startswith("s-") and epoch == self._epoch:
                self._turn(ref, locked=staff[int(ref[2:])])
                epoch = self._epoch

    def _turn(self, ref: str, *, locked: bool) -> None:
        with self._lock:
            known, new = ref in self._by_ref, (ref in self._locked) != locked
            if new or not known:
                # What is read at this moment may still be otherwise and must not be put into memory.
                self._epoch += 1
            if known and new:
                (self._locked.add if locked else self._locked.discard)(ref)
        if known and new:
            self._database.hub.publish(LOCKED if locked else UNLOCKED, ref)

    def _read(self, device_cookie: str, session_cookie: str) -> tuple[int, Identity, bool] | None:
        """(device, who, whether it is locked)"""
        with self._database.reading() as session:
            device = enrolment.current_device(session, device_cookie)
            if device is None:
                return None
            if device.kind in DEVICE_ROLES:
                own = Identity(
                    f"t-{device.id}",
                    device.terminal_id,
                    device.kind,
                    device.terminal_name,
                    ROLES[DEVICE_ROLES[device.kind]],
                    serves=device.branch_id,
                )
                return device.id, own, False
            found = repository.open_session(session, digest(session_cookie)) if session_cookie else None
            if found is None or found[0].device_id != device.id:
                return None
            row, staff = found
            somebody = Identity(
                f"s-{row.id}",
                device.terminal_id,
                device.kind,
                device.terminal_name,
                ROLES[staff.role],
                staff.id,
                staff.login,
                staff.name,
            )
            return device.id, somebody, row.locked_at is not None

    def _staff_session_ended(self, payload: object) -> None:
        self._forget({f"s-{payload}"})

    def _device_ended(self, payload: object) -> None:
        with self._lock:
            refs = {ref for ref, device_id in self._device_of.items() if device_id == payload}
        self._forget(refs | {f"t-{payload}"})

    def _terminal_renamed(self, payload: object) -> None:
        match payload:
            case [str(terminal_id), str(name)]:
                self._rename(
                    lambda who: who.terminal_id == terminal_id, lambda who: replace(who, terminal_name=name)
                )

    def _person_renamed(self, payload: object) -> None:
        match payload:
            case [str(login), str(name)]:
                self._rename(lambda who: who.staff_login == login, lambda who: replace(who, staff_name=name))

    def _rename(self, which: Callable[[Identity], bool], renamed: Callable[[Identity], Identity]) -> None:
        """Whoever is in goes on under the new name, of the person or of the terminal."""
        with self._lock:
            # What is read at this moment may still bear the old name and must not be put into memory.
            self._epoch += 1
            for ref, who in self._by_ref.items():
                if which(who):
                    self._by_ref[ref] = renamed(who)
            self._by_cookies = {key: self._by_ref.get(who.ref, who) for key, who in self._by_cookies.items()}

    def _forget(self, refs: set[str]) -> None:
        with self._lock:
            self._epoch += 1
            for ref in refs:
                self._by_ref.pop(ref, None)
                self._device_of.pop(ref, None)
                self._locked.discard(ref)
            self._by_cookies = {key: who for key, who in self._by_cookies.items() if who.ref not in refs}
        for ref in refs:
            self._database.hub.publish(ENDED, ref)
