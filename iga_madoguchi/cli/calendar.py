"""`calendar close|open|clear|list`: days on which the counters are not as usual."""

from __future__ import annotations

import argparse
from datetime import date, time
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.domain.presence.hours import Span, SpecialDay
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("calendar", help="開庁日").add_subparsers(required=True, metavar="<verb>")
    close = verbs.add_parser("close", parents=[shared], help="臨時にお休みにします")
    close.add_argument("day", type=_day)
    close.add_argument("--note", required=True, help="住民の画面に出る理由")
    close.set_defaults(run=_close)
    opened = verbs.add_parser("open", parents=[shared], help="休みの日に開けます")
    opened.add_argument("day", type=_day)
    opened.add_argument("--from", dest="opens", type=_time, default=time(8, 30))
    opened.add_argument("--until", dest="closes", type=_time, default=time(17, 15))
    opened.add_argument("--note", default="")
    opened.set_defaults(run=_open)
    clear = verbs.add_parser("clear", parents=[shared], help="いつもどおりに戻します")
    clear.add_argument("day", type=_day)
    clear.set_defaults(run=_clear)
    verbs.add_parser("list", parents=[shared], help="一覧").set_defaults(run=_list)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付は 2026-12-28 のように書いてください：{text[:20]}") from None


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"時刻は 08:30 のように書いてください：{text[:20]}") from None


def _close(services: Services, arguments: argparse.Namespace) -> Outcome:
    presence.set_day(services.database, arguments.day, None, arguments.note, CONSOLE)
    return Outcome(0, f"{arguments.day} をお休みにしました。", {"day": arguments.day, "open": False})


def _open(services: Services, arguments: argparse.Namespace) -> Outcome:
    span = Span(arguments.opens, arguments.closes)
    presence.set_day(services.database, arguments.day, span, arguments.note, CONSOLE)
    return Outcome(0, f"{arguments.day} に開けます。", {"day": arguments.day, "open": True})


def _clear(services: Services, arguments: argparse.Namespace) -> Outcome:
    cleared = presence.clear_day(services.database, arguments.day, CONSOLE)
    text = "いつもどおりに戻しました。" if cleared else "この日には、何も決めていませんでした。"
    return Outcome(0 if cleared else 1, text, {"day": arguments.day, "cleared": cleared})


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    days = presence.special_days(services.database)
    rows = [{"day": day.day, "open": day.is_open, "note": day.note} for day in days]
    return Outcome(0, "\n".join(_line(day) for day in days) or "特別な日はありません。", {"days": rows})


def _line(day: SpecialDay) -> str:
    hours = f"{day.span.opens:%H:%M}〜{day.span.closes:%H:%M}" if day.is_open else "お休み"
    return f"{day.day}\t{hours}\t{day.note}"
