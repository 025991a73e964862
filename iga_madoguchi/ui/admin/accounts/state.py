"""What the page of staff lists, and what is done with one of them beside the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts import codes, entering, factors, pairs, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.permissions import AT_DESK, Permission
from iga_madoguchi.domain.accounts.views import Account
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.admin.accounts import show
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja import accounts as text


@needs(Permission.ADMIN_MANAGE)
class AccountsState(rx.State):
    """`panel` is what stands beside the list: form, code, stop, or nothing; `subject` says of whom ("" for
    somebody new). `times` makes each form a new one; what is typed into it lives in the browser. While
    `asking`, the password is asked for again; `_waiting` is the handler that goes on then, and what it takes.
    """

    ready: bool = False
    clock_offset: float = 0
    place: str = ""
    staff: str = ""
    people: list[show.PersonRow] = []
    desks: list[show.Option] = []
    roles: list[show.Option] = []
    second_factor: bool = False
    switched: str = ""
    timed: list[show.TimedRow] = []
    pairs: list[show.PairRow] = []
    panel: str = ""
    times: int = 0
    subject: str = ""
    title: str = ""
    revision: int = 0
    role: str = ""
    desk: str = ""
    oneself: bool = False
    code: str = ""
    until: str = ""
    problem: str = ""
    done: str = ""
    asking: bool = False
    _waiting: list[Any] = []

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, rules.CHANGED)
        self._begin()
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def refresh(self) -> None:
        """Read the list again; what is being written beside it stays."""
        made, me = services(), who(self)
        self.clock_offset = made.settings.clock_offset_s
        self.place, self.staff = me.terminal_name, me.staff_name
        found = await offload(accounts.accounts, made.database)
        here = await offload(terminals.terminals, made.database, retired=True)
        names = {one.id: one.name for one in here if one.kind == "desk" and one.in_use}
        self.people = show.people(found, names, me.staff_login, me.terminal_id)
        self.desks = [show.Option(id=key, name=name) for key, name in names.items()]
        self.roles = show.roles()
        rule = await offload(rules.second_factor, made.database)
        self.second_factor, self.switched = rule.on, show.switched(rule)
        stand = {key: await offload(rules.how, made.database, key) for key in rules.MINUTES}
        people = {one.staff.login: one.staff.name for one in found}
        self.pairs = show.pairs(await offload(pairs.waiting, made.database), people, me.staff_login)
        self.timed = [show.timed(key, one) for key, one in stand.items()]
        self.ready = True

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def close(self) -> None:
        """閉じる; a code is not shown again."""
        self._begin()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def add(self) -> None:
        """職員を加える"""
        self._begin()
        self.panel, self.role = "form", "desk"

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def edit(self, login: str) -> None:
        """変える"""
        await self._point_at(login, "form")

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """加える, 保存する. What is refused stays in the form, and may be sent again on what is there now."""
        self._waiting = ["save", form]
        actor, database = who(self).actor, services().database
        name = str(form.get("name", "")).strip()
        # What is fixed in the form does not come with it.
        role = str(form.get("role") or self.role)
        desk = str(form.get("desk") or "") if role in AT_DESK else None
        if not self.subject:
            login = str(form.get("login", "")).strip()
            if await self._do(accounts.add_staff, database, login, name, role, desk or None, None, actor):
                await self._show_code(login)
                self.done = text.ADDED.format(name=name)
            return
        subject = self.subject
        if await self._do(accounts.change, database, subject, self.revision, name, role, desk or None, actor):
            self._begin()
            self.done = text.CHANGED.format(name=name)
        elif found := await self._found(subject):
            self.revision = found.revision
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def make_code(self, login: str) -> None:
        """設定コード: shown now and never again."""
        await self._show_code(login)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def ask_stop(self, login: str) -> None:
        """止める: says first what will happen."""
        await self._point_at(login, "stop")

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def stop(self) -> None:
        """止める, after it was said what will happen."""
        actor, title = who(self).actor, self.title
        if self.panel == "stop" and await self._do(
            accounts.disable, services().database, self.subject, actor
        ):
            self._begin()
            self.done = text.DISABLED.format(name=title)
            await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def let_in(self, login: str) -> None:
        """また使えるようにする"""
        self._begin()
        if await self._do(accounts.enable, services().database, login, who(self).actor):
            found = await self._found(login)
            self.done = text.ENABLED.format(name=found.staff.name if found else login)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def end_session(self, login: str, session: str) -> None:
        """ログアウトさせる"""
        actor = who(self).actor
        found = await self._found(login)
        seen = next((one for one in found.sessions if str(one.id) == session), None) if found else None
        self._begin()
        if found and seen and await self._do(entering.end_session, services().database, seen.id, actor):
            self.done = text.OUT.format(name=found.staff.name, terminal=seen.terminal_name)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def reset_factors(self, login: str) -> None:
        """2段階の確認を外す"""
        self._waiting = ["reset_factors", login]
        made, actor = services(), who(self).actor
        found = await self._found(login)
        self._begin()
        if found and found.staff.role == "admin" and login != actor.name:
            # Its key is destroyed, in old backups too, and it opens the way into everything.
            if await self._do(pairs.ask, made.database, pairs.FACTORS, login, actor):
                self.done = text.PAIR_ASKED
        elif found and await self._do(factors.reset, made.database, made.sealer, login, actor):
            self.done = text.FACTORS_GONE.format(name=found.staff.name)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def switch_second_factor(self) -> None:
        """管理者は2段階で確認する"""
        self._waiting = ["switch_second_factor"]
        on, actor = not self.second_factor, who(self).actor
        self._begin()
        if await self._do(rules.switch_second_factor, services().database, on, actor):
            self.done = text.RULE_ON if on else text.RULE_OFF
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def switch_timed(self, rule: str) -> None:
        """画面のロック, ログインの長さ: used or not."""
        self._waiting = ["switch_timed", rule]
        database, actor = services().database, who(self).actor
        on = not (await offload(rules.how, database, rule)).on
        self._begin()
        if await self._do(rules.switch, database, rule, on, actor):
            self.done = text.TIMED_ON[rule] if on else text.TIMED_OFF[rule]
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def choose_time(self, rule: str, minutes: str) -> None:
        """After how long; a rule that is off stays off."""
        self._waiting = ["choose_time", rule, minutes]
        database, actor = services().database, who(self).actor
        on = (await offload(rules.how, database, rule)).on
        self._begin()
        if await self._do(rules.switch, database, rule, on, actor, _number(minutes)):
            self.done = text.TIMED_CHOSEN
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def confirm_pair(self, number: str) -> None:
        """確かめて行う: the second of two admins."""
        self._waiting = ["confirm_pair", number]
        made, actor = services(), who(self).actor
        deeds = {pairs.FACTORS: partial(factors.reset_by_two, safe=made.sealer)}
        self._begin()
        if await self._do(pairs.confirm, made.database, _number(number), actor, deeds):
            self.done = text.PAIR_DONE
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def withdraw_pair(self, number: str) -> None:
        """取り下げる"""
        actor = who(self).actor
        self._begin()
        if await self._do(pairs.withdraw, services().database, _number(number), actor):
            self.done = text.PAIR_WITHDRAWN
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def proved(self) -> None:
        """The password was typed again: what waited for it goes on, and asks the heart whether that is so."""
        self.asking = False
        if self._waiting:
            handler, *taken = self._waiting
            await getattr(self, handler)(*taken)

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def give_up(self) -> None:
        """やめる; nothing was changed, and what was typed stays."""
        self.asking = False

    def _begin(self) -> None:
        who(self)
        self.panel = self.subject = self.title = self.role = self.desk = self.code = self.until = ""
        self.problem = self.done = ""
        self.revision, self.oneself = 0, False
        self.times += 1

    async def _point_at(self, login: str, panel: str) -> None:
        self._begin()
        found = await self._found(login)
        if found is None:
            return
        staff = found.staff
        self.panel, self.subject, self.title, self.revision = panel, login, staff.name, found.revision
        self.role, self.desk = staff.role, staff.desk_id or ""
        self.oneself = login == who(self).staff_login

    async def _show_code(self, login: str) -> None:
        made, actor = services(), who(self).actor
        self._begin()
        try:
            code = await offload(codes.issue, made.database, login, actor)
        except DomainError as error:
            self.problem = sentence(error)
        else:
            await self._point_at(login, "code")
            self.code, self.until = code, show.spoken(made.clock.now() + codes.CODE_LIFE)
        await self.refresh()

    async def _found(self, login: str) -> Account | None:
        found = await offload(accounts.accounts, services().database)
        return next((one for one in found if one.staff.login == login), None)

    async def _do(self, verb: Callable[..., Any], *args: Any) -> bool:
        """Whether it was done; if not, `problem` says why and what was shown stays."""
        self.problem = self.done = ""
        try:
            await offload(verb, *args)
        except DomainError as error:
            if error.code == "accounts.again.needed":
                self.asking = True
            else:
                self.problem = sentence(error)
            return False
        self._waiting = []
        return True


def _number(text: str) -> int:
    """What a browser sends as a number; 0 is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
