"""What lies in the table: words sealed together with their place, so that none can be put elsewhere."""

from __future__ import annotations

import json

from iga_madoguchi.domain.conversation.talking.views import Words
from iga_madoguchi.domain.forms.ports import Sealer
from iga_madoguchi.errors import Unavailable

BLOCK = 512  # bytes; はい and いいえ must not be told apart by their length


def seal(sealer: Sealer, key: str, saying_id: str, words: Words) -> bytes:
    """Raises NotFound `papers.blob.gone` when the key is destroyed."""
    plain = json.dumps([saying_id, words.kind, words.text, words.of, words.ink], ensure_ascii=False).encode()
    return sealer.seal(key, plain + b" " * (-len(plain) % BLOCK))


def unseal(sealer: Sealer, key: str, saying_id: str, sealed: bytes) -> Words:
    """Raises Unavailable `conversation.seal.broken` for what belongs elsewhere."""
    place, kind, text, of, ink = json.loads(sealer.unseal(key, sealed))
    if place != saying_id:
        raise Unavailable("conversation.seal.broken")
    return Words(kind, text, of, tuple(tuple(stroke) for stroke in ink))
