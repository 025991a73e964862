"""Sends what strangers send, at a rate: `python -m tests.soak.strangers PORT RATE SECONDS USER`.

A process of its own, from several addresses and ports of 127.0.0.0/8. `USER` is the user name that somebody
who listens on the network reads in every check; `-` for a stranger who knows the port alone. Says how many it
sent.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import sys
import time

from aioice import stun

SOURCES = 16
STEP_S = 0.002


def client_hello() -> bytes:
    """A complete DTLS 1.2 ClientHello that offers only TLS_NULL_WITH_NULL_NULL."""
    body = b"\xfe\xfd" + bytes(32) + b"\0\0" + b"\0\x02\0\0" + b"\x01\0"
    handshake = b"\x01" + len(body).to_bytes(3, "big") + bytes(5) + len(body).to_bytes(3, "big") + body
    return b"\x16\xfe\xfd" + bytes(8) + len(handshake).to_bytes(2, "big") + handshake


def check(user: str, key: bytes | None) -> bytes:
    """A connectivity check that nominates, signed with `key` or not at all."""
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes |= {"USERNAME": user, "PRIORITY": 1, "ICE-CONTROLLING": 1, "USE-CANDIDATE": None}
    if key is not None:
        message.add_message_integrity(key)
    return bytes(message)


def datagrams(user: str) -> list[bytes]:
    if user != "-":
        return [check(user, b"a guess")]
    chance = random.Random(1)
    return [
        b"",
        client_hello(),
        b"\x15\xfe\xfd" + bytes(8) + b"\0\x02\x02\x28",  # a fatal alert
        b"\x17\xfe\xfd" + bytes(8) + b"\0\x40" + chance.randbytes(64),
        b"\x80\x60" + chance.randbytes(200),
        b"\x80\xc8" + chance.randbytes(60),
        check("00000000:00000000", b"a guess"),
        b"\x01\x01\0\0" + struct.pack("!I", stun.COOKIE) + chance.randbytes(12),
        chance.randbytes(1200),
    ]


def send(port: int, rate: int, seconds: float, user: str) -> int:
    sockets = []
    for number in range(SOURCES):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)
        sock.bind((f"127.0.0.{1 + number % 4}", 0))
        sock.connect(("127.0.0.1", port))
        sockets.append(sock)
    given = datagrams(user)
    sent, begun = 0, time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        due = int(rate * passed)
        for number in range(sent, due):
            with contextlib.suppress(OSError):  # nobody is there at the moment, or no room
                sockets[number % SOURCES].send(given[number % len(given)])
        sent = due
        time.sleep(STEP_S)
    return sent


if __name__ == "__main__":
    port, rate, seconds, user = sys.argv[1:]
    sys.stdout.write(str(send(int(port), int(rate), float(seconds), user)))
