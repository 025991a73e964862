"""Every handler says who may call it, every State who may see it, and its defaults tell nothing."""

from __future__ import annotations

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext

from iga_madoguchi.domain.accounts.permissions import ROLES, Permission
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.guard import NEEDS, declared
from iga_madoguchi.ui.kiosk.state import RETURN_S, KioskState
from iga_madoguchi.ui.pages import PAGES
from iga_madoguchi.ui.staff.state import StaffState
from iga_madoguchi.ui.text.languages import DEFAULT

STATES = (KioskState, StaffState, DeskState, LineState, OverviewState)
HARMLESS = (False, 0, "", [], RETURN_S, DEFAULT)  # they stand in the public JavaScript
HANDLERS = sorted(name for name in RegistrationContext.get().event_handlers if "iga_madoguchi" in name)
OWN = [name for name in HANDLERS if not name.endswith(".setvar")]
MAY = {
    "kiosk": Permission.KIOSK_USE,
    "staff": Permission.STAFF_USE,
    "desk": Permission.DESK_USE,
    "admin": Permission.ADMIN_VIEW,
}


@pytest.mark.parametrize("name", OWN)
def test_a_handler_is_for_its_own_page_only(name: str) -> None:
    wanted = declared(name)
    assert wanted is not None, "not declared"
    mine = next(permission for area, permission in MAY.items() if f"___ui___{area}" in name)
    assert wanted == {mine}
    for role, permissions in ROLES.items():
        assert (wanted <= permissions) == (mine in permissions), role


def test_there_are_handlers_at_all() -> None:
    assert len(OWN) > 20


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_state_goes_to_its_own_people_and_its_defaults_tell_nothing(state: type[rx.State]) -> None:
    (page,) = [page for page in PAGES if f".{page.path.strip('/')}." in state.__module__]
    assert getattr(state, NEEDS) == {page.permission}
    assert not state.computed_vars
    for name, value in state.get_fields().items():
        if name in state.base_vars:
            assert value.default_value() in HARMLESS, name
