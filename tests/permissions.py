"""Who may do what: every page, handler, route and command with its declaration, as one table.

`python -m tests.permissions > docs/develop/permissions.md` renews it; a test compares.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Final, Literal

from reflex_base.registry import RegistrationContext

from iga_madoguchi.domain.accounts.permissions import DEVICE_ROLES, ROLES, Permission
from iga_madoguchi.ui.guard import declared
from iga_madoguchi.ui.pages import PAGES

Who = Literal[
    "anybody",
    "device",
    "kiosk",
    "office",
    "locked",
    "session",
    "person",
    "call",
    "manage",
    "view",
    "audit",
    "record",
]
"""`anybody`: without any cookie. `device`: a browser that is any terminal. `kiosk`: a branch's terminal, for
itself. `office`: a browser that is a desk or the bureau. `locked`: whose own screen is locked. `session`:
whoever is in. `person`: who is logged in. `call`: who takes part in that call, by their part in it; to
everybody else it is absent. `manage`, `view`, `audit`: who has that permission. `record`: the department's
own desk.
"""
WORDS: Final[dict[Who, str]] = {
    "anybody": "anybody",
    "device": "a browser enrolled as any terminal, for its own self-test",
    "office": "a browser enrolled as a desk or the bureau's",
    "locked": "who is logged in and whose screen is locked, for themselves",
    "session": "any live session",
    "person": "who is logged in, for themselves",
    "call": "who takes part in this call; absent to all others",
    "manage": "`admin.manage`",
    "view": "`admin.view`",
    "audit": "`audit.read`",
    "record": "`desk.use` of the record's department",
    "kiosk": "`kiosk.use`, for the terminal itself",
}
ROUTES: Final[dict[str, Who]] = {
    "/": "anybody",
    "/enrol": "anybody",
    "/healthz": "anybody",
    "/session/check": "anybody",
    "/login": "office",
    "/login/new": "office",
    "/login/second": "office",
    "/login/second/options": "office",
    "/login/second/passkey": "office",
    "/logout": "anybody",
    "/lock": "locked",
    "/lock/ring": "locked",
    "/session/seen": "person",
    "/account": "person",
    "/account/again": "person",
    "/account/second": "person",
    "/account/second/options": "person",
    "/account/second/passkey": "person",
    "/readyz": "view",
    "/metrics": "view",
    "/media/choice": "session",
    "/media/token/{call}": "call",
    "/media/whip/{call}": "call",
    "/media/whep/{call}/{participant}": "call",
    "/media/resource/{resource}": "call",
    "/live/{call}": "call",
    "/listen/{call}": "call",
    "/papers/{call}": "call",
    "/papers/{call}/identity": "call",
    "/papers/{call}/{paper}": "call",
    "/papers/{call}/{paper}/keep": "call",
    "/papers/{call}/{paper}/{page}": "call",
    "/papers/{call}/{paper}/{page}/straighten": "call",
    "/papers/{call}/{paper}/{page}/mask": "call",
    "/papers/{call}/{paper}/{page}/unmask": "call",
    "/forms/{call}": "call",
    "/forms/{call}/{filling}/page/{page}": "call",
    "/forms/{call}/{filling}/pdf": "call",
    "/forms/{call}/{filling}/fields/{field}": "call",
    "/forms/{call}/{filling}/fields/{field}/doubt": "call",
    "/forms/{call}/{filling}/confirm": "call",
    "/forms/{call}/{filling}/signature": "call",
    "/forms/{call}/{filling}/finish": "call",
    "/forms/{call}/{filling}/drop": "call",
    "/forms/{call}/{filling}/restore": "call",
    "/forms/{call}/{filling}/keep": "call",
    "/talk/{call}": "call",
    "/procedures.csv": "manage",
    "/procedures/import": "manage",
    "/procedures": "manage",
    "/procedures/{procedure}": "manage",
    "/records/{id}": "record",
    "/statistics/report.pdf": "view",
    "/statistics/{table}.csv": "view",
    "/residue": "kiosk",
    "/audit/log.csv": "audit",
    "/audit/log.pdf": "audit",
    "/selftest": "device",
    "/selftest/echo": "device",
    "/reports/monthly.pdf": "view",
    "/reports/incident.pdf": "view",
}
_HEAD = """# Who may do what

Made from the code by `python -m tests.permissions > docs/develop/permissions.md`; a test fails when the
two differ, or when a handler, page or route has no declaration. `tests/http/test_every_route.py` tries every
route as every role on their own, another's, an ended and an absent call. Commands are for whoever may log in
at the server.

"""


def markdown() -> str:
    return _HEAD + "\n\n".join((_roles(), _pages(), _handlers(), _routes())) + "\n"


def _roles() -> str:
    devices = set(DEVICE_ROLES.values())
    rows = ["## Roles", "", "| permission | " + " | ".join(ROLES) + " |", "|---|" + "---|" * len(ROLES)]
    rows += [
        f"| `{one}` | " + " | ".join("x" if one in may else "" for may in ROLES.values()) + " |"
        for one in Permission
    ]
    rows += ["", "By their terminal alone: " + ", ".join(sorted(devices)) + ". All others log in."]
    return "\n".join(rows)


def _pages() -> str:
    rows = ["## Pages", "", "| page | permission |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{page.path}` | `{page.permission}` |" for page in PAGES)])


def _handlers() -> str:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(RegistrationContext.get().event_handlers):
        if "iga_madoguchi" in name and not name.endswith(".setvar"):
            *_, state, handler = name.split(".")
            where = state.removeprefix("iga_madoguchi___ui___").replace("___", ".")
            wanted = declared(name)
            told = "NOT DECLARED" if wanted is None else ", ".join(sorted(f"`{one}`" for one in wanted))
            found[where, told or "any live session"].append(handler)
    rows = ["## Handlers", "", "| State | permission | handlers |", "|---|---|---|"]
    rows += [f"| `{where}` | {told} | {', '.join(names)} |" for (where, told), names in sorted(found.items())]
    return "\n".join(rows)


def _routes() -> str:
    rows = ["## Routes", "", "| route | who |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{path}` | {WORDS[who]} |" for path, who in ROUTES.items())])


if __name__ == "__main__":
    sys.stdout.write(markdown())
