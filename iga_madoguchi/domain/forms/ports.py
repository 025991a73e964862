"""What filling in needs from the outside: a seal for what somebody wrote, and a printer of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from iga_madoguchi.domain.forms.template import Form

Stroke = Sequence[tuple[float, float]]
"""One line of a signature: points in 0..1 of the field's box."""


class Sealer(Protocol):
    """Encrypts what a person wrote, each filling with a key of its own; nothing of it ever rests unsealed.

    Unavailable `papers.disk.full` when a key cannot be written, `papers.blob.damaged` for what was not sealed
    with it or has been changed; NotFound `papers.blob.gone` once it is destroyed.
    """

    def new_key(self) -> str:
        """Id of a fresh key: a file of its own, wrapped by the master key. It is the filling's id as well."""
        ...

    def seal(self, key: str, data: bytes) -> bytes: ...

    def unseal(self, key: str, sealed: bytes) -> bytes: ...

    def holds(self, key: str) -> bool:
        """Whether the key is there, so that what it sealed may still be read."""
        ...

    def destroy(self, key: str) -> None:
        """What it sealed is unreadable from now on, in every old copy too; idempotent."""
        ...


class FormPrinter(Protocol):
    """Draws forms as PDF, in a process of their own. Raises Unavailable `forms.printer.*`."""

    def filled(
        self, form: Form, values: Mapping[str, str], strokes: Sequence[Stroke], footer: Sequence[str]
    ) -> bytes:
        """`values` as they are kept; `footer` lines at the foot of the last page."""
        ...

    def sample(self, form: Form) -> bytes:
        """記入例: filled in by people who do not exist, and says so all over."""
        ...

    def blank(self, form: Form) -> bytes:
        """白紙: as the city lays it out, for a pen."""
        ...

    def picture(self, form: Form, page: int, width: int) -> bytes:
        """A page of the blank form as WebP, page from 1, `width` in pixels."""
        ...

    def unprintable(self, text: str) -> str:
        """The characters of `text` that the typeface lacks."""
        ...
