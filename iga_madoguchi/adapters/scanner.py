"""A virus scanner that the operator names, such as `clamdscan --no-summary -`: it reads standard input."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Sequence

from iga_madoguchi.errors import InvalidInput, Unavailable

log = logging.getLogger(__name__)

TIMEOUT_S = 60.0  # s
CLEAN, INFECTED = 0, 1


class CommandScanner:
    """Exit status 0 lets through, 1 refuses; anything else lets nothing through until it works again."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)

    def check(self, data: bytes) -> None:
        try:
            done = subprocess.run(
                self._command, input=data, capture_output=True, timeout=TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("x scanner does not answer error=%s", type(error).__name__)
            raise Unavailable("papers.scanner.later") from error
        if done.returncode == INFECTED:
            raise InvalidInput("papers.upload.infected")
        if done.returncode != CLEAN:
            log.error("x scanner failed status=%s", done.returncode)
            raise Unavailable("papers.scanner.later")


class NoScanner:
    """The operator named none: nothing is scanned. Content is still checked and encoded anew."""

    def check(self, data: bytes) -> None:
        return None
