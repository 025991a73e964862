"""From the bytes of a spreadsheet's file to rows, or to what is wrong with the file and where.

Takes UTF-8 with or without its mark, and Shift_JIS as Windows writes it (CP932).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

SIZE_LIMIT = 4_000_000  # bytes
UTF8, CP932 = "utf-8", "cp932"
_MARK = b"\xef\xbb\xbf"
_JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff]")


class Undecodable(Exception):
    """`code` as in `problems.SENTENCES`; `row` as a spreadsheet counts, 0 for the whole file."""

    def __init__(self, code: str, row: int = 0, **data: object) -> None:
        super().__init__(code)
        self.code, self.row, self.data = f"procedures.import.{code}", row, data


@dataclass(frozen=True)
class Table:
    """`rows` begin with the row of headings and keep empty ones, so that counting fits what people see."""

    encoding: str
    rows: tuple[tuple[str, ...], ...]


def table(data: bytes) -> Table:
    """Raises Undecodable `too_large|empty|encoding|mixed|quotes`."""
    if len(data) > SIZE_LIMIT:
        raise Undecodable("too_large", limit=SIZE_LIMIT // 1_000_000)
    text, encoding = _text(data)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(tuple(cell.replace("\r\n", "\n") for cell in row))
    except csv.Error as error:
        raise Undecodable("quotes", len(rows) + 1) from error
    if not any(any(row) for row in rows):
        raise Undecodable("empty")
    return Table(encoding, tuple(rows))


def _text(data: bytes) -> tuple[str, str]:
    if data.startswith(_MARK):
        data = data[len(_MARK) :]
    elif b"\x00" in data:  # UTF-16, or no text at all
        raise Undecodable("encoding", _row(data, data.index(b"\x00")))
    if (text := _decoded(data, UTF8)) is not None:
        return text, UTF8
    _not_mixed(data)
    if (text := _decoded(data, CP932)) is not None:
        return text, CP932
    raise Undecodable("encoding", _row(data, _first_bad(data)))


def _not_mixed(data: bytes) -> None:
    """Lines of one encoding among lines of the other: what was pasted from another file.

    What is Japanese in UTF-8 is by no accident so; whether a few accents are, nobody can say.
    """
    utf8, other, start = [], [], 0
    for line in data.split(b"\n"):
        text = _decoded(line, UTF8)
        if text is None and _decoded(line, CP932) is not None:
            other.append(start)
        elif text is not None and _JAPANESE.search(text):
            utf8.append(start)
        start += len(line) + 1
    if utf8 and other:
        raise Undecodable("mixed", _row(data, min(utf8, other, key=len)[0]))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_bad(data: bytes) -> int:
    """Where the first line begins that is neither."""
    start = 0
    for line in data.split(b"\n"):
        if _decoded(line, UTF8) is None and _decoded(line, CP932) is None:
            return start
        start += len(line) + 1
    return 0


def _row(data: bytes, offset: int) -> int:
    """The row in which a byte stands; neither encoding uses the bytes of quotes, commas and ends of lines."""
    before = csv.reader(io.StringIO(data[:offset].decode("latin-1") + "x", newline=""))
    try:
        return sum(1 for _ in before)
    except csv.Error:
        return 0
