"""What the accounts need from outside."""

from __future__ import annotations

from typing import Protocol


class Safe(Protocol):
    """Seals a secret with a key of its own. Raises Unavailable `papers.disk.full|blob.damaged`, NotFound
    `papers.blob.gone`.
    """

    def new_key(self) -> str: ...

    def seal(self, key: str, data: bytes) -> bytes: ...

    def unseal(self, key: str, sealed: bytes) -> bytes: ...

    def destroy(self, key: str) -> None: ...
