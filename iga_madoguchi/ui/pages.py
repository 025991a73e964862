"""The one page table: every page that Reflex serves, who may open it, and what runs when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.ui.admin.call.page import observed_call
from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.overview.page import overview
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.desk.page import desk
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from iga_madoguchi.ui.kiosk.page import kiosk
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState


@dataclass(frozen=True)
class Page:
    path: str
    title: str
    component: Callable[[], rx.Component]
    on_load: Any
    permission: Permission


PAGES: tuple[Page, ...] = (
    Page(
        "/kiosk",
        "伊賀市 つながる窓口",
        kiosk,
        [KioskState.opened, TogetherState.opened],
        Permission.KIOSK_USE,
    ),
    Page(
        "/desk",
        "受付 伊賀市 つながる窓口",
        desk,
        [DeskState.opened, DeskTogetherState.opened],
        Permission.DESK_USE,
    ),
    Page(
        "/admin",
        "運用状況 伊賀市 つながる窓口",
        overview,
        [OverviewState.opened, ObserverState.glance],
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/call",
        "通話への参加 伊賀市 つながる窓口",
        observed_call,
        ObserverState.opened,
        Permission.ADMIN_MANAGE,
    ),
)
