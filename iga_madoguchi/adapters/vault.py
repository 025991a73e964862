"""Blobs in files, each sealed with the data key of its paper; data keys in files, wrapped by one master key.

    keys/<key>                      a data key, wrapped
                                    (a form's too: what is written in it lies sealed in the database)
    papers/passing/<key>/<blob>     of a call that is on; no backup reaches it
    papers/kept/<key>/<blob>        kept for some days

Sealed files are a 12-byte random nonce and AES-256-GCM. A blob's place (`key/blob`) is its associated data,
so that one file cannot stand in for another.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import shutil
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from iga_madoguchi.errors import Conflict, NotFound, Unavailable
from iga_madoguchi.kit.files import sync_folder, write_atomically
from iga_madoguchi.kit.ids import new_id

KEY_BYTES, NONCE_BYTES = 32, 12
TURNS = 16  # writers at one time, unless two keys share a turn
OWN_KEY = "vault.key"  # the master key when the operator gives none
NEXT_KEY = "vault.key.next"  # while it is being replaced
KEYS, PASSING, KEPT = "keys", "papers/passing", "papers/kept"
ID = re.compile(r"[A-Za-z0-9_-]{22}")


class FileVault:
    """Implements the Vault port below a data directory. Thread-safe: every blob is written once, and no
    folder is moved or removed while something is being written into it.

    `given` is the operator's master key; without one, the data directory holds its own.
    """

    def __init__(self, data_dir: Path, given: bytes | None) -> None:
        self._given = given
        self._own, self._next = data_dir / OWN_KEY, data_dir / NEXT_KEY
        self._keys = data_dir / KEYS
        self._passing, self._kept = data_dir / PASSING, data_dir / KEPT
        self._masters: tuple[bytes, ...] = ()
        self._turns = tuple(threading.Lock() for _ in range(TURNS))

    def open(self) -> None:
        try:
            for folder in (self._keys, self._passing, self._kept):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            first = next(iter(self._key_files()), None)
            if self._given is None and not self._own.exists() and not self._next.exists():
                if first is not None:
                    raise Unavailable("papers.vault.key_missing", path=str(self._own))
                self._write_master(self._own, secrets.token_bytes(KEY_BYTES))
        except OSError as error:
            raise Unavailable("papers.disk.full") from error
        self._masters = self._known_masters()
        if first is not None:
            self._unwrap(first.name)

    def new_key(self) -> str:
        key = new_id()
        self._wrap(key, secrets.token_bytes(KEY_BYTES), self._master())
        return key

    def put(self, key: str, data: bytes) -> str:
        blob = new_id()
        sealed = _seal(self._unwrap(key), data, f"{key}/{blob}")
        with self._turn(key):
            self._unwrap(key)  # destroyed while it was sealed, its folder must not come back
            folder = self._folder(key)
            try:
                if not folder.exists():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    sync_folder(folder.parent)
                write_atomically(folder / blob, sealed)
            except OSError as error:
                raise Unavailable("papers.disk.full") from error
        return blob

    def get(self, key: str, blob: str) -> bytes:
        data_key = self._unwrap(key)
        for folder in (self._passing / _safe(key), self._kept / _safe(key)):
            try:
                sealed = (folder / _safe(blob)).read_bytes()
            except FileNotFoundError:
                continue
            return _open(data_key, sealed, f"{key}/{blob}")
        raise NotFound("papers.blob.gone")

    def seal(self, key: str, data: bytes) -> bytes:
        return _seal(self._unwrap(key), data, key)

    def unseal(self, key: str, sealed: bytes) -> bytes:
        return _open(self._unwrap(key), sealed, key)

    def drop(self, key: str, blob: str) -> None:
        for folder in (self._passing, self._kept):
            (folder / _safe(key) / _safe(blob)).unlink(missing_ok=True)

    def keep(self, key: str) -> None:
        source, target = self._passing / _safe(key), self._kept / _safe(key)
        with self._turn(key):
            if not source.exists():
                return
            if target.exists():  # what a server that died in between has left
                for path in list(source.iterdir()):
                    os.replace(path, target / path.name)
                source.rmdir()
            else:
                os.rename(source, target)
            sync_folder(self._kept)
            sync_folder(self._passing)

    def destroy(self, key: str) -> None:
        path = self._keys / _safe(key)
        if path.exists():
            path.unlink()
            sync_folder(self._keys)
        with self._turn(key):
            for folder in (self._passing, self._kept):
                shutil.rmtree(folder / _safe(key), ignore_errors=True)

    def holds(self, key: str) -> bool:
        return (self._keys / _safe(key)).is_file()

    def sweep(self, known: Mapping[str, Collection[str]]) -> int:
        removed = 0
        for path in list(self._keys.iterdir()):
            if path.name not in known:
                path.unlink()
                removed += 1
        for place in (self._passing, self._kept):
            for folder in list(place.iterdir()):
                if folder.name not in known:
                    shutil.rmtree(folder)
                    removed += 1
                    continue
                for path in list(folder.iterdir()):
                    if path.name not in known[folder.name]:
                        path.unlink()
                        removed += 1
        return removed

    def rotate(self, new: bytes | None = None) -> int:
        """Until the end both master keys are on the disk, and what either opens is readable."""
        self._masters = self._known_masters()
        if new is None:
            if self._given is not None:
                raise Conflict("papers.vault.key_given")
            if not self._next.exists():
                self._write_master(self._next, secrets.token_bytes(KEY_BYTES))
            new = _read_master(self._next)
        else:
            self._masters = (new, *self._masters)
        count = 0
        for path in self._key_files():
            self._wrap(path.name, self._unwrap(path.name), new)
            count += 1
        if self._next.exists() and self._given is None:
            os.replace(self._next, self._own)
            sync_folder(self._own.parent)
        self._masters = (new,)
        return count

    def _master(self) -> bytes:
        """What new keys are wrapped with."""
        if not self._masters:
            self.open()
        return self._masters[0]

    def _known_masters(self) -> tuple[bytes, ...]:
        """The one to wrap with first; a second one only while a rotation was cut short."""
        if self._given is not None:
            return (self._given,)
        found = tuple(_read_master(path) for path in (self._next, self._own) if path.exists())
        if not found:
            raise Unavailable("papers.vault.key_missing", path=str(self._own))
        return found

    def _write_master(self, path: Path, key: bytes) -> None:
        write_atomically(path, base64.b64encode(key) + b"\n", mode=0o600)

    def _key_files(self) -> list[Path]:
        """Without what a crash left of an atomic write."""
        return [path for path in sorted(self._keys.iterdir()) if ID.fullmatch(path.name)]

    def _wrap(self, key: str, data_key: bytes, master: bytes) -> None:
        try:
            write_atomically(self._keys / _safe(key), _seal(master, data_key, key))
        except OSError as error:
            raise Unavailable("papers.disk.full") from error

    def _unwrap(self, key: str) -> bytes:
        self._master()
        try:
            sealed = (self._keys / _safe(key)).read_bytes()
        except FileNotFoundError:
            raise NotFound("papers.blob.gone") from None
        for master in self._masters:
            try:
                return AESGCM(master).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], key.encode())
            except (InvalidTag, ValueError):
                continue
        raise Unavailable("papers.vault.key_wrong")

    def _turn(self, key: str) -> threading.Lock:
        """Of those who write into, move or remove this key's folder."""
        return self._turns[hash(key) % TURNS]

    def _folder(self, key: str) -> Path:
        kept = self._kept / _safe(key)
        return kept if kept.exists() else self._passing / _safe(key)


def _seal(key: bytes, data: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Unavailable("papers.blob.damaged") from error


def _read_master(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError) as error:
        raise Unavailable("papers.vault.key_missing", path=str(path)) from error
    if len(key) != KEY_BYTES:
        raise Unavailable("papers.vault.key_missing", path=str(path))
    return key


def _safe(name: str) -> str:
    """Ids only: a name that could be a path is nobody's. Raises NotFound."""
    if not ID.fullmatch(name):
        raise NotFound("papers.blob.gone")
    return name
