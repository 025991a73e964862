"""`restore --from SNAPSHOT --to DIR`: bring a backup back. Needs neither Reflex, Node nor the server."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli import password, telling
from iga_madoguchi.cli.backup_sentences import WARNINGS
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.backup import restore
from iga_madoguchi.domain.backup.policy import KINDS
from iga_madoguchi.domain.backup.restore import Plan, Restored
from iga_madoguchi.kit.clock import local
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verb = nouns.add_parser("restore", parents=[shared], help="バックアップからもどします")
    verb.add_argument("--from", dest="source", required=True, metavar="SNAPSHOT", help="番号か latest")
    verb.add_argument("--to", type=Path, required=True, metavar="DIR", help="もどす先のフォルダ")
    verb.add_argument("--kind", choices=KINDS, default="whole", help="latest のときの種類")
    verb.add_argument("--keep-aside", action="store_true", help="もどす先にあるものを、別名で残します")
    verb.add_argument("--without-keys", action="store_true", help="書類の鍵がもどせなくても続けます")
    password.options(verb)
    verb.set_defaults(run=telling.breakable(_restore))


def _restore(services: Services, arguments: argparse.Namespace) -> Outcome:
    began = time.monotonic()
    station = services.backups
    typed = password.given(station, arguments)
    plan = restore.plan(
        station,
        arguments.source,
        arguments.kind,
        arguments.to.resolve(),
        typed,
        password.place(arguments),
        with_keys=not arguments.without_keys,
    )
    if not arguments.json:
        _announce(plan)
    aside = arguments.keep_aside or _agreed(plan, arguments)
    done = restore.carry_out(station, plan, aside, CONSOLE, telling.listener(arguments.json))
    return _outcome(plan, done, time.monotonic() - began)


def _announce(plan: Plan) -> None:
    size = plan.made.size / 2**20
    sys.stderr.write(
        f"{local(plan.snapshot.at):%Y年%m月%d日 %H:%M} のバックアップ（{size:.0f} MB）を {plan.to.path} に"
        f"もどします。{_minutes(plan.seconds)}かかります。\n"
    )


def _agreed(plan: Plan, arguments: argparse.Namespace) -> bool:
    """Ask before anything that is there gives way; only where somebody can answer."""
    if not plan.to.occupied or arguments.json or not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{plan.to.path} にあるものは、別の名前で残します。続けますか（はい＝y）：")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "はい")


def _outcome(plan: Plan, done: Restored, seconds: float) -> Outcome:
    lines = [f"もどしました（{_minutes(seconds)}）：{done.path}"]
    if done.aside is not None:
        lines.append(f"前にあったものは {done.aside} に残っています。")
    if done.forgotten:
        lines.append(f"そのあとに消された書類 {done.forgotten} 件は、もどしていません。")
    lines += [WARNINGS[code] for code in done.warnings]
    if plan.made.kind == "whole" and not done.warnings:
        lines.append(f"始めるには：IGA_DATA_DIR={done.path} make run")
    document = {
        "kind": plan.made.kind,
        "snapshot": plan.snapshot.id,
        "made_at": plan.made.made_at.isoformat(),
        "place": str(plan.place.path),
        "target": str(done.path),
        "aside": None if done.aside is None else str(done.aside),
        "files": done.proof.files,
        "bytes": done.proof.size,
        "rows": done.proof.rows,
        "log_entries": done.proof.log,
        "revision": done.revision,
        "forgotten": done.forgotten,
        "warnings": list(done.warnings),
        "seconds": round(seconds, 1),
    }
    return Outcome(1 if done.warnings else 0, "\n".join(lines), document)


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f}秒" if seconds < 90 else f"{seconds / 60:.0f}分"
