"""Who may do what, by role. The one place where a role meets its permissions."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    KIOSK_USE = "kiosk.use"
    DESK_USE = "desk.use"
    ADMIN_VIEW = "admin.view"
    ADMIN_MANAGE = "admin.manage"
    PAPERS_UNMASK = "papers.unmask"


ROLES: dict[str, frozenset[Permission]] = {
    "resident": frozenset({Permission.KIOSK_USE}),
    "desk": frozenset({Permission.DESK_USE}),
    "admin": frozenset({Permission.ADMIN_VIEW, Permission.ADMIN_MANAGE, Permission.PAPERS_UNMASK}),
}
