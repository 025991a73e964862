"""The shapes of messages about papers; every number finite, every text and list bounded."""

from __future__ import annotations

from typing import Any

from iga_madoguchi.domain.papers.policy import POINTS_LIMIT, SHAPES, TEXT_LIMIT, TMP_LIMIT
from iga_madoguchi.domain.papers.views import Point, Shown
from iga_madoguchi.http.live.room import Malformed, Message

ID_LIMIT = 22  # characters
CODE_LIMIT = 60
LABEL_LIMIT, LABELS_LIMIT = 200, 16
ZOOM_LIMIT = 1000.0
SCALES = (0.1, 40.0)
TURNS = (0, 90, 180, 270)
STAGES = ("hiding", "preview", "taken", "failed")


def shown(message: Message) -> Shown:
    return Shown(_text(message.get("paper"), ID_LIMIT), _whole(message.get("page", 1)))


def on(message: Message) -> Shown | None:
    """Where a mark was drawn; None: on what is shown."""
    return shown(message) if "paper" in message else None


def view(message: Message) -> Message:
    """The centre in 0..1 of the page, 1 = the whole page fits, the turn in degrees."""
    return {
        "x": number(message.get("x"), 0, 1),
        "y": number(message.get("y"), 0, 1),
        "scale": number(message.get("scale"), *SCALES),
        "turn": one_of(message.get("turn"), TURNS),
    }


def point(message: Message) -> Message:
    if "off" in message:
        if message["off"] is not True:
            raise Malformed
        return {"off": True}
    return {"x": number(message.get("x"), 0, 1), "y": number(message.get("y"), 0, 1)}


def drawing(message: Message) -> tuple[str, str, tuple[Point, ...]]:
    """(the drawer's own id, shape, points)."""
    found = message.get("points")
    if not isinstance(found, list) or not 1 <= len(found) <= POINTS_LIMIT:
        raise Malformed
    return (
        _text(message.get("id"), TMP_LIMIT),
        one_of(message.get("shape"), SHAPES),
        tuple(_point(pair) for pair in found),
    )


def words(message: Message) -> str:
    """What a mark says."""
    found = message.get("text", "")
    if not isinstance(found, str) or len(found) > TEXT_LIMIT:
        raise Malformed
    return found


def mark_id(message: Message) -> str:
    return _text(message.get("mark"), ID_LIMIT)


def shot(message: Message) -> Message:
    """How far the branch is with the picture it was asked for."""
    told = {
        "request": request(message),
        "stage": one_of(message.get("stage"), STAGES),
    }
    if message.get("code") is not None:
        told["code"] = _text(message["code"], CODE_LIMIT)
    return told


def request(message: Message) -> str:
    return _text(message.get("request"), ID_LIMIT)


def cover_id(message: Message) -> str | None:
    """What shall be blackened; None for a picture as it is."""
    return None if message.get("cover") is None else _text(message["cover"], CODE_LIMIT)


def next_page_of(message: Message) -> str:
    """The still whose next page the picture becomes; "" for a paper of its own."""
    return "" if message.get("paper") is None else _text(message["paper"], ID_LIMIT)


def camera(message: Message) -> Message:
    """Which camera the branch shall take, and how near."""
    told: Message = {}
    if message.get("device") is not None:
        told["device"] = _text(message["device"], LABEL_LIMIT)
    if message.get("zoom") is not None:
        told["zoom"] = number(message["zoom"], 0, ZOOM_LIMIT)
    if not told:
        raise Malformed
    return told


def cameras(message: Message) -> Message:
    """What the branch has, and what it uses now."""
    devices, zoom = message.get("devices"), message.get("zoom")
    if not isinstance(devices, list) or len(devices) > LABELS_LIMIT:
        raise Malformed
    device = message.get("device", "")
    if device != "":
        device = _text(device, LABEL_LIMIT)
    if zoom is not None:
        if not isinstance(zoom, dict):
            raise Malformed
        zoom = {name: number(zoom.get(name), 0, ZOOM_LIMIT) for name in ("min", "max", "now")}
    return {
        "devices": [_text(label, LABEL_LIMIT) for label in devices],
        "device": device,
        "zoom": zoom,
    }


def number(value: Any, low: float, high: float) -> float:
    """Also keeps out what is not a number: it is neither above nor below anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise Malformed
    return float(value)


def one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if isinstance(value, bool) or value not in known:
        raise Malformed
    return value


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= limit:
        raise Malformed
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000:
        raise Malformed
    return value


def _point(pair: Any) -> Point:
    if not isinstance(pair, list) or len(pair) != 2:
        raise Malformed
    return number(pair[0], 0, 1), number(pair[1], 0, 1)
