"""Frames between the server and the relay process: a length and a JSON object; knows no meaning."""

from __future__ import annotations

import asyncio
import json
from typing import Any

FRAME_LIMIT = 1 << 20  # bytes; an offer is at most 64 KiB

Frame = dict[str, Any]


def pack(frame: Frame) -> bytes:
    data = json.dumps(frame, separators=(",", ":")).encode()
    return len(data).to_bytes(4, "big") + data


async def read(stream: asyncio.StreamReader) -> Frame | None:
    """The next frame; None when the other side is gone."""
    try:
        size = int.from_bytes(await stream.readexactly(4), "big")
        if size > FRAME_LIMIT:
            return None
        frame = json.loads(await stream.readexactly(size))
    except (asyncio.IncompleteReadError, ConnectionError, ValueError):
        return None
    return frame if isinstance(frame, dict) else None
