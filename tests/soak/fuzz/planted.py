"""A parser with bugs that chance alone would not find: does the harness see what it should?"""

from __future__ import annotations


def parse(data: bytes) -> None:
    if len(data) > 4 and data[0] == ord("I") and data[1] == ord("G"):
        if data[2] == ord("A") and data[3] == 0x7F:
            raise KeyError("the planted bug")
