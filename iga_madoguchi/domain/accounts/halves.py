"""Those who have shown their password and not yet the second factor; in memory, for five minutes."""

from __future__ import annotations

from dataclasses import dataclass, field

from iga_madoguchi.domain.accounts import factors
from iga_madoguchi.domain.accounts.entering import Passed

HALF_LIFE_S = 300
TRIES = 5
"""Then the password is asked for again: a code has a million values."""


@dataclass
class Half:
    """`proposal`: the secret of an app that is being set up; `challenge`: what a passkey is to sign; `to`:
    the page that waits behind a lock.
    """

    passed: Passed
    device_id: int
    to: str = ""
    tries: int = TRIES
    proposal: str = field(default_factory=factors.proposal)
    challenge: bytes = b""
