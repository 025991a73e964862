"""Draws one document in a process of its own, with limits: whatever happens here, the server goes on.

Reads one JSON document from standard input, writes a PDF or a picture to standard output. No file is opened
for writing; what somebody wrote is only ever in this process's memory.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys
from typing import Any

from iga_madoguchi.adapters.stamping.pdf import draw
from iga_madoguchi.adapters.stamping.typeface import FontMissing

MEMORY, CPU_S = 1 << 30, 20
NICE = 5
NO_FONT = 3  # exit code
_PR_SET_PDEATHSIG = 1


def limit() -> None:
    """Before anything is read."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def answer(order: dict[str, Any]) -> bytes:
    """The document, or the picture of the page that the order asks for."""
    document = draw(order["pages"], order["marks"], order["title"])
    if order["picture"] is None:
        return document
    return _picture(document, order["picture"]["page"], order["picture"]["width"])


def _picture(document: bytes, page: int, width: int) -> bytes:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document)
    sheet = pdf[page - 1]
    image = sheet.render(scale=width / sheet.get_width()).to_pil()
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", lossless=True, method=4)
    return out.getvalue()


def main() -> int:
    """Entry point."""
    limit()
    try:
        made = answer(json.load(sys.stdin.buffer))
    except FontMissing:
        return NO_FONT
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
