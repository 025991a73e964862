"""The one page table: every page that Reflex serves, who may open it, and what runs when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.ui.admin.calendar.page import calendar
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.admin.overview.page import overview
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.desk.page import desk
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.kiosk.page import kiosk
from iga_madoguchi.ui.kiosk.state import KioskState


@dataclass(frozen=True)
class Page:
    path: str
    title: str
    component: Callable[[], rx.Component]
    on_load: Any
    permission: Permission


PAGES: tuple[Page, ...] = (
    Page("/kiosk", "伊賀市 つながる窓口", kiosk, KioskState.opened, Permission.KIOSK_USE),
    Page(
        "/desk",
        "受付 伊賀市 つながる窓口",
        desk,
        [DeskState.opened, ReservationsState.opened],
        Permission.DESK_USE,
    ),
    Page("/admin", "運用状況 伊賀市 つながる窓口", overview, OverviewState.opened, Permission.ADMIN_VIEW),
    Page(
        "/admin/calendar",
        "開庁の日と時間 伊賀市 つながる窓口",
        calendar,
        CalendarState.opened,
        Permission.ADMIN_MANAGE,
    ),
)
