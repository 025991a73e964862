"""What the kernel keeps from a media socket, so that a flood of strangers costs the relay no turn.

A classic BPF program on the socket itself, which needs no privilege. It lets in datagrams of known addresses,
connectivity checks that name our ufrag (somebody new, or a known one from elsewhere), and answers to ours. A
connected socket would do less: it knows one address, none before the first check, and believes forged ICMP.
"""

from __future__ import annotations

import ctypes
import ipaddress
import logging
import socket
import struct
from collections.abc import Iterable

log = logging.getLogger(__name__)

Address = tuple[str, int]

ATTRIBUTES = 12  # of a check are looked at; browsers put the name first, libnice fourth
_SO_ATTACH_FILTER = 26
_SO_MEMINFO, _MEMINFO_FIELDS, _MEMINFO_DROPS = 55, 9, 8
_NETWORK_HEADER = 0xFFF00000  # SKF_NET_OFF; other offsets count from the UDP header
_PAYLOAD = 8
_COOKIE = 0x2112A442
_BINDING_REQUEST, _BINDING_RESPONSE, _USERNAME = 0x0001, 0x0101, 0x0006

# Of linux/filter.h: loads of a word and a half into A, at X too; what is done with both; jump and end.
_LD_W, _LD_H, _LD_W_X, _LD_H_X = 0x20, 0x28, 0x40, 0x48
_LDX, _ADD, _AND, _ADD_X, _TAX = 0x01, 0x04, 0x54, 0x0C, 0x07
_JEQ, _RET = 0x15, 0x06
_PASS, _DROP = 0xFFFFFFFF, 0

_Step = tuple[int, int, int, int]  # operation, jump if true, jump if false, operand


def program(family: int, ufrag: str, known: Iterable[Address]) -> bytes:
    """The filter for a socket of this family; `ufrag` has eight characters."""
    steps = [step for address in known for step in _known(family, address)]
    return b"".join(struct.pack("=HBBI", *step) for step in [*steps, *_check(ufrag.encode())])


def attach(sock: socket.socket, code: bytes) -> None:
    """Filter from now on, instead of any filter before. A kernel that cannot leaves it to the process."""
    steps = ctypes.create_string_buffer(code)
    try:
        sock.setsockopt(
            socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HP", len(code) // 8, ctypes.addressof(steps))
        )
    except OSError as error:
        log.warning("x no filter in the kernel error=%s", error)


def refused(sock: socket.socket) -> int:
    """Datagrams the kernel did not hand over: strangers', and those that found no room."""
    try:
        told = sock.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, 4 * _MEMINFO_FIELDS)
    except OSError:
        return 0
    return int(struct.unpack(f"{_MEMINFO_FIELDS}I", told)[_MEMINFO_DROPS])


def _known(family: int, address: Address) -> list[_Step]:
    """Let in whoever sends from this address; anybody else goes on behind this block."""
    packed = ipaddress.ip_address(address[0].split("%")[0]).packed
    source = _NETWORK_HEADER + (8 if family == socket.AF_INET6 else 12)
    tests = [(_LD_W, source + at, *struct.unpack_from("!I", packed, at)) for at in range(0, len(packed), 4)]
    tests.append((_LD_H, 0, address[1]))
    steps: list[_Step] = []
    for number, (load, offset, wanted) in enumerate(tests):
        behind = 2 * (len(tests) - number) - 1
        steps += [(load, 0, 0, offset), (_JEQ, 0, behind, wanted)]
    return [*steps, (_RET, 0, 0, _PASS)]


def _check(ufrag: bytes) -> list[_Step]:
    """Let in a binding request whose user name begins with ours, and answers whose number does.

    A read behind the datagram's end drops it.
    """
    first, second = struct.unpack("!II", ufrag)
    steps: list[_Step] = [
        (_LD_W, 0, 0, _PAYLOAD + 4),
        (_JEQ, 1, 0, _COOKIE),
        (_RET, 0, 0, _DROP),
        (_LD_H, 0, 0, _PAYLOAD),
        (_JEQ, 5, 0, _BINDING_REQUEST),
        (_JEQ, 0, 3, _BINDING_RESPONSE),
        (_LD_W, 0, 0, _PAYLOAD + 8),
        (_JEQ, 0, 1, first),
        (_RET, 0, 0, _PASS),
        (_RET, 0, 0, _DROP),
        (_LDX, 0, 0, _PAYLOAD + 20),
    ]
    attribute: list[_Step] = [
        (_LD_H_X, 0, 0, 0),
        (_JEQ, 0, 6, _USERNAME),
        (_LD_W_X, 0, 0, 4),
        (_JEQ, 0, 3, first),
        (_LD_W_X, 0, 0, 8),
        (_JEQ, 0, 1, second),
        (_RET, 0, 0, _PASS),
        (_RET, 0, 0, _DROP),
        (_LD_H_X, 0, 0, 2),  # to the next attribute: length, padded to four bytes, and its header
        (_ADD, 0, 0, 7),
        (_AND, 0, 0, 0x1FFFC),
        (_ADD_X, 0, 0, 0),
        (_TAX, 0, 0, 0),
    ]
    return [*steps, *(attribute * ATTRIBUTES), (_RET, 0, 0, _DROP)]
