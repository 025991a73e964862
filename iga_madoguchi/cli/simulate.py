"""`simulate`: a day of traffic on a database of its own, its waiting times as a picture."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from iga_madoguchi.cli.exitcodes import FAILED
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.cli.simulation import picture
from iga_madoguchi.cli.simulation.day import Simulation, Wait
from iga_madoguchi.domain import example_city
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

FIRST = date(2026, 6, 1)
NAMES = {department_id: name for department_id, name, *_ in example_city.DEPARTMENTS}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    parser = nouns.add_parser("simulate", parents=[shared], help="模擬の一日：待ち時間を図にします")
    parser.add_argument("--days", type=_within(1, 60), default=1, help="何日分か（1〜60）")
    parser.add_argument("--calls-per-day", type=_within(1, 400), default=80, help="一日の相談（1〜400件）")
    parser.add_argument("--seed", type=_within(0, 2**31), default=1, help="同じ数なら同じ一日になります")
    parser.add_argument("--out", type=Path, default=None, help="図のファイル（.svg）")
    parser.set_defaults(run=_run)


def _within(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"数を書いてください：{text[:20]}") from None
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{lowest}から{highest}までにしてください：{value}")
        return value

    return parse


def _run(services: Services, arguments: argparse.Namespace) -> Outcome:
    out: Path = arguments.out or services.settings.data_dir / "simulate.svg"
    waits = play(arguments.days, arguments.seed, arguments.calls_per_day)
    minutes = [wait.waited_s / 60 for wait in waits]
    drawn = picture.draw(waits, NAMES, f"模擬の{arguments.days}日間　{len(waits)}人の待ち時間")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out, drawn.encode(), mode=0o644)
    except OSError as error:
        return Outcome(
            FAILED, f"図を書けません：{out}（{error.strerror}）。--out で別の場所を選んでください。"
        )
    middle, most = median(minutes) if minutes else 0.0, picture.percentile(minutes, 0.9)
    text = (
        f"{len(waits)}人の待ち時間は、まんなかが{middle:.1f}分、10人に9人は{most:.1f}分までです。\n図：{out}"
    )
    document = {"calls": len(waits), "median_min": middle, "p90_min": most, "picture": str(out)}
    return Outcome(0, text, document)


def play(days: int, seed: int, calls_per_day: int) -> list[Wait]:
    """The waits of so many days, played in a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="iga-simulate-") as folder:
        simulation = Simulation(Path(folder), seed, calls_per_day)
        try:
            return [wait for day in simulation.days(days, FIRST) for wait in day]
        finally:
            simulation.close()
