"""`seed years`: an example database with years of made-up calls, to see how everything is when it is full."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from iga_madoguchi import bootstrap
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.domain.example_years.fill import fill
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("seed", help="模擬のデータ（試験用）").add_subparsers(
        required=True, metavar="<verb>"
    )
    years = verbs.add_parser("years", parents=[shared], help="何年分もの模擬の相談と記録を入れます")
    years.add_argument("--calls", type=int, default=61_000, help="相談の数（はじめは61000）")
    years.add_argument("--log-rows", type=int, default=2_000_000, help="操作記録の行数（はじめは2000000）")
    years.add_argument("--years", type=int, default=5, help="何年分か（はじめは5）")
    years.add_argument("--seed", type=int, default=1, help="同じ数なら同じ年月になります")
    years.set_defaults(run=_years)


def _years(services: Services, arguments: argparse.Namespace) -> Outcome:
    if not services.settings.example_data:
        raise NotAllowed("example.years.production")
    started = time.monotonic()
    bootstrap.prepare(services)

    def say(line: str) -> None:
        if not arguments.json:
            sys.stderr.write(f"\r{line}")

    made = fill(services.database, arguments.calls, arguments.log_rows, arguments.years, arguments.seed, say)
    say("\n")
    text = (
        f"{made.first} から {made.last} まで、模擬の相談 {made.calls} 件、記録 {made.records} 件、"
        f"操作記録 {made.log_rows} 行を入れました（{time.monotonic() - started:.0f}秒）。"
    )
    return Outcome(0, text, vars(made))
