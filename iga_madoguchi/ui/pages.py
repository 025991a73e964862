"""The one page table: every page that Reflex serves, who may open it, and what runs when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.ui.admin.accounts.page import accounts_page
from iga_madoguchi.ui.admin.accounts.state import AccountsState
from iga_madoguchi.ui.admin.alerts.page import alerts_page
from iga_madoguchi.ui.admin.alerts.state import AlertsState
from iga_madoguchi.ui.admin.audit.page import audit_page
from iga_madoguchi.ui.admin.audit.state import AuditState
from iga_madoguchi.ui.admin.backup.page import backup_page
from iga_madoguchi.ui.admin.backup.state import BackupState
from iga_madoguchi.ui.admin.calendar.page import calendar
from iga_madoguchi.ui.admin.calendar.state import CalendarState
from iga_madoguchi.ui.admin.call.page import observed_call
from iga_madoguchi.ui.admin.call.state import ObserverState
from iga_madoguchi.ui.admin.checks.page import checks_page
from iga_madoguchi.ui.admin.checks.state import ChecksState
from iga_madoguchi.ui.admin.functions.page import functions_page
from iga_madoguchi.ui.admin.functions.state import FunctionsPageState
from iga_madoguchi.ui.admin.history.page import history_page
from iga_madoguchi.ui.admin.history.state import HistoryState
from iga_madoguchi.ui.admin.overview.page import overview
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.admin.power.page import power_page
from iga_madoguchi.ui.admin.power.state import PowerState
from iga_madoguchi.ui.admin.procedures.edit.page import procedure
from iga_madoguchi.ui.admin.procedures.edit.state import ProcedureState
from iga_madoguchi.ui.admin.procedures.page import catalogue
from iga_madoguchi.ui.admin.procedures.state import ProceduresState
from iga_madoguchi.ui.admin.selftests.page import selftests_page
from iga_madoguchi.ui.admin.selftests.state import SelfTestsState
from iga_madoguchi.ui.admin.statistics.page import statistics
from iga_madoguchi.ui.admin.statistics.state import StatisticsState
from iga_madoguchi.ui.admin.terminals.page import terminals
from iga_madoguchi.ui.admin.terminals.state import TerminalsState
from iga_madoguchi.ui.alarm import AlarmState
from iga_madoguchi.ui.desk.guide.state import GuideState
from iga_madoguchi.ui.desk.line.state import LineState
from iga_madoguchi.ui.desk.page import desk
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from iga_madoguchi.ui.desk.records.state import RecordsState
from iga_madoguchi.ui.desk.reservations.state import ReservationsState
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from iga_madoguchi.ui.functions import FunctionsState
from iga_madoguchi.ui.kiosk.matters.state import MattersState
from iga_madoguchi.ui.kiosk.page import kiosk
from iga_madoguchi.ui.kiosk.printing.state import KioskPrintingState
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState
from iga_madoguchi.ui.power import PowerNoteState
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
    FunctionsState.opened,
    KioskState.opened,
    MattersState.opened,
    TogetherState.opened,
    KioskPrintingState.opened,
]
DESK_OPENED = [
    FunctionsState.opened,
    DeskState.opened,
    GuideState.opened,
    RecordsState.opened,
    DeskTogetherState.opened,
    DeskPrintingState.opened,
    ReservationsState.opened,
    LineState.opened,
]
STAFF_OPENED = [
    FunctionsState.opened,
    StaffState.opened,
]
ADMIN_OPENED = [
    FunctionsState.opened,
    OverviewState.opened,
    ObserverState.glance,
]

_PAGES: tuple[Page, ...] = (
    Page("/kiosk", "伊賀市 つながる窓口", kiosk, KIOSK_OPENED, Permission.KIOSK_USE),
    Page("/desk", "受付 伊賀市 つながる窓口", desk, DESK_OPENED, Permission.DESK_USE),
    Page("/staff", "支所の職員 伊賀市 つながる窓口", staff, STAFF_OPENED, Permission.STAFF_USE),
    Page("/admin", "運用状況 伊賀市 つながる窓口", overview, ADMIN_OPENED, Permission.ADMIN_VIEW),
    Page(
        "/admin/accounts",
        "職員 伊賀市 つながる窓口",
        accounts_page,
        AccountsState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/alerts",
        "知らせ 伊賀市 つながる窓口",
        alerts_page,
        AlertsState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/audit",
        "操作記録 伊賀市 つながる窓口",
        audit_page,
        AuditState.opened,
        Permission.AUDIT_READ,
    ),
    Page(
        "/admin/backup",
        "バックアップ 伊賀市 つながる窓口",
        backup_page,
        BackupState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/call",
        "通話への参加 伊賀市 つながる窓口",
        observed_call,
        ObserverState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/checks",
        "点検の一覧 伊賀市 つながる窓口",
        checks_page,
        ChecksState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/history",
        "記録の図 伊賀市 つながる窓口",
        history_page,
        HistoryState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/terminals",
        "課・支所・端末 伊賀市 つながる窓口",
        terminals,
        TerminalsState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/calendar",
        "開庁の日と時間 伊賀市 つながる窓口",
        calendar,
        CalendarState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/power",
        "電源 伊賀市 つながる窓口",
        power_page,
        PowerState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/procedures",
        "手続きの一覧 伊賀市 つながる窓口",
        catalogue,
        ProceduresState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/procedures/edit",
        "手続きを書く 伊賀市 つながる窓口",
        procedure,
        ProcedureState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/functions",
        "使う機能 伊賀市 つながる窓口",
        functions_page,
        FunctionsPageState.opened,
        Permission.ADMIN_MANAGE,
    ),
    Page(
        "/admin/statistics",
        "利用のまとめ 伊賀市 つながる窓口",
        statistics,
        StatisticsState.opened,
        Permission.ADMIN_VIEW,
    ),
    Page(
        "/admin/selftests",
        "点検と報告 伊賀市 つながる窓口",
        selftests_page,
        SelfTestsState.opened,
        Permission.ADMIN_VIEW,
    ),
)


def _with_strips(page: Page) -> Page:
    """Every page of the office says when the power is out; the residents' page says it in its own words.

    The bureau's pages say what else is wrong, too.
    """
    if page.permission == Permission.KIOSK_USE:
        return page
    bureau = page.permission in (Permission.ADMIN_VIEW, Permission.ADMIN_MANAGE)
    own = page.on_load if isinstance(page.on_load, list) else [page.on_load]
    return replace(page, on_load=[PowerNoteState.opened, *([AlarmState.opened] if bureau else []), *own])


PAGES = tuple(_with_strips(page) for page in _PAGES)
