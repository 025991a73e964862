"""What stands beside the editor of one procedure. What is typed stays in the browser until it is saved."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.procedures.edit import show
from iga_madoguchi.ui.admin.procedures.show import Choice, moment, person
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.matter import Detail
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.catalogue import SYSTEM
from iga_madoguchi.ui.text.languages import DEFAULT, LANGUAGES


@needs(Permission.ADMIN_MANAGE)
class ProcedureState(rx.State):
    """`procedure` is empty for one that is not there yet; `newest` is its newest version,
    `read` the one that the editor began from.

    `preview` is none or one; `looked_at` is the older version it shows, 0 what is being written.
    `taken` is a version for the editor to copy from; `taken_turn` counts, so that one may be copied twice.
    `turn` counts how often the page was opened: each time the editor says again what it holds.
    """

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    procedure: str = ""
    department: str = ""
    departments: list[Choice] = []
    people: list[Choice] = []
    newest: int = 0
    read: int = 0
    newest_by: str = ""
    newest_at: str = ""
    retired: bool = False
    unconfirmed: bool = False
    versions: list[show.VersionRow] = []
    language: str = DEFAULT
    preview: list[Detail] = []
    looked_at: int = 0
    taken: int = 0
    taken_turn: int = 0
    turn: int = 0
    problem: str = ""
    done: str = ""
    _draft: dict[str, Any] = {}

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back: its address says which procedure."""
        follow(self)
        asked = self.router.url.query_parameters
        await self._turn_to(asked.get("id", ""), asked.get("department", ""))

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read again what others may have changed; what is being written stays."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        staff = await offload(accounts.all_staff, made.database)
        names = {one.login: one.name for one in staff}
        self.people = [Choice(id=login, name=name) for login, name in (SYSTEM | names).items()]
        found = await offload(terminals.departments, made.database)
        self.departments = [Choice(id=one.id, name=one.name) for one in found]
        if self.procedure:
            await self._read(names)
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def write(self, raw: dict[str, Any], read: int) -> None:
        """Something was typed: the preview follows."""
        who(self)
        self._draft, self.read, self.looked_at = raw, read, 0
        await self._show()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def speak(self, language: str) -> None:
        """The preview in another language."""
        if language in LANGUAGES:
            self.language = language
            await self._show()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def look_at(self, version: int) -> None:
        """An older version in the preview, 0 for what is being written."""
        self.looked_at = version
        await self._show()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def take(self, version: int) -> None:
        """Copy a version into the editor, where it may be changed and saved."""
        who(self)
        self.taken, self.taken_turn, self.looked_at = version, self.taken_turn + 1, 0

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def confirm(self) -> None:
        """要確認を外す: the version that the editor began from, as it was read there, is right."""
        self.problem = self.done = ""
        try:
            await offload(
                procedures.confirm,
                services().database,
                who(self).actor,
                self.procedure,
                self.read,
            )
        except DomainError as error:
            self.problem = sentence(error)
        else:
            self.done = "要確認を外しました。"
        await self.refresh()

    async def _turn_to(self, procedure: str, department: str = "") -> None:
        """Turn to a procedure, "" for a new one of this department."""
        if procedure != self.procedure:
            self._draft, self.read, self.preview, self.looked_at = {}, 0, [], 0
        self.procedure, self.department = procedure[:64], department[:32]
        self.problem = self.done = ""
        self.turn += 1
        await self.refresh()

    async def _read(self, names: dict[str, str]) -> None:
        made = services()
        try:
            view = await offload(procedures.get, made.database, self.procedure)
            found = await offload(procedures.versions, made.database, self.procedure)
        except DomainError as error:
            self.problem, self.procedure, self.versions = sentence(error), "", []
            return
        self.newest, self.newest_by = view.version, person(view.saved_by, names)
        self.newest_at = moment(view.saved_at)
        self.retired, self.unconfirmed = view.retired, view.unconfirmed
        self.versions = show.versions(found, names)
        await self._show()

    async def _show(self) -> None:
        made, content = services(), None
        if self._draft and not self.looked_at:
            content = show.drafted(self._draft)
        elif self.procedure:
            try:
                wanted = self.looked_at or None
                view = await offload(procedures.get, made.database, self.procedure, wanted)
                content = view.content
            except DomainError as error:
                self.problem, self.looked_at = sentence(error), 0
        self.preview = [show.preview(self.procedure, content, self.language)] if content else []
