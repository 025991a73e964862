"""Typesets our own HTML as PDF: one short-lived child process per document, limited, without network."""

from __future__ import annotations

import ctypes.util
import logging
import os
import signal
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from iga_madoguchi.domain.printing.service import SHEET_LIMIT
from iga_madoguchi.errors import InvalidInput, Unavailable

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("typeset_child.py")
WALL_S = 60.0  # s; a page takes a third of one
# library that the child loads, Debian package that brings it
LIBRARIES = (
    ("pango-1.0", "libpango-1.0-0"),
    ("pangoft2-1.0", "libpangoft2-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
)
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FONT_PACKAGE = "fonts-noto-cjk"


class WeasyTypesetter:
    """The Typesetter. Safe to use from several threads; each document has its own process."""

    @cached_property
    def missing(self) -> tuple[str, ...]:
        lacking = [package for library, package in LIBRARIES if ctypes.util.find_library(library) is None]
        return tuple(lacking if FONT.exists() else [*lacking, FONT_PACKAGE])

    def pdf(self, html: str) -> bytes:
        if self.missing:
            raise Unavailable("printing.typesetter.missing", package=" ".join(self.missing))
        source = html.encode()
        if len(source) > SHEET_LIMIT:
            raise InvalidInput("printing.document.too_large", limit=SHEET_LIMIT // 1024 // 1024)
        # The child sees nothing of our environment, which may hold secrets.
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/nonexistent"}
        with subprocess.Popen(
            [sys.executable, "-I", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what it complains of could quote the document
            env=environment,
            cwd="/",
            start_new_session=True,
        ) as child:
            try:
                made, _ = child.communicate(source, timeout=WALL_S)
            except subprocess.TimeoutExpired as error:
                os.killpg(child.pid, signal.SIGKILL)
                log.error("typesetting took too long")
                raise Unavailable("printing.typesetter.failed") from error
        if child.returncode != 0 or not made.startswith(b"%PDF"):
            log.error("typesetting failed code=%s", child.returncode)
            raise Unavailable("printing.typesetter.failed")
        return made
