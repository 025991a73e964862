"""IPP as bytes (RFC 8010): requests out, answers in. An answer is a stranger's input: it is read strictly,
every length is checked, and reading ends where the bytes end.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

OPERATION_GROUP, JOB_GROUP, END, PRINTER_GROUP = 0x01, 0x02, 0x03, 0x04
FIRST_VALUE = 0x10  # smaller tags begin a group
INTEGER, ENUM, COLLECTION, END_COLLECTION = 0x21, 0x23, 0x34, 0x37
TEXTS = range(0x41, 0x4A)

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000B
NOT_FOUND, GONE, NOT_POSSIBLE, BUSY = 0x0406, 0x0407, 0x0404, 0x0507
FIRST_ERROR = 0x0100  # smaller ones say that it was done

_HEAD = struct.Struct(">BBHi")
_TAGS = {
    "attributes-charset": 0x47,
    "attributes-natural-language": 0x48,
    "printer-uri": 0x45,
    "requesting-user-name": 0x42,
    "job-name": 0x42,
    "document-format": 0x49,
    "requested-attributes": 0x44,
    "job-id": INTEGER,
    "copies": INTEGER,
    "media": 0x44,
    "sides": 0x44,
}

Value = int | str
About = Value | tuple[str, ...]
Attributes = dict[str, list[Value]]


@dataclass(frozen=True)
class Answer:
    """A printer's answer; of several jobs or printers in it the first counts."""

    status: int
    job: Attributes = field(default_factory=dict)
    printer: Attributes = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """The first value of an attribute, if it is a number."""
        values = self.job.get(name) or self.printer.get(name) or [""]
        return values[0] if isinstance(values[0], int) else None

    def words(self, name: str) -> tuple[str, ...]:
        """The values of an attribute that are text."""
        values = self.job.get(name) or self.printer.get(name) or []
        return tuple(value for value in values if isinstance(value, str))


def request(
    operation: int,
    uri: str,
    about: Mapping[str, About],
    job: Mapping[str, Value] | None = None,
    document: bytes = b"",
) -> bytes:
    """A request to the printer at `uri`; `about` are operation attributes, `job` how it is to be printed."""
    first = {"attributes-charset": "utf-8", "attributes-natural-language": "ja", "printer-uri": uri}
    parts = [_HEAD.pack(2, 0, operation, 1), bytes([OPERATION_GROUP])]
    parts += [_attribute(name, value) for name, value in {**first, **about}.items()]
    if job:
        parts.append(bytes([JOB_GROUP]))
        parts += [_attribute(name, value) for name, value in job.items()]
    return b"".join([*parts, bytes([END]), document])


def answer(data: bytes) -> Answer:
    """Raises ValueError for anything that is not an IPP answer."""
    if len(data) < _HEAD.size:
        raise ValueError("too short")
    _, _, status, _ = _HEAD.unpack_from(data)
    groups: list[tuple[int, Attributes]] = []
    at, depth, name = _HEAD.size, 0, ""
    while (tag := _byte(data, at)) != END:
        at += 1
        if tag < FIRST_VALUE:
            groups.append((tag, {}))
            continue
        new_name, at = _counted(data, at)
        raw, at = _counted(data, at)
        if not groups:
            raise ValueError("an attribute outside any group")
        # What a collection holds comes without a name of its own, between its two brackets.
        depth += (tag == COLLECTION) - (tag == END_COLLECTION)
        if new_name:
            name = new_name.decode("ascii", "replace")
        if depth == 0 and tag != END_COLLECTION and name:
            groups[-1][1].setdefault(name, []).append(_value(tag, raw))
    found = {tag: attributes for tag, attributes in reversed(groups)}
    return Answer(status, found.get(JOB_GROUP, {}), found.get(PRINTER_GROUP, {}))


def _attribute(name: str, value: About) -> bytes:
    values = value if isinstance(value, tuple) else (value,)
    out, label = b"", name.encode("ascii")
    for one in values:
        raw = struct.pack(">i", one) if isinstance(one, int) else one.encode()
        out += struct.pack(">BH", _TAGS[name], len(label)) + label + struct.pack(">H", len(raw)) + raw
        label = b""  # further values of the same attribute have no name
    return out


def _value(tag: int, raw: bytes) -> Value:
    if tag in (INTEGER, ENUM):
        return int.from_bytes(raw, "big", signed=True)
    return raw.decode("utf-8", "replace") if tag in TEXTS else ""


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise ValueError("cut off")
    return data[at]


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes whose number stands before them, and where they end."""
    start = at + 2
    end = start + int.from_bytes(data[at:start], "big")
    if end > len(data):
        raise ValueError("cut off")
    return data[start:end], end
