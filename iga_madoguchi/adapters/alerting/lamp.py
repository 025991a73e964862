"""Runs the command that the operator names for a signal lamp."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence

from iga_madoguchi.domain.monitoring.alerts.views import Letter
from iga_madoguchi.errors import Unavailable

DONE_S = 10.0  # s
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
"""None of ours: it holds passwords."""


class LampCommand:
    """Three words behind the command: the event, the worst that is open now (ok, warn, bad), how much is.

    Nothing of a fault's name goes along: a process list is read by everybody on the machine.
    """

    name = "lamp"

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    @property
    def where(self) -> str:
        return self._command[0]

    def send(self, letter: Letter) -> str:
        argv = [*self._command, letter.event, str(letter.level), str(letter.open)]
        null = subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                argv, stdin=null, stdout=null, stderr=null, env=ENVIRONMENT, cwd="/", start_new_session=True
            )
        except OSError as error:
            raise Unavailable("alerts.lamp.missing") from error
        try:
            status = process.wait(DONE_S)
        except subprocess.TimeoutExpired as error:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise Unavailable("alerts.lamp.slow") from error
        if status != 0:
            raise Unavailable("alerts.lamp.failed", status=str(status))
        return ""
