"""Passwords as NIST SP 800-63B-4 wants them: long, not guessable, of any characters, never changed by force.

Hashes are argon2id, and the same time is spent when there is no such user.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from passlib.context import CryptContext

from iga_madoguchi.errors import InvalidInput

PASSWORD_MIN = 15  # characters; a password that stands alone
PASSWORD_MAX = 128
LOOKED_AT = 24
"""Characters that decide how guessable it is: what follows only makes it better, and some 72 take seconds."""
HARD_TO_GUESS = 10**10  # guesses
OURS = ("iga", "igashi", "igashiyakusho", "yakusho", "shisho", "mie", "madoguchi", "tsunagaru", "soudan")
"""What somebody who knows where the password is used would try first; 伊賀市 and the like count too."""
OURS_WRITTEN = ("伊賀", "伊賀市", "市役所", "伊賀市役所", "支所", "窓口", "つながる", "つながる窓口", "相談")


@cache
def _context() -> CryptContext:
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=65536,
        argon2__time_cost=3,
        argon2__parallelism=2,
    )


def check(password: str, *near: str) -> None:
    """Whether it may be used; `near` is what belongs to the person, such as their name.

    Raises InvalidInput `accounts.password.length|guessable`.
    """
    plain = _same_everywhere(password)
    if not all(PASSWORD_MIN <= len(one) <= PASSWORD_MAX for one in (password, plain)):
        raise InvalidInput("accounts.password.length", low=PASSWORD_MIN, high=PASSWORD_MAX)
    # Here, because its lists take a tenth of a second to load, and most starts set no password.
    from zxcvbn import zxcvbn

    known = [*OURS, *OURS_WRITTEN, *(word for one in near for word in (one, *one.split()))]
    if zxcvbn(plain[:LOOKED_AT], user_inputs=known)["guesses"] < HARD_TO_GUESS:
        raise InvalidInput("accounts.password.guessable")


def hash_password(password: str) -> str:
    return str(_context().hash(_same_everywhere(password)))


def verify(password: str, password_hash: str | None) -> bool:
    """True if it fits. Without a hash (unknown user, no password yet) it takes as long and is False."""
    if len(password) > PASSWORD_MAX:
        return False
    if not password_hash:
        _context().dummy_verify()
        return False
    return bool(_context().verify(_same_everywhere(password), password_hash))


def _same_everywhere(password: str) -> str:
    """One keyboard makes が of one character, another of two."""
    return unicodedata.normalize("NFKC", password)
