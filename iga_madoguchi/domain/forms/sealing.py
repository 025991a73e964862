"""What lies in the tables: values sealed together with their place, so that none can be put elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence

from iga_madoguchi.domain.forms.ports import Sealer, Stroke
from iga_madoguchi.errors import Unavailable

BLOCK = 256  # bytes; 「いる」 and 「いない」 must not be told apart by their length


def seal(sealer: Sealer, filling_id: str, field: str, value: str) -> bytes:
    plain = json.dumps([filling_id, field, value], ensure_ascii=False).encode()
    return sealer.seal(filling_id, plain + b" " * (-len(plain) % BLOCK))


def unseal(sealer: Sealer, filling_id: str, field: str, sealed: bytes) -> str:
    """Raises Unavailable `forms.seal.broken` for what belongs elsewhere."""
    place_filling, place_field, value = json.loads(sealer.unseal(filling_id, sealed))
    if (place_filling, place_field) != (filling_id, field):
        raise Unavailable("forms.seal.broken")
    return str(value)


def seal_strokes(sealer: Sealer, filling_id: str, strokes: Sequence[Stroke]) -> bytes:
    return seal(sealer, filling_id, "", json.dumps(strokes))


def unseal_strokes(sealer: Sealer, filling_id: str, sealed: bytes) -> tuple[Stroke, ...]:
    strokes = json.loads(unseal(sealer, filling_id, "", sealed))
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
