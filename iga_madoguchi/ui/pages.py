"""The one page table: every page that Reflex serves, who may open it, and what runs when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.ui.admin.calendar.page import calendar
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.admin.call.page import observed_call
from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.overview.page import overview
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.page import desk
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from iga_madoguchi.ui.kiosk.page import kiosk
from iga_madoguchi.ui.kiosk.printing.state import KioskPrintingState
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState
from iga_madoguchi.ui.staff.page import staff
from iga_madoguchi.ui.staff.state import StaffState


@dataclass(frozen=True)
class Page:
    path: str
    title: str
    component: Callable[[], rx.Component]
    on_load: Any
    permission: Permission


# Each State of a page looks for itself.
KIOSK_OPENED = [
    KioskState.opened,
    TogetherState.opened,
    KioskPrintingState.opened,
]
DESK_OPENED = [
    DeskState.opened,
    DeskTogetherState.opened,
    DeskPrintingState.opened,
    ReservationsState.opened,
    LineState.opened,
]
ADMIN_OPENED = [
    OverviewState.opened,
    ObserverState.glance,
]

PAGES: tuple[Page, ...] = (
    Page("/kiosk", "伊賀市 つながる窓口", kiosk, KIOSK_OPENED, Permission.KIOSK_USE),
    Page("/desk", "受付 伊賀市 つながる窓口", desk, DESK_OPENED, Permission.DESK_USE),
    Page("/staff", "支所の職員 伊賀市 つながる窓口", staff, StaffState.opened, Permission.STAFF_USE),
    Page("/admin", "運用状況 伊賀市 つながる窓口", overview, ADMIN_OPENED, Permission.ADMIN_VIEW),
    Page(
        "/admin/call",
        "通話への参加 伊賀市 つながる窓口",
        observed_call,
        ObserverState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/calendar",
        "開庁の日と時間 伊賀市 つながる窓口",
        calendar,
        CalendarState.opened,
        Permission.ADMIN_MANAGE,
    ),
)
