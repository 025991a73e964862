"""What lies in the table: question and answer sealed together with their place, all of one length."""

from __future__ import annotations

import json
from typing import Any

from iga_madoguchi.domain.conversation.private.ports import Sealer
from iga_madoguchi.errors import Unavailable

BLOCKS = {"question": 4096, "answer": 512}
"""Bytes: by the length nobody tells はい from いいえ, nor one question of the catalogue from another."""


def seal(sealer: Sealer, key: str, place: str, value: dict[str, Any]) -> bytes:
    """`place` is question or answer."""
    plain = json.dumps([key, place, value], ensure_ascii=False).encode()
    return sealer.seal(key, plain + b" " * (-len(plain) % BLOCKS[place]))


def unseal(sealer: Sealer, key: str, place: str, sealed: bytes) -> dict[str, Any]:
    """Raises NotFound `papers.blob.gone`, Unavailable `private.seal.broken` for what belongs elsewhere."""
    own_key, own_place, value = json.loads(sealer.unseal(key, sealed))
    if (own_key, own_place) != (key, place) or not isinstance(value, dict):
        raise Unavailable("private.seal.broken")
    return value
