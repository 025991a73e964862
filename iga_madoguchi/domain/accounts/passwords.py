"""Password hashes: argon2id, and the same time spent when there is no such user."""

from __future__ import annotations

from functools import cache

from passlib.context import CryptContext

PASSWORD_MIN = 15  # characters; a password that stands alone (NIST SP 800-63B-4)
PASSWORD_MAX = 128


@cache
def _context() -> CryptContext:
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=65536,
        argon2__time_cost=3,
        argon2__parallelism=2,
    )


def hash_password(password: str) -> str:
    return str(_context().hash(password))


def verify(password: str, password_hash: str | None) -> bool:
    """True if it fits. Without a hash (unknown user) it takes as long and is False."""
    if len(password) > PASSWORD_MAX:
        return False
    if password_hash is None:
        _context().dummy_verify()
        return False
    return bool(_context().verify(password, password_hash))
