"""When the certificate that browsers are shown comes to its end."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509

LIMIT = 256 * 1024  # bytes


class CertificateFile:
    """The Certificate: the first one of a PEM file, read again when the file has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[tuple[int, int], datetime | None] | None = None

    def expires_at(self) -> datetime | None:
        try:
            found = self._path.stat()
            mark = (found.st_mtime_ns, found.st_size)
            if self._known is None or self._known[0] != mark:
                self._known = mark, self._read()
        except OSError:
            return None
        return self._known[1]

    def _read(self) -> datetime | None:
        with self._path.open("rb") as file:
            content = file.read(LIMIT)
        try:
            return x509.load_pem_x509_certificate(content).not_valid_after_utc
        except ValueError:
            return None
