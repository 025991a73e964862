"""The one page table: every page that Reflex serves, who may open it, and what runs when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.ui.admin.overview.page import overview
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.page import desk
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.kiosk.page import kiosk
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.staff.page import staff
from iga_madoguchi.ui.staff.state import StaffState


@dataclass(frozen=True)
class Page:
    path: str
    title: str
    component: Callable[[], rx.Component]
    on_load: Any
    permission: Permission


PAGES: tuple[Page, ...] = (
    Page("/kiosk", "伊賀市 つながる窓口", kiosk, KioskState.opened, Permission.KIOSK_USE),
    Page("/staff", "支所の職員 伊賀市 つながる窓口", staff, StaffState.opened, Permission.STAFF_USE),
    Page(
        "/desk", "受付 伊賀市 つながる窓口", desk, [DeskState.opened, LineState.opened], Permission.DESK_USE
    ),
    Page("/admin", "運用状況 伊賀市 つながる窓口", overview, OverviewState.opened, Permission.ADMIN_VIEW),
)
