"""Codes that a person reads from paper and types: nothing in them looks like something else."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: five bits a character."""
_MISREAD = str.maketrans("OIL", "011", " -　\t\n")


def new_code(groups: int, group: int) -> str:
    """`groups` of `group` random characters, with a hyphen between them."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(group)) for _ in range(groups))


def as_made(typed: str, groups: int, group: int) -> str | None:
    """The code as `new_code` gave it, however it was typed; None if it can be none of these."""
    plain = unicodedata.normalize("NFKC", typed).strip().upper().translate(_MISREAD)
    if len(plain) != groups * group or not set(plain) <= set(ALPHABET):
        return None
    return "-".join(plain[start : start + group] for start in range(0, len(plain), group))
