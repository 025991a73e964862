"""What keeps the operation log from being bent, in two files outside the database.

    log.key        the key with which every entry is sealed, and from which entry on
    log.witness    the newest entry's number and seal, sealed in turn: a cut-off end shows

Who can change the database alone changes nothing unseen. Who can also read the key and write both files can;
for that the same numbers stand in the journal and in every backup.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.files import write_atomically

log = logging.getLogger(__name__)

KEY, WITNESS = "log.key", "log.witness"
KEY_BYTES = 32


@dataclass(frozen=True)
class Head:
    """The newest entry: its number, and its seal as 64 hexadecimal digits."""

    seq: int
    hash: str


@dataclass(frozen=True)
class _Key:
    secret: bytes
    since: int


class Seal:
    """The seal of the log in one data directory. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._key_file, self._witness_file = folder / KEY, folder / WITNESS
        self._turn = threading.Lock()
        self._known: _Key | None = None
        self._witnessed: int | None = None

    def new(self, after: int, content: bytes) -> str:
        """The seal of an entry that comes behind number `after`; the first one makes the key.

        Raises Unavailable `data.unwritable`, `audit.key.unreadable`.
        """
        with self._turn:
            self._known = self._known or self._read() or self._make(after + 1)
        return _sealed(self._known.secret, content)

    def of(self, seq: int, content: bytes) -> str:
        """The seal that entry `seq` must have; before there was a key, a plain sum.

        Raises Unavailable `audit.key.unreadable`.
        """
        with self._turn:
            self._known = self._known or self._read()
        if self._known is None or seq < self._known.since:
            return plain(content)
        return _sealed(self._known.secret, content)

    def witness(self, head: Head) -> None:
        """Remember how far the log goes; a disk that is full just now loses nothing but this.

        Never backwards: a log that was cut off shows until `service.resume` has noted it.
        """
        with self._turn:
            if self._known is None:
                return
            if self._witnessed is None:
                self._witnessed = self._last_known()
            if head.seq <= self._witnessed:
                return
            mac = _sealed(self._known.secret, _told(head))
            document = {"seq": head.seq, "hash": head.hash, "seal": mac}
            try:
                write_atomically(self._witness_file, json.dumps(document).encode(), flush=False)
            except OSError:
                log.warning("the operation log's witness could not be written")
                return
            self._witnessed = head.seq

    def witnessed(self) -> Head | None:
        """How far the log went; None without a key.

        Raises Unavailable `audit.witness.lost`, `audit.key.unreadable`.
        """
        key = self._read()
        if key is None:
            return None
        try:
            found = json.loads(self._witness_file.read_bytes())
            head, mac = Head(int(found["seq"]), str(found["hash"])), str(found["seal"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unavailable("audit.witness.lost", path=str(self._witness_file)) from error
        if not hmac.compare_digest(mac, _sealed(key.secret, _told(head))):
            raise Unavailable("audit.witness.lost", path=str(self._witness_file))
        return head

    def let_go(self) -> None:
        """What was witnessed is written down elsewhere; the next entry is witnessed whatever its number."""
        with self._turn:
            self._witnessed = 0

    def _last_known(self) -> int:
        try:
            found = self.witnessed()
        except Unavailable:
            return 0
        return 0 if found is None else found.seq

    def _read(self) -> _Key | None:
        try:
            found = json.loads(self._key_file.read_bytes())
            key = _Key(base64.b64decode(found["key"], validate=True), int(found["since"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unavailable("audit.key.unreadable", path=str(self._key_file)) from error
        if len(key.secret) != KEY_BYTES:
            raise Unavailable("audit.key.unreadable", path=str(self._key_file))
        return key

    def _make(self, since: int) -> _Key:
        made = _Key(secrets.token_bytes(KEY_BYTES), since)
        document = {"key": base64.b64encode(made.secret).decode(), "since": since}
        try:
            write_atomically(self._key_file, json.dumps(document).encode())
        except OSError as error:
            raise Unavailable("data.unwritable", path=str(self._key_file.parent)) from error
        return made


def plain(content: bytes) -> str:
    """What stands in the place of a seal where there is no key."""
    return hashlib.sha256(content).hexdigest()


def _sealed(secret: bytes, content: bytes) -> str:
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


def _told(head: Head) -> bytes:
    return f"witness {head.seq} {head.hash}".encode()
