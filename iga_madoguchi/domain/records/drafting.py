"""What may stand in a record, and how it is put into a row and into a revision. Reads nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from iga_madoguchi.domain.records.models import Record
from iga_madoguchi.domain.records.policy import (
    ID_LIMIT,
    ITEM_LIMIT,
    LIST_LIMIT,
    MEMO_LIMIT,
    MINUTES_LIMIT,
    NAME_LIMIT,
    PROCEDURE_ID,
    REASON_LIMIT,
    RESULTS,
    TICK_ID,
)
from iga_madoguchi.domain.records.views import Draft, Stamp
from iga_madoguchi.errors import InvalidInput

VERSIONS = 1_000_000
COUNT_LIMIT = 2**31 - 1


def checked(draft: Draft) -> Draft:
    """The draft as it came. Raises InvalidInput `records.memo.too_long|text.unusable|name.too_long|
    procedure.unusable|result.unknown|missing.unusable|missing.too_long|ticks.unusable|minutes.range`.
    """
    _text(draft.memo, MEMO_LIMIT, "records.memo.too_long")
    _text(draft.resident_name, NAME_LIMIT, "records.name.too_long")
    _text(draft.procedure_name, NAME_LIMIT, "records.procedure.unusable")
    named = bool(PROCEDURE_ID.fullmatch(draft.procedure_id)) and bool(draft.procedure_name.strip())
    without = not draft.procedure_id and not draft.procedure_name and not draft.procedure_version
    if not (named or without) or not 0 <= draft.procedure_version < VERSIONS:
        raise InvalidInput("records.procedure.unusable")
    if draft.result not in ("", *RESULTS):
        raise InvalidInput("records.result.unknown")
    for item in _few(draft.missing, "records.missing.unusable"):
        _text(item, ITEM_LIMIT, "records.missing.too_long")
        if not item.strip():
            raise InvalidInput("records.missing.unusable", limit=LIST_LIMIT)
    if not all(TICK_ID.fullmatch(tick) for tick in _few(draft.ticks, "records.ticks.unusable")):
        raise InvalidInput("records.ticks.unusable", limit=LIST_LIMIT)
    if draft.minutes is not None and not 0 <= draft.minutes <= MINUTES_LIMIT:
        raise InvalidInput("records.minutes.range", limit=MINUTES_LIMIT)
    return draft


def checked_reason(reason: str) -> str:
    """The reason without its margins. Raises InvalidInput `records.reason.missing|too_long`."""
    text = reason.strip()
    if not text:
        raise InvalidInput("records.reason.missing")
    _text(text, REASON_LIMIT, "records.reason.too_long")
    return text


def checked_stamp(stamp: Stamp) -> Stamp:
    """Raises InvalidInput `records.stamp.unusable`."""
    fits = len(stamp.writer) <= ID_LIMIT and stamp.writer.isascii() and "\x00" not in stamp.writer
    if not fits or not 0 <= stamp.number <= COUNT_LIMIT or not 0 <= stamp.seen <= COUNT_LIMIT:
        raise InvalidInput("records.stamp.unusable")
    return stamp


def write(row: Record, draft: Draft) -> None:
    """Put a checked draft into its row."""
    row.memo = draft.memo
    row.procedure_id, row.procedure_name = draft.procedure_id, draft.procedure_name
    row.procedure_version = draft.procedure_version
    row.result = draft.result
    row.missing = json.dumps(draft.missing, ensure_ascii=False)
    row.ticks = json.dumps(draft.ticks)
    row.minutes = draft.minutes
    row.resident_name = draft.resident_name


def read(row: Record) -> Draft:
    return Draft(
        memo=row.memo,
        procedure_id=row.procedure_id,
        procedure_name=row.procedure_name,
        procedure_version=row.procedure_version,
        result=row.result,
        missing=tuple(json.loads(row.missing)),
        ticks=tuple(json.loads(row.ticks)),
        minutes=row.minutes,
        resident_name=row.resident_name,
    )


def pack(draft: Draft) -> str:
    """A draft as a revision keeps it."""
    return json.dumps(asdict(draft), ensure_ascii=False)


def unpack(content: str) -> Draft:
    kept = json.loads(content)
    return Draft(**kept | {"missing": tuple(kept["missing"]), "ticks": tuple(kept["ticks"])})


def searchable(draft: Draft, clerk: str) -> str:
    """Everything in a record that may be looked for by a word."""
    return "\n".join((draft.memo, draft.procedure_name, *draft.missing, clerk, draft.resident_name))


def _few(items: Sequence[str], code: str) -> Sequence[str]:
    if len(items) > LIST_LIMIT or len(set(items)) != len(items):
        raise InvalidInput(code, limit=LIST_LIMIT)
    return items


def _text(text: str, limit: int, code: str) -> None:
    if len(text) > limit:
        raise InvalidInput(code, limit=limit, length=len(text))
    # Neither a NUL nor half a sign can be stored everywhere, and neither can be typed.
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidInput("records.text.unusable")
