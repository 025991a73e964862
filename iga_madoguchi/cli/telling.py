"""Progress for a person at the console: one line for each step, and again when it takes long."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from iga_madoguchi.cli.backup_sentences import STEPS
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.domain.backup.progress import Listen, silent
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.services import Services

AGAIN_S = 5.0

Verb = Callable[[Services, argparse.Namespace], Outcome]


def breakable(verb: Verb) -> Verb:
    """Ctrl-C breaks off cleanly and is answered with a sentence."""

    def run(services: Services, arguments: argparse.Namespace) -> Outcome:
        try:
            return verb(services, arguments)
        except KeyboardInterrupt as error:
            raise Unavailable("backup.stopped") from error

    return run


def listener(quiet: bool) -> Listen:
    """Writes to standard error; says nothing when a machine reads."""
    if quiet:
        return silent
    last_step, last_time = "", 0.0

    def listen(step: str, part: float) -> None:
        nonlocal last_step, last_time
        now = time.monotonic()
        if step == last_step and now - last_time < AGAIN_S:
            return
        last_step, last_time = step, now
        much = f"　{part:.0%}" if part else ""
        sys.stderr.write(f"{STEPS.get(step, step)}{much}\n")
        sys.stderr.flush()

    return listen
