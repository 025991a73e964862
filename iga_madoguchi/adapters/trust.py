"""Whom we take a printer for: certificates of the city's authority, or of the printers themselves."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from pathlib import Path

import aiohttp


class Pinned(aiohttp.Fingerprint):
    """Takes any of these certificates, whatever name stands in it; printers sign their own."""

    def __init__(self, known: frozenset[bytes]) -> None:
        """`known`: SHA-256 of each certificate."""
        super().__init__(hashlib.sha256().digest())
        self._known = known

    def check(self, transport: asyncio.Transport) -> None:
        """Raises aiohttp.ServerFingerprintMismatch."""
        shown = transport.get_extra_info("ssl_object")
        found = hashlib.sha256(shown.getpeercert(binary_form=True)).digest()
        if found not in self._known:
            host, port, *_ = transport.get_extra_info("peername")
            raise aiohttp.ServerFingerprintMismatch(self.fingerprint, found, host, port)


def ways(file: Path | None) -> tuple[ssl.SSLContext | Pinned, ...]:
    """How a certificate may be right: by an authority and its name, or by being in the file itself.

    `file`: PEM, read at every use, so that a renewed one counts at once; None is the system's authorities.
    Raises OSError, ssl.SSLError.
    """
    context = ssl.create_default_context(cafile=None if file is None else str(file))
    if file is None:
        return (context,)
    own = frozenset(hashlib.sha256(one).digest() for one in context.get_ca_certs(binary_form=True))
    return (context, Pinned(own))
