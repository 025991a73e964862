"""Every handler says who may call it, every State who may see it, and its defaults tell nothing."""

from __future__ import annotations

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext

from iga_madoguchi.domain.accounts.permissions import ROLES, Permission
from iga_madoguchi.domain.functions.service import FUNCTIONS
from iga_madoguchi.ui.admin.accounts.state import AccountsState
from iga_madoguchi.ui.admin.audit.state import AuditState
from iga_madoguchi.ui.admin.backup.state import BackupState
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.checks.state import ChecksState
from iga_madoguchi.ui.admin.functions.state import FunctionsPageState
from iga_madoguchi.ui.admin.history.state import HistoryState
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.admin.power.state import PowerState
from iga_madoguchi.ui.admin.procedures.edit.state import ProcedureState
from iga_madoguchi.ui.admin.procedures.state import ProceduresState
from iga_madoguchi.ui.admin.statistics.state import StatisticsState
from iga_madoguchi.ui.admin.terminals.form import PlaceFormState
from iga_madoguchi.ui.admin.terminals.state import TerminalsState
from iga_madoguchi.ui.desk.guide.state import GuideState
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from iga_madoguchi.ui.desk.records.state import RecordsState
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from iga_madoguchi.ui.functions import FunctionsState
from iga_madoguchi.ui.guard import NEEDS, declared
from iga_madoguchi.ui.kiosk.matters.state import MattersState
from iga_madoguchi.ui.kiosk.printing.state import KioskPrintingState
from iga_madoguchi.ui.kiosk.reservations.booking import BookingState
from iga_madoguchi.ui.kiosk.reservations.state import NumberState
from iga_madoguchi.ui.kiosk.state import RETURN_S, KioskState
from iga_madoguchi.ui.kiosk.survey.state import SurveyState
from iga_madoguchi.ui.kiosk.together.state import TogetherState
from iga_madoguchi.ui.pages import PAGES
from iga_madoguchi.ui.staff.state import StaffState
from iga_madoguchi.ui.text.languages import DEFAULT

STATES = (
    AccountsState,
    KioskState,
    TogetherState,
    KioskPrintingState,
    DeskState,
    DeskTogetherState,
    DeskPrintingState,
    OverviewState,
    ChecksState,
    HistoryState,
    ObserverState,
    NumberState,
    BookingState,
    ReservationsState,
    CalendarState,
    ProceduresState,
    ProcedureState,
    TerminalsState,
    PlaceFormState,
    StatisticsState,
    StaffState,
    LineState,
    MattersState,
    SurveyState,
    GuideState,
    RecordsState,
    FunctionsPageState,
    AuditState,
    BackupState,
    PowerState,
)
HARMLESS = (False, 0, "", [], RETURN_S, DEFAULT)  # they stand in the public JavaScript
HANDLERS = sorted(name for name in RegistrationContext.get().event_handlers if "iga_madoguchi" in name)
OWN = [name for name in HANDLERS if not name.endswith(".setvar")]
MAY = {
    "kiosk": {Permission.KIOSK_USE},
    "staff": {Permission.STAFF_USE},
    "desk": {Permission.DESK_USE},
    "admin___audit": {Permission.AUDIT_READ},
    "alarm": {Permission.ADMIN_VIEW},
    "admin": {Permission.ADMIN_VIEW, Permission.ADMIN_MANAGE},
}


@pytest.mark.parametrize("name", OWN)
def test_a_handler_is_for_its_own_page_only(name: str) -> None:
    wanted = declared(name)
    assert wanted is not None, "not declared"
    if name.split(".")[-2].endswith(("ui___functions____functions_state", "power_note_state")):
        assert not wanted, "everybody with a session may know what the city uses and whether there is power"
        return
    mine = next(permissions for area, permissions in MAY.items() if f"___ui___{area}" in name)
    assert wanted
    assert wanted <= mine
    for role, permissions in ROLES.items():
        assert (wanted <= permissions) == (mine <= permissions), role


def test_there_are_handlers_at_all() -> None:
    assert len(OWN) > 20


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_state_goes_to_its_own_people_and_its_defaults_tell_nothing(state: type[rx.State]) -> None:
    (page,) = [page for page in PAGES if f".{page.path.strip('/')}." in state.__module__]
    assert getattr(state, NEEDS) in ({page.permission}, {Permission.ADMIN_MANAGE}, {Permission.AUDIT_READ})
    around = [page for page in PAGES if f"{page.path.replace('/', '.')}." in state.__module__]
    page = max(around, key=lambda page: len(page.path))
    assert getattr(state, NEEDS) == {page.permission}
    assert not state.computed_vars
    for name, value in state.get_fields().items():
        if name in state.base_vars:
            default = value.default_value()
            parts = default.values() if isinstance(default, dict) else [default]
            assert all(part in HARMLESS for part in parts), name


def test_what_the_city_uses_is_no_secret_and_off_until_it_is_known() -> None:
    assert getattr(FunctionsState, NEEDS) == frozenset()
    assert set(FunctionsState.get_fields()["off"].default_value()) == set(FUNCTIONS)
