"""Reads what a terminal sends of its self-test: every field known, every number bounded, no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from iga_madoguchi.domain.selftests.views import CAUSES, Cause, Line, Measured, Picture, Sound
from iga_madoguchi.errors import InvalidInput

FAULTS = frozenset({"absent", "refused", "busy", "insecure", "unasked", "blocked"})
FIELDS = frozenset({"cause", "took_ms", "camera", "paper", "mic", "speaker", "line", "offset_ms", "kept"})
LONGEST_MS = 600_000
DAY_MS = 86_400_000.0 * 366 * 20


def measured(document: Mapping[str, Any]) -> Measured:
    """Raises InvalidInput `selftests.malformed` (with `field`)."""
    unknown = set(document) - FIELDS
    if unknown:
        raise InvalidInput("selftests.malformed", field=min(unknown)[:20])
    cause = document.get("cause")
    if cause not in CAUSES:
        raise InvalidInput("selftests.malformed", field="cause")
    return Measured(
        cast(Cause, cause),
        int(_number(document, "took_ms", 0, LONGEST_MS)),
        _picture(document, "camera"),
        _picture(document, "paper"),
        _sound(document),
        _speaker(document),
        _line(document),
        _number(document, "offset_ms", -DAY_MS, DAY_MS) if _given(document, "offset_ms") else None,
        int(_number(document, "kept", 0, 1_000_000)) if _given(document, "kept") else None,
    )


def _picture(document: Mapping[str, Any], name: str) -> Picture | None:
    part = _part(document, name, {"fault", "frames", "brightness", "spread", "change"})
    if part is None:
        return None
    if "fault" in part:
        return Picture(fault=_fault(part, name))
    return Picture(
        frames=int(_number(part, "frames", 0, 10_000)),
        brightness=_number(part, "brightness", 0, 255),
        spread=_number(part, "spread", 0, 255),
        change=_number(part, "change", 0, 255),
    )


def _sound(document: Mapping[str, Any]) -> Sound | None:
    part = _part(document, "mic", {"fault", "level", "muted"})
    if part is None:
        return None
    if "fault" in part:
        return Sound(fault=_fault(part, "mic"))
    muted = part.get("muted")
    if not isinstance(muted, bool):
        raise InvalidInput("selftests.malformed", field="muted")
    return Sound(level=_number(part, "level", -200, 20), muted=muted)


def _speaker(document: Mapping[str, Any]) -> bool | None:
    there = document.get("speaker")
    if there is not None and not isinstance(there, bool):
        raise InvalidInput("selftests.malformed", field="speaker")
    return there


def _line(document: Mapping[str, Any]) -> Line | None:
    part = _part(document, "line", {"asked", "lost", "median", "worst"})
    if part is None:
        return None
    asked = int(_number(part, "asked", 0, 100))
    return Line(
        asked,
        int(_number(part, "lost", 0, asked)),
        _number(part, "median", 0, LONGEST_MS),
        _number(part, "worst", 0, LONGEST_MS),
    )


def _given(document: Mapping[str, Any], name: str) -> bool:
    return document.get(name) is not None


def _part(document: Mapping[str, Any], name: str, fields: set[str]) -> Mapping[str, Any] | None:
    part = document.get(name)
    if part is None:
        return None
    if not isinstance(part, dict) or set(part) - fields:
        raise InvalidInput("selftests.malformed", field=name)
    return part


def _fault(part: Mapping[str, Any], name: str) -> str:
    fault = part["fault"]
    if not isinstance(fault, str) or fault not in FAULTS or len(part) != 1:
        raise InvalidInput("selftests.malformed", field=name)
    return fault


def _number(part: Mapping[str, Any], name: str, low: float, high: float) -> float:
    value = part.get(name)
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    # What is no number at all (NaN) lies between no bounds.
    if not fits or not low <= cast(float, value) <= high:
        raise InvalidInput("selftests.malformed", field=name)
    return float(cast(float, value))
