"""Encrypts with a key that lies in a file of its own, apart from the database."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.files import write_atomically

KEY_BITS, NONCE = 256, 12


class FileSealer:
    """AES-256-GCM. The key is made when it is first needed; whoever has the database only reads nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._cipher: AESGCM | None = None

    def seal(self, data: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._get().encrypt(nonce, data, None)

    def open(self, sealed: bytes) -> bytes:
        try:
            return self._get().decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except (InvalidTag, ValueError) as error:
            raise Unavailable("forms.seal.broken") from error

    def _get(self) -> AESGCM:
        with self._lock:
            if self._cipher is None:
                if not self._path.exists():
                    write_atomically(self._path, AESGCM.generate_key(KEY_BITS))
                self._cipher = AESGCM(self._path.read_bytes())
            return self._cipher
