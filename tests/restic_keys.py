"""Makes a repository of restic open quickly: the same repository and password, a cheap derivation of its key.

restic makes every opening cost half a second on purpose. A test opens a repository dozens of times, and what
it tests is not that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.poly1305 import Poly1305

CHEAP = {"N": 2, "r": 1, "p": 1}


def cheapen(repository: Path, password: str) -> None:
    """Replace the one key file of a repository."""
    (path,) = (repository / "keys").iterdir()
    key = json.loads(path.read_bytes())
    secret = _open(_derived(password, key), base64.b64decode(key["data"]))
    key |= {**CHEAP, "salt": base64.b64encode(os.urandom(64)).decode()}
    key["data"] = base64.b64encode(_seal(_derived(password, key), secret)).decode()
    written = json.dumps(key).encode()
    path.unlink()
    (repository / "keys" / hashlib.sha256(written).hexdigest()).write_bytes(written)


def _derived(password: str, key: dict[str, object]) -> tuple[bytes, bytes, bytes]:
    """(encryption key, key of the nonce, r of Poly1305)."""
    salt = base64.b64decode(str(key["salt"]))
    cost = {name.lower(): int(str(key[name])) for name in CHEAP}
    made = Scrypt(salt=salt, length=64, **cost).derive(password.encode())
    return made[:32], made[32:48], made[48:]


def _open(keys: tuple[bytes, bytes, bytes], sealed: bytes) -> bytes:
    nonce, cipher, tag = sealed[:16], sealed[16:-16], sealed[-16:]
    assert tag == _tag(keys, nonce, cipher), "the password does not fit"
    return _counted(keys[0], nonce, cipher)


def _seal(keys: tuple[bytes, bytes, bytes], secret: bytes) -> bytes:
    nonce = os.urandom(16)
    cipher = _counted(keys[0], nonce, secret)
    return nonce + cipher + _tag(keys, nonce, cipher)


def _counted(key: bytes, nonce: bytes, data: bytes) -> bytes:
    worker = Cipher(AES(key), modes.CTR(nonce)).encryptor()
    return worker.update(data) + worker.finalize()


def _tag(keys: tuple[bytes, bytes, bytes], nonce: bytes, cipher: bytes) -> bytes:
    once = Cipher(algorithms.AES(keys[1]), modes.ECB()).encryptor()
    return Poly1305.generate_tag(keys[2] + once.update(nonce) + once.finalize(), cipher)
