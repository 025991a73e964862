"""The printer of forms as the server sees it: each document is drawn by a child process that ends with it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from iga_madoguchi.adapters.stamping import drawing
from iga_madoguchi.adapters.stamping.child import NO_FONT
from iga_madoguchi.adapters.stamping.typeface import FontMissing, clusters, letters
from iga_madoguchi.domain.forms.ports import Stroke
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.errors import NotFound, Unavailable

log = logging.getLogger(__name__)

LIMIT_S = 30.0
AT_ONCE = 2  # children; a third one waits
WIDTHS = (600, 1200, 1800, 2400)  # pixels; what is asked for is rounded up to one of them
DRAWINGS_KEPT = 60  # of blank forms and samples, which hold nothing about anybody
_Drawing = tuple[Form, int, int] | tuple[Form, str]
"""A picture: form, page from 1, width in pixels. A document: form, "sample" or "blank"."""
_ROOT = Path(__file__).resolve().parents[2]


class StampPrinter:
    """Implements the FormPrinter port. Safe to use from several threads."""

    def __init__(self) -> None:
        self._children = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._drawn: OrderedDict[_Drawing, bytes] = OrderedDict()
        self._turns: dict[_Drawing, threading.Lock] = {}  # of what is being drawn at this moment

    def filled(
        self, form: Form, values: Mapping[str, str], strokes: Sequence[Stroke], footer: Sequence[str]
    ) -> bytes:
        return self._draw(form, drawing.filled(form, values, strokes, footer))

    def sample(self, form: Form) -> bytes:
        return self._kept((form, "sample"), lambda: self._draw(form, drawing.sample(form)))

    def blank(self, form: Form) -> bytes:
        return self._kept((form, "blank"), lambda: self._draw(form, drawing.ground(form)))

    def picture(self, form: Form, page: int, width: int) -> bytes:
        """Raises NotFound `forms.page.unknown`."""
        if not 1 <= page <= len(form.pages):
            raise NotFound("forms.page.unknown")
        wide = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        how = {"page": page, "width": wide}
        return self._kept((form, page, wide), lambda: self._draw(form, drawing.ground(form), how))

    def _kept(self, key: _Drawing, draw: Callable[[], bytes]) -> bytes:
        """What holds nothing about anybody is drawn once."""
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        # Both screens ask in the same moment: the second one waits for the first one, nobody else does.
        with turn:
            try:
                return self._known(key) or self._remembered(key, draw())
            finally:
                with self._lock:
                    self._turns.pop(key, None)

    def _known(self, key: _Drawing) -> bytes | None:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def _remembered(self, key: _Drawing, made: bytes) -> bytes:
        with self._lock:
            self._drawn[key] = made
            while len(self._drawn) > DRAWINGS_KEPT:
                self._drawn.popitem(last=False)
        return made

    def unprintable(self, text: str) -> str:
        try:
            known = letters()
        except FontMissing as error:
            raise Unavailable("forms.printer.no_font") from error
        return "".join(cluster for cluster in clusters(text) if known.glyph(cluster) is None)

    def _draw(
        self, form: Form, marks: list[list[drawing.Mark]], picture: Mapping[str, Any] | None = None
    ) -> bytes:
        order = {"pages": form.pages, "marks": marks, "title": form.title.ja, "picture": picture}
        command = [sys.executable, "-m", "iga_madoguchi.adapters.stamping.child"]
        with self._children:
            try:
                done = subprocess.run(
                    command,
                    input=json.dumps(order).encode(),
                    capture_output=True,
                    timeout=LIMIT_S,
                    cwd=_ROOT,
                    env={},
                    start_new_session=True,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                log.error("x form not drawn form=%s why=%s", form.id, type(error).__name__)
                raise Unavailable("forms.printer.failed") from error
        if done.returncode == NO_FONT:
            raise Unavailable("forms.printer.no_font")
        if done.returncode != 0 or not done.stdout:
            # Its words may quote what it drew; the code says enough.
            log.error("x form not drawn form=%s code=%s", form.id, done.returncode)
            raise Unavailable("forms.printer.failed")
        return done.stdout
