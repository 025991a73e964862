"""Reading a printer's answer always comes to an end, whatever the bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.adapters import ipp_wire as wire


@given(st.binary(max_size=2000))
def test_any_bytes_are_an_answer_or_a_value_error(data: bytes) -> None:
    try:
        found = wire.answer(b"\x02\x00\x00\x00\x00\x00\x00\x01" + data)
    except ValueError:
        return
    assert found.status == 0


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def test_what_stands_in_a_collection_does_not_pass_for_an_attribute_of_the_printer() -> None:
    data = (
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"
        + attribute(0x44, b"media-supported", b"iso_a4_210x297mm")
        + attribute(0x34, b"media-col-default", b"")
        + attribute(0x4A, b"", b"media-supported")
        + attribute(0x44, b"", b"iso_a5_148x210mm")
        + attribute(0x37, b"", b"")
        + attribute(0x23, b"printer-state", struct.pack(">i", 5))
        + attribute(0x44, b"printer-state-reasons", b"media-jam-error")
        + attribute(0x44, b"", b"media-empty-error")
        + b"\x03"
    )
    found = wire.answer(data)
    assert found.words("media-supported") == ("iso_a4_210x297mm",)
    assert found.number("printer-state") == 5
    assert found.words("printer-state-reasons") == ("media-jam-error", "media-empty-error")


def test_an_attribute_outside_any_group_is_refused() -> None:
    with pytest.raises(ValueError, match="group"):
        wire.answer(b"\x02\x00\x00\x00\x00\x00\x00\x01" + attribute(0x21, b"job-id", b"\0\0\0\1") + b"\x03")
