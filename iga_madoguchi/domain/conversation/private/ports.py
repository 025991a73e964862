"""What private questions need from the outside: a seal with a key that can be destroyed."""

from __future__ import annotations

from typing import Protocol


class Sealer(Protocol):
    """Encrypts with one key for each question, a file beside the database.

    Unavailable `papers.disk.full` when a key cannot be written, `papers.blob.damaged` for what was not sealed
    with it; NotFound `papers.blob.gone` once it is destroyed.
    """

    def new_key(self) -> str:
        """Id of a fresh key, of 22 characters."""
        ...

    def seal(self, key: str, data: bytes) -> bytes: ...

    def unseal(self, key: str, sealed: bytes) -> bytes: ...

    def holds(self, key: str) -> bool: ...

    def destroy(self, key: str) -> None:
        """What it sealed is unreadable from now on, in every old copy too; idempotent."""
        ...
