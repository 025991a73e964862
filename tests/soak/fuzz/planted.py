"""Parsers with bugs: does the harness see what it should?"""

from __future__ import annotations


def parse(data: bytes) -> None:
    """Chance alone would not find this one."""
    if len(data) > 4 and data[0] == ord("I") and data[1] == ord("G"):
        if data[2] == ord("A") and data[3] == 0x7F:
            raise KeyError("the planted bug")


def hoard(data: bytes) -> None:
    if data:
        bytearray(60 << 20)  # over the bound, and written in a few milliseconds


BUGS = {"planted": parse, "planted-large": hoard}
