"""Words that depend on a number: "{n} {n:minute|minutes}". assets/js/fill.js does the same for the browser.

Most languages have one form for one and another for the rest. Those that need none leave the part away.
"""

from __future__ import annotations

from collections.abc import Callable

First = Callable[[int], bool]
"""Which numbers take the first of two forms."""


def one(number: int) -> bool:
    """As English, Portuguese and Spanish count."""
    return number == 1


def pun(number: int) -> bool:
    """Japanese minutes: いっぷん, さんぷん, but ごふん."""
    return number % 10 in (0, 1, 3, 4, 6, 8)


class Count(int):
    """A number in a sentence; a format of "a|b" is replaced by one of the two."""

    first: First

    def __new__(cls, number: int, first: First) -> Count:
        made = super().__new__(cls, number)
        made.first = first
        return made

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return format(int(self), spec)
        form, others = spec.split("|")
        return form if self.first(int(self)) else others
