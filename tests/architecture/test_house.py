"""The real tree keeps the rules, and each rule can be broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.tree import PACKAGE, ROOT

Checker = Callable[[Path], list[str]]

PLANTED: tuple[tuple[Checker, str, str], ...] = (
    (rules.forbidden_imports, "kit/x.py", "from iga_madoguchi.domain.calls import service"),
    (rules.forbidden_imports, "domain/calls/x.py", "from iga_madoguchi.http.media import MediaRoutes"),
    (rules.forbidden_imports, "http/x.py", "from iga_madoguchi.jobs.runner import Runner"),
    (rules.forbidden_imports, "ui/x.py", "def f():\n    from iga_madoguchi.db.session import Database"),
    (rules.forbidden_imports, "errors.py", "from iga_madoguchi.kit import ids"),
    (rules.domain_order, "domain/audit/x.py", "from iga_madoguchi.domain.calls import service"),
    (
        rules.domain_order,
        "domain/calls/x.py",
        "from iga_madoguchi.domain.terminals.repository import terminal",
    ),
    (rules.libraries, "domain/calls/x.py", "import reflex as rx"),
    (rules.libraries, "http/x.py", "from aiortc import RTCPeerConnection"),
    (rules.libraries, "ui/x.py", "from sqlmodel import select"),
    (rules.libraries, "http/x.py", "import cv2"),
    (rules.misplaced_calls, "domain/calls/service.py", "def f(s):\n    return s.exec(select(1))"),
    (rules.misplaced_calls, "domain/calls/x.py", "def f(s):\n    s.commit()"),
    (rules.misplaced_calls, "kit/x.py", "def f(d):\n    return d.utcnow()"),
    (rules.misplaced_calls, "ui/x.py", "def f(rx):\n    return rx.toast('x')"),
    (rules.environment_readers, "domain/x.py", "import os\nx = os.environ['IGA_PORT']"),
    (rules.environment_readers, "http/x.py", "import os\nx = os.getenv('IGA_PORT')"),
    (
        rules.screens_apart,
        "ui/kiosk/choose/page.py",
        "from iga_madoguchi.ui.kiosk.standby.page import standby",
    ),
    (rules.screens_apart, "ui/kiosk/choose/page.py", "from iga_madoguchi.ui.desk.state import DeskState"),
    (rules.styled_in_python, "ui/x.py", "def f(rx):\n    return rx.el.div(style={'color': 'red'})"),
    (rules.named_places, "ui/x.py", "ICON = {'kodomo': 'family'}"),
    (rules.named_places, "cli/x.py", "HELP = 'printer-ayama'"),
    (rules.named_places, "ui/x.py", "TITLE = 'こども未来課のみなさま'"),
    (rules.named_places, "ui/x.py", "BRANCHES = {'x': 'Iga Branch'}"),
    (rules.outside_addresses, "ui/x.py", "URL = 'https://cdn.somewhere.net/a.js'"),
)
CHECKERS = sorted({checker for checker, _, _ in PLANTED}, key=lambda checker: checker.__name__)


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_house_keeps_the_rule(checker: Checker) -> None:
    assert checker(ROOT) == []


@pytest.mark.parametrize(("checker", "path", "text"), PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, checker: Checker, path: str, text: str) -> None:
    planted = tmp_path / PACKAGE / path
    planted.parent.mkdir(parents=True)
    planted.write_text(text, encoding="utf-8")
    assert len(checker(tmp_path)) >= 1


def test_every_module_says_why_it_exists() -> None:
    import ast

    from tests.architecture.tree import modules

    silent = [module.name for module in modules() if not ast.get_docstring(module.tree)]
    assert silent == []


def test_the_map_names_only_what_is_there() -> None:
    import re

    text = (ROOT / "docs" / "develop" / "map.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:iga_madoguchi|tests|docs|assets|alembic|ops)/[\w./-]*)`", text)
    assert named, "the map names the rooms"
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_stylesheet_closes_what_it_opens() -> None:
    """A media query left open once swallowed all that followed: bare screens, on wide monitors only."""
    import re

    text = (ROOT / "assets" / "style.css").read_text(encoding="utf-8")
    depth, swallowed = 0, []
    for line in re.sub(r"/\*.*?\*/", "", text, flags=re.S).splitlines():
        if depth and line[:1] not in ("", " ", "}"):
            swallowed.append(line[:60])
        depth += line.count("{") - line.count("}")
    assert swallowed == []
    assert depth == 0
