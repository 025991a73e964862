"""The printer beside a branch's terminal: where it is, and whether it can print now."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui import printers
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.feedback import sentence
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.session import who

ADDRESS_LIMIT = 300  # characters; what is too long for an address is refused with a sentence


@needs(Permission.ADMIN_MANAGE)
class BranchPrinterState(rx.State):
    """`branch` is the one whose form is open. `said` is how the printer is, `bad` when it cannot print."""

    branch: str = ""
    address: str = ""
    name: str = ""
    said: str = ""
    bad: bool = False
    problem: str = ""

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def opened(self, branch: str) -> None:
        """The branch's form was opened."""
        who(self)
        found = await offload(printing.printers, services().database)
        here = next((one for one in found if one.branch_id == branch), None)
        self.branch, self.said, self.bad, self.problem = branch, "", False, ""
        self.address, self.name = (here.uri, here.name) if here else ("", "")

    @rx.event
    @allow(Permission.ADMIN_MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """プリンターを決める; without an address there is none any more. Then the printer itself is asked."""
        made, actor = services(), who(self).actor
        address, name = str(form.get("uri", "")).strip(), str(form.get("printer", "")).strip()
        self.problem = self.said = ""
        hosts = made.settings.printer_hosts
        try:
            if address:
                await offload(printing.set_printer, made.database, self.branch, address, name, actor, hosts)
            else:
                await offload(printing.forget_printer, made.database, self.branch, actor)
        except DomainError as error:
            self.problem = sentence(error)
            return
        self.address, self.name, self.bad = address, name, False
        self.said = await self._ask() if address else "プリンターを使わないことにしました。"

    async def _ask(self) -> str:
        report: PrinterReport | DomainError
        try:
            report = await services().printers.printer(self.address)
        except DomainError as error:
            report = error
        self.bad = printers.hindered(report)
        return f"プリンターを決めました。いまの様子：{printers.state(report).rstrip('。')}。"


def printer_form() -> rx.Component:
    """Beside the form of a branch that is there."""
    state = BranchPrinterState
    return rx.el.form(
        rx.el.h3("支所のプリンター"),
        _line("アドレス", "uri", state.address, "例：ipp://192.168.10.20/ipp/print", ADDRESS_LIMIT),
        _line("置き場所", "printer", state.name, "例：窓口の右の棚", printing.NAME_LIMIT * 10),
        problem(state.problem),
        rx.el.p(rx.cond(state.bad, icon("warn")), state.said, role="status", class_name="printer-said"),
        rx.el.div(
            rx.el.button("プリンターを決める", type="submit", class_name="btn btn-line"), class_name="row"
        ),
        on_submit=state.save,
        reset_on_submit=False,
        key=state.branch,
        class_name="place-printer",
    )


def _line(label: str, name: str, value: rx.Var[str], example: str, limit: int) -> rx.Component:
    field = rx.el.input(
        name=name, default_value=value, placeholder=example, max_length=limit, auto_complete="off"
    )
    return rx.el.label(rx.el.span(label), field)
