"""Bounds of what may be written about somebody."""

from __future__ import annotations

import re

LOGIN_SHAPE = re.compile(r"[a-z][a-z0-9._-]{2,31}")
RESERVED = frozenset({"system", "console", "resident", "branch_staff", "unknown", "code"})
"""Who acts in the operation log without being a person; nobody is called so."""
NAME_LIMIT = 40
STAFF_LIMIT = 500
