"""SRTP in place, in two buffers that live as long as the process; no packet is copied more than needed.

The relay runs on one loop and handles one datagram from `recv_into` to `sendto` without giving way, so one
buffer for what came in and one for what goes out are enough.
"""

from __future__ import annotations

from typing import Any

from pylibsrtp import Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # a compiled module

SIZE = 2048  # bytes; larger than any datagram of a 1500-byte network with its SRTP trailer
ROOM = SIZE - 160  # bytes of plain packet that still leave space for the SRTCP trailer

_RX = ffi.new("char[]", SIZE)
_TX = ffi.new("char[]", SIZE)
_LENGTH = ffi.new("int *")
RX = memoryview(ffi.buffer(_RX))
TX = memoryview(ffi.buffer(_TX))


class Srtp:
    """One direction of a keyed SRTP session, working on RX (unprotect) or TX (protect)."""

    __slots__ = ("_handle", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session  # owns the memory behind the handle
        self._handle: Any = session._srtp[0]

    def unprotect(self, size: int) -> int:
        """Decrypt the RTP packet of `size` bytes in RX. Its plain size, or 0 if it is not authentic."""
        _LENGTH[0] = size
        return 0 if lib.srtp_unprotect(self._handle, _RX, _LENGTH) else _LENGTH[0]

    def unprotect_rtcp(self, size: int) -> int:
        _LENGTH[0] = size
        return 0 if lib.srtp_unprotect_rtcp(self._handle, _RX, _LENGTH) else _LENGTH[0]

    def protect(self, size: int) -> int:
        """Encrypt the RTP packet of `size` bytes in TX. The size to send, or 0 if it cannot be sent."""
        _LENGTH[0] = size
        return 0 if lib.srtp_protect(self._handle, _TX, _LENGTH) else _LENGTH[0]

    def protect_rtcp(self, size: int) -> int:
        _LENGTH[0] = size
        return 0 if lib.srtp_protect_rtcp(self._handle, _TX, _LENGTH) else _LENGTH[0]
