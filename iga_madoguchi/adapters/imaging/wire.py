"""Messages between the server and the imaging process: a small JSON head and pictures, both of bounded
length."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

HEAD_LIMIT = 16 << 10  # bytes
BLOBS_LIMIT = 96 << 20  # bytes: what comes in, or a received picture and its page
BLOB_COUNT = 8

Head = dict[str, Any]


class Gone(Exception):
    """The other side ended, or sent what cannot be a message."""


def send(end: socket.socket, head: Head, blobs: Sequence[bytes]) -> None:
    data = json.dumps([head, [len(blob) for blob in blobs]], separators=(",", ":")).encode()
    end.sendall(len(data).to_bytes(4, "big") + data)
    for blob in blobs:
        end.sendall(blob)


def receive(end: socket.socket) -> tuple[Head, list[bytes]]:
    """Raises Gone; TimeoutError when the socket has a timeout."""
    size = int.from_bytes(_exactly(end, 4), "big")
    if size > HEAD_LIMIT:
        raise Gone
    try:
        head, lengths = json.loads(_exactly(end, size))
        fits = len(lengths) <= BLOB_COUNT and all(type(length) is int and length >= 0 for length in lengths)
    except (ValueError, TypeError):
        raise Gone from None
    if not fits or sum(lengths) > BLOBS_LIMIT or not isinstance(head, dict):
        raise Gone
    return head, [bytes(_exactly(end, length)) for length in lengths]


def _exactly(end: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        count = end.recv_into(rest)
        if not count:
            raise Gone
        rest = rest[count:]
    return data
