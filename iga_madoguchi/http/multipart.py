"""Reads `multipart/form-data` piece by piece into memory, with a bound on everything.

Starlette's own reader would spool files to the disk, where a paper must never lie in the open.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from iga_madoguchi.errors import InvalidInput

FIELDS_LIMIT, FIELD_LIMIT = 10, 200  # fields, bytes of one
SURROUNDINGS = 65_536  # bytes of a body that are neither file nor field
PATIENCE_S = 120.0  # s for a whole body; 48 MiB at 4 Mbit/s take 100

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks


@dataclass(frozen=True)
class Limits:
    """Number of files, bytes of one, bytes of all."""

    files: int
    one: int
    all: int


@dataclass(frozen=True)
class File:
    name: str
    data: bytes


@dataclass
class Form:
    """The first value of each field, and the files in their order."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)


async def read_form(request: Request, limits: Limits) -> Form:
    """Raises InvalidInput `papers.upload.form|too_large|count`, `http.form.malformed`."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 200:
        raise InvalidInput("papers.upload.form")
    reader, total = _Reader(limits), 0
    parser = MultipartParser(boundary, reader.callbacks())
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for piece in request.stream():
                total += len(piece)
                if total > limits.all + SURROUNDINGS:
                    raise InvalidInput("papers.upload.too_large")
                parser.write(piece)
        parser.finalize()
    except (MultipartParseError, TimeoutError, UnicodeDecodeError) as error:
        raise InvalidInput("http.form.malformed") from error
    if not reader.whole:
        raise InvalidInput("http.form.malformed")
    return reader.form


class _Reader:
    """What the parser calls: collects one part at a time."""

    def __init__(self, limits: Limits) -> None:
        self.form = Form()
        self.whole = False
        self._limits = limits
        self._bytes = self._files = self._fields = 0
        self._headers: dict[bytes, bytes] = {}
        self._header = self._value = b""
        self._name = ""
        self._file: str | None = None
        self._data = bytearray()

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part,
            "on_end": self._on_end,
        }

    def _begin(self) -> None:
        self._headers, self._data = {}, bytearray()
        self._header = self._value = b""

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        name = options.get(b"filename")
        self._file = None if name is None else name.decode("utf-8", "replace")
        self._count(is_file=self._file is not None)

    def _count(self, *, is_file: bool) -> None:
        """Every part that begins, whatever it is called: each one is work."""
        if is_file:
            self._files += 1
        else:
            self._fields += 1
        if self._files > self._limits.files:
            raise InvalidInput("papers.upload.count", limit=self._limits.files)
        if self._fields > FIELDS_LIMIT:
            raise InvalidInput("http.form.malformed")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]
        if self._file is None and len(self._data) > FIELD_LIMIT:
            raise InvalidInput("http.form.malformed")
        self._bytes += end - start
        if len(self._data) > self._limits.one or self._bytes > self._limits.all:
            raise InvalidInput("papers.upload.too_large")

    def _on_part(self) -> None:
        if self._file is None:
            self.form.fields.setdefault(self._name, self._data.decode("utf-8"))
        elif self._name == "file":
            self.form.files.append(File(self._file, bytes(self._data)))
        self._data = bytearray()

    def _on_end(self) -> None:
        self.whole = True
