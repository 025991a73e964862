"""The one error tree of the product: what went wrong as a stable code and data, never as a sentence.

    DomainError
    +- NotFound       an id you may not know: absent and forbidden look the same
    +- Conflict       somebody else was first, or the thing exists already
    +- NotAllowed     you can see it, but this verb is not yours
    +- InvalidInput   the input itself is unusable
    +- WrongOrder     the right verb at the wrong moment
    +- Unavailable    not now: a part of the system or of the city is not there

Sentences are made by three translators only: `ui/feedback.py`, `http/problems.py` and `cli/exitcodes.py`.
"""

from __future__ import annotations


class DomainError(Exception):
    """Something a caller is expected to handle; `code` is public and stable, `data` fills its sentence."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        return self.code if not self.data else f"{self.code} {self.data}"


class NotFound(DomainError):
    """The object does not exist, or the caller may not know that it does."""


class Conflict(DomainError):
    """The caller lost a race, or asks for something that exists already."""


class NotAllowed(DomainError):
    """The caller may see the object but not do this to it."""


class InvalidInput(DomainError):
    """The input is malformed, too large or out of range."""


class WrongOrder(DomainError):
    """The verb is known, the state is not the one it starts from."""


class Unavailable(DomainError):
    """A needed part cannot serve at the moment."""
