"""Parses the command line and hands over to one module per noun."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.cli import (
    audit,
    backup,
    calendar,
    db,
    department,
    doctor,
    exitcodes,
    handbook,
    papers,
    power,
    printer,
    procedures,
    report,
    restore,
    seed,
    serve,
    simulate,
    terminal,
    user,
)
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.errors import DomainError

NOUNS = (
    serve,
    db,
    user,
    terminal,
    department,
    printer,
    calendar,
    papers,
    procedures,
    backup,
    restore,
    power,
    audit,
    report,
    handbook,
    seed,
    simulate,
    doctor,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        effective = settings.load()
    except settings.SettingsError as error:
        return _tell(arguments, Outcome(exitcodes.FAILED, str(error), {"error": "settings"}))
    try:
        outcome: Outcome = arguments.run(bootstrap.build(effective), arguments)
    except DomainError as error:
        code, sentences = exitcodes.explain(error)
        outcome = Outcome(code, sentences, {"error": error.code})
    return _tell(arguments, outcome)


def _tell(arguments: argparse.Namespace, outcome: Outcome) -> int:
    """One JSON document on standard output, or sentences for a person; failures go to standard error."""
    if arguments.json:
        sys.stdout.write(json.dumps(outcome.document, ensure_ascii=False, default=str) + "\n")
    elif outcome.text:
        stream = sys.stderr if outcome.code >= exitcodes.FAILED else sys.stdout
        stream.write(outcome.text + "\n")
    return outcome.code


def _parser() -> argparse.ArgumentParser:
    # --json may stand before or after the verb; only the top level sets its default.
    parser = argparse.ArgumentParser(
        prog="python -m iga_madoguchi",
        description="伊賀市 遠隔窓口",
        epilog=exitcodes.listing(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="機械で読む形で出します")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    nouns = parser.add_subparsers(required=True, metavar="<noun>")
    for noun in NOUNS:
        noun.register(nouns, shared)
    return parser
