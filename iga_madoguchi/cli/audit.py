"""`audit verify`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("audit", help="操作記録").add_subparsers(required=True, metavar="<verb>")
    verbs.add_parser("verify", parents=[shared], help="変えられていないか確かめます").set_defaults(
        run=_verify
    )


def _verify(services: Services, _arguments: argparse.Namespace) -> Outcome:
    checked, broken = audit.verify(services.database)
    document = {"checked": checked, "broken_at": broken}
    if broken is None:
        return Outcome(0, f"操作記録 {checked} 件は、すべてつながっています。", document)
    found = exitcodes.EXPLAINED["audit.broken"]
    return Outcome(found.code, f"{found.happened.format(seq=broken)}\n{found.means}\n{found.next}", document)
