"""What filling in needs from the outside: a seal for what somebody wrote, and a printer of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from iga_madoguchi.domain.forms.template import Form

Stroke = Sequence[tuple[float, float]]
"""One line of a signature: points in 0..1 of the field's box."""


class Sealer(Protocol):
    """Encrypts what a person wrote; nothing of it ever rests unsealed."""

    def seal(self, data: bytes) -> bytes: ...

    def open(self, sealed: bytes) -> bytes:
        """Raises Unavailable `forms.seal.broken` for what was not sealed here or has been changed."""
        ...


class FormPrinter(Protocol):
    """Draws forms as PDF, in a process of their own. Raises Unavailable `forms.printer.*`."""

    def blank(self, form: Form) -> bytes: ...

    def filled(
        self, form: Form, values: Mapping[str, str], strokes: Sequence[Stroke], footer: Sequence[str]
    ) -> bytes:
        """`values` as they are kept; `footer` lines at the foot of the last page."""
        ...

    def picture(self, form: Form, page: int, width: int) -> bytes:
        """A page of the blank form as WebP, page from 1, `width` in pixels."""
        ...

    def unprintable(self, text: str) -> str:
        """The characters of `text` that the typeface lacks."""
        ...
