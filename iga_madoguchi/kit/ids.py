"""Opaque identifiers and secrets: unguessable, url-safe, without meaning."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """A 128-bit identifier, 22 url-safe characters."""
    return secrets.token_urlsafe(16)


def new_secret() -> str:
    """A 256-bit secret, 43 url-safe characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 of a random secret, hex. Enough for 256-bit secrets; never use it for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()
