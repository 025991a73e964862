"""`power status|prepare`: how it stands with the power, and the end of work before the machine stops.

`upsmon` runs `power prepare` as the first step of its SHUTDOWNCMD (ops/nut), with or without a living server.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from iga_madoguchi import bootstrap
from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.power import service
from iga_madoguchi.domain.power.policy import sensible
from iga_madoguchi.domain.power.ports import Reading
from iga_madoguchi.domain.power.views import Standing, Ups
from iga_madoguchi.domain.stopping import service as stopping
from iga_madoguchi.domain.stopping.service import Budget
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit import lock
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

WAIT_S, LONGEST_S = 50, 3600
ASK_S = 0.5
OUTCOMES = {
    stopping.DONE: "最後のバックアップも取れました。",
    stopping.TOO_LATE: "時間がないので、最後のバックアップは取りませんでした。前のものは残っています。",
}
OTHER = "最後のバックアップは取れませんでした（{code}）。前のものは残っています。"
FAULTS = {
    "stale": "UPS のようすが古いままです。UPS とつなぐ線を確かめてください。",
    "unreachable": "NUT（upsd）から返事がありません。nut-server が動いているか確かめてください。",
    "refused": "UPS の名前かパスワードがちがいます。管理画面の「電源」で直してください。",
    "nonsense": "UPS の言うことが、つじつまが合いません。UPS の画面を確かめてください。",
}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("power", help="電源（UPS）").add_subparsers(required=True, metavar="<verb>")
    status = verbs.add_parser("status", parents=[shared], help="UPS に聞きます")
    status.set_defaults(run=_status)
    prepare = verbs.add_parser("prepare", parents=[shared], help="機械を止める前に、仕事を終えます")
    what = prepare.add_mutually_exclusive_group()
    what.add_argument("--seconds", type=int, default=WAIT_S, help=f"かけてよい時間（秒、ふつうは {WAIT_S}）")
    what.add_argument("--cancel", action="store_true", help="止めるのをやめて、相談をまた受け付けます")
    prepare.set_defaults(run=_prepare)


def _status(services: Services, _arguments: argparse.Namespace) -> Outcome:
    bootstrap.prepare(services)
    ups, standing = service.ups(services.database), service.standing(services.database)
    document: dict[str, object] = {"ups": None if ups is None else vars(ups), "phase": str(standing.phase)}
    document |= {"holds_calls": standing.holds, "since": standing.since, "prepared_at": standing.prepared_at}
    if ups is None:
        return Outcome(0, "UPS は登録されていません。管理画面の「電源」で登録できます。", document)
    reading = _read(services, ups)
    document |= {
        "status": sorted(reading.words),
        "charge": reading.charge,
        "runtime_s": reading.runtime_s,
        "load": reading.load,
        "test": reading.test,
        "fault": reading.fault,
    }
    if reading.fault:
        return Outcome(exitcodes.UPS_SILENT, FAULTS[reading.fault], document)
    lines = [_in_words(reading), *(["新しい相談は、受け付けていません。"] if standing.holds else [])]
    return Outcome(exitcodes.WARNING if "OB" in reading.words else 0, "\n".join(lines), document)


def _read(services: Services, ups: Ups) -> Reading:
    line = services.power.connect(ups)
    return sensible(line.read(services.clock.now()))


def _in_words(reading: Reading) -> str:
    source = "停電しています（電池で動いています）。" if "OB" in reading.words else "電気は来ています。"
    charge = "" if reading.charge is None else f"電池の残り {reading.charge:.0f}%。"
    left = "" if reading.runtime_s is None else f"あと約{reading.runtime_s // 60:.0f}分もちます。"
    return source + charge + left


def _prepare(services: Services, arguments: argparse.Namespace) -> Outcome:
    bootstrap.prepare(services)
    if arguments.cancel:
        service.take_back(services.database, CONSOLE)
        return Outcome(0, "止めるのをやめました。相談を、また受け付けます。", _document(services))
    seconds = max(1, min(arguments.seconds, LONGEST_S))
    if _served(services):
        outcome = _by_the_server(services, seconds)
    else:
        outcome = stopping.prepare(services.backups, Budget(float(seconds), talks_s=0))
    text = OUTCOMES.get(outcome, OTHER.format(code=outcome))
    code = exitcodes.DONE if outcome == stopping.DONE else exitcodes.WARNING
    document = {**_document(services), "outcome": outcome}
    return Outcome(code, f"止める準備ができました。{text}", document)


def _by_the_server(services: Services, seconds: int) -> str:
    """The server tells everybody and does it itself. Raises Unavailable `power.server.silent`."""
    deadline = time.monotonic() + seconds
    service.order_end(services.database, CONSOLE)
    while time.monotonic() < deadline:
        now = service.standing(services.database)
        if now.prepared_at is not None:
            return now.outcome
        time.sleep(ASK_S)
    raise Unavailable("power.server.silent", seconds=seconds)


def _served(services: Services) -> bool:
    try:
        lock.hold(services.settings.data_dir / lock.LOCK).close()
    except BlockingIOError:
        return True
    except OSError:
        raise Unavailable("data.unwritable", path=str(services.settings.data_dir)) from None
    return False


def _document(services: Services) -> dict[str, object]:
    now: Standing = service.standing(services.database)
    return {"phase": str(now.phase), "holds_calls": now.holds, "prepared_at": now.prepared_at}
