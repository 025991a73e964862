"""Who may do what, by role. The one place where a role meets its permissions."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    KIOSK_USE = "kiosk.use"
    STAFF_USE = "staff.use"
    DESK_USE = "desk.use"
    ADMIN_VIEW = "admin.view"
    ADMIN_MANAGE = "admin.manage"
    AUDIT_READ = "audit.read"
    PAPERS_UNMASK = "papers.unmask"


DEVICE_ROLES = {"branch": "resident", "staff": "branch_staff"}
"""Terminals of a branch need no login: what stands there decides what it may do."""
AT_DESK = frozenset({"desk", "lead"})
"""Staff that belong to one desk; a lead of a department may lift what a desk has hidden, too."""
AT_OFFICE = frozenset({"admin", "auditor"})
"""Staff of the bureau's terminals; an auditor reads the operation log there and does nothing else."""
ROLES: dict[str, frozenset[Permission]] = {
    "resident": frozenset({Permission.KIOSK_USE}),
    "branch_staff": frozenset({Permission.STAFF_USE}),
    "desk": frozenset({Permission.DESK_USE}),
    "lead": frozenset({Permission.DESK_USE, Permission.PAPERS_UNMASK}),
    "admin": frozenset(
        {
            Permission.ADMIN_VIEW,
            Permission.ADMIN_MANAGE,
            Permission.AUDIT_READ,
            Permission.PAPERS_UNMASK,
        }
    ),
    "auditor": frozenset({Permission.AUDIT_READ}),
}
