"""`doctor`: effective settings, the state of the parts, and each Debian package that is missing."""

from __future__ import annotations

import argparse
import shutil
from typing import TYPE_CHECKING

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.cli import exitcodes, printer
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.db import migrate
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit import open_ports
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

# command, package, what rests without it
PROGRAMS = (("restic", "restic", "バックアップ"), ("upsc", "nut-client", "停電への備え（UPS）"))


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    nouns.add_parser("doctor", parents=[shared], help="設定とようすを調べます").set_defaults(run=_doctor)


def _doctor(services: Services, _arguments: argparse.Namespace) -> Outcome:
    shown = settings.describe(services.settings)
    problems: list[str] = []
    printers: list[str] = []
    try:
        bootstrap.check_writable(services.database)
        if migrate.current(services.database.engine) == migrate.newest():
            printers = printer.problems(services)
    except DomainError as error:
        problems.append(exitcodes.explain(error)[1])
    missing = [(package, use) for command, package, use in PROGRAMS if shutil.which(command) is None]
    problems += [f"{use}：Debian のパッケージ {package} がありません。" for package, use in missing]
    lacking = services.typesetter.missing
    problems += [f"書類の印刷：Debian のパッケージ {package} がありません。" for package in lacking]
    problems += printers
    problems += _openings(services.settings)
    lines = [f"{name}\t{value}" for name, value in shown.items()]
    verdict = "調べたところは、すべて正常です。" if not problems else "\n".join(problems)
    document = {
        "settings": shown,
        "problems": problems,
        "open_ports": [f"{kind}/{number}" for kind, number in open_ports.reachable()],
        "missing_packages": [*(package for package, _ in missing), *lacking],
    }
    return Outcome(
        exitcodes.WARNING if problems else exitcodes.DONE, "\n".join([*lines, "", verdict]), document
    )


def _openings(now: settings.Settings) -> list[str]:
    """With example data the machine is somebody's own, and other programs are no concern of ours."""
    if now.example_data:
        return []
    found = open_ports.unexpected(open_ports.reachable(), now.port, now.media_ports, now.open_ports)
    return [
        f"{kind.upper()} {number} 番が、ほかの機械に開いています。使っていなければ、そのサービスを止めます。"
        "使うものなら、番号を IGA_OPEN_PORTS に書き足します。"
        for kind, number in found
    ]
