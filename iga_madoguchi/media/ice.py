"""Finds out where a peer really is and lets nothing else in; carries bytes, knows nothing of media.

The relay is directly reachable from every terminal, so it lets the other side do the searching: it answers
connectivity checks, believes the first address that carries our password, and sends where it was told to
(USE-CANDIDATE). It asks back on the chosen path, to measure it and to notice within a second when it dies,
and wherever else a check comes from: a signature does not cover the address, so an overheard check can be
sent again from anywhere, but only the peer can answer. Candidates in the offer, `.local` names too, are
never read.

The kernel keeps strangers away (`sieve`); here the same is asked again, and who signs with our password.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import socket
import struct
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from aioice import stun

from iga_madoguchi.media import sieve
from iga_madoguchi.media.buffers import RX

log = logging.getLogger(__name__)

KNOWN_LIMIT = 16  # validated addresses per socket; a terminal has one or two
PROBES_LIMIT = 8  # unanswered questions we remember
INTEGRITY = b"\0\x08\0\x14"  # the header of MESSAGE-INTEGRITY, 24 bytes with its content
FINGERPRINT_SIZE = 8

Address = tuple[str, int]


class Path:
    """One own socket and whom we believe on it."""

    __slots__ = ("known", "remote", "sock")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.known: dict[Address, None] = {}
        self.remote: Address | None = None


class Probe(NamedTuple):
    """A question of ours; whoever answers it is believed there, and sent to if it was `nominated`."""

    at: float
    path: Path
    to: Address
    nominated: bool = False


class IceAgent:
    """The controlled side of one ICE session over its own sockets.

    `on_path()` is called once, when there is somebody to talk to; `on_media(size)` with an SRTP datagram in
    RX, `on_dtls(data)` with a DTLS one, both only from an address that has proven to know our password.
    """

    def __init__(
        self,
        sockets: list[socket.socket],
        remote: tuple[str, str],
        on_path: Callable[[], None],
        on_media: Callable[[int], None],
        on_dtls: Callable[[bytes], None],
    ) -> None:
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self._key, self._remote_key = self.password.encode(), remote[1].encode()
        self._username = f"{self.ufrag}:{remote[0]}"
        self._probe_name = f"{remote[0]}:{self.ufrag}"
        self._tag = self._username.encode()
        self._on_path, self._on_media, self._on_dtls = on_path, on_media, on_dtls
        self._tie_breaker = secrets.randbits(64)
        self._paths = [Path(sock) for sock in sockets]
        self._path: Path | None = None
        self._transmit: Callable[[memoryview | bytes], int] | None = None
        self._probes: dict[bytes, Probe] = {}
        self._loop = asyncio.get_running_loop()
        self.alive_at = time.monotonic()  # last moment the peer itself was heard
        self.rtt_s = 0.05
        self._foreign = 0
        self.unsent = 0
        for path in self._paths:
            self._sift(path)
            self._loop.add_reader(path.sock.fileno(), partial(self._read, path))

    @property
    def foreign(self) -> int:
        """Datagrams that reached nobody: refused here, and by the kernel."""
        return self._foreign + sum(sieve.refused(path.sock) for path in self._paths)

    @property
    def candidates(self) -> tuple[Address, ...]:
        names = [path.sock.getsockname() for path in self._paths]
        return tuple((str(name[0]), int(name[1])) for name in names)

    @property
    def connected(self) -> bool:
        return self._path is not None

    def send(self, data: memoryview | bytes) -> None:
        """Send on the chosen path; what the network refuses is lost, as on any network."""
        if self._transmit is None:
            return
        try:
            self._transmit(data)
        except OSError:
            self.unsent += 1

    def probe(self) -> None:
        """Ask the peer for a sign of life on the chosen path."""
        path = self._path
        if path is None or path.remote is None:
            return
        self._ask(path, path.remote)

    def close(self) -> list[socket.socket]:
        """Stop listening and hand the sockets back, still open. May be called once."""
        for path in self._paths:
            self._loop.remove_reader(path.sock.fileno())
        self._path = self._transmit = None
        return [path.sock for path in self._paths]

    def _read(self, path: Path) -> None:
        """Take one datagram; the sockets are not connected, so that no forged ICMP message can stop one."""
        try:
            size, address = path.sock.recvfrom_into(RX)
        except OSError:
            return
        sender = (address[0], address[1])
        first = RX[0] if size else 255
        if first < 4:
            self._stun(path, bytes(RX[:size]), sender)
        elif sender not in path.known:
            self._refuse()
        elif 127 < first < 192:
            self._on_media(size)
        elif size:
            self._on_dtls(bytes(RX[:size]))

    def _refuse(self) -> None:
        self._foreign += 1

    def _stun(self, path: Path, data: bytes, sender: Address) -> None:
        if data[:2] == b"\x00\x01" and not (self._tag in data and self._signed(data)):
            self._refuse()
            return
        try:
            message = stun.parse_message(data)
        except (ValueError, IndexError, struct.error):
            self._refuse()
            return
        if message.message_class == stun.Class.REQUEST:
            self._asked(path, message, sender)
        elif message.transaction_id in self._probes and message.check_message_integrity(self._remote_key):
            self._answered(self._probes.pop(message.transaction_id), path, sender)
        elif sender not in path.known:
            self._refuse()

    def _signed(self, data: bytes) -> bool:
        """Is this check signed with our password?

        A sixth of what parsing it costs: who listens on the network knows our name, and the kernel lets a
        flood of such checks through.
        """
        for end in (len(data) - FINGERPRINT_SIZE, len(data)):
            at = end - len(INTEGRITY) - 20
            if at >= stun.HEADER_LENGTH and data[at : at + 4] == INTEGRITY:
                covered = data[:2] + (at + 4).to_bytes(2, "big") + data[4:at]
                return hmac.compare_digest(hmac.digest(self._key, covered, "sha1"), data[at + 4 : end])
        return False

    def _asked(self, path: Path, message: stun.Message, sender: Address) -> None:
        attributes = message.attributes
        if (
            message.message_method != stun.Method.BINDING
            or attributes.get("USERNAME") != self._username
            or not message.check_message_integrity(self._key)
        ):
            self._refuse()
            return
        if "ICE-CONTROLLED" in attributes:  # both would wait for the other; the one who offered controls
            self._reply(path, message, sender, stun.Class.ERROR, "ERROR-CODE", (487, "Role Conflict"))
            return
        begins = self._path is None
        nominated = "USE-CANDIDATE" in attributes
        if begins:
            self._believe(path, sender)
            self._aim(path, sender)
        elif sender not in path.known or (nominated and (self._path is not path or path.remote != sender)):
            # Before the reply: what the peer sends upon that is to be believed already.
            self._ask(path, sender, nominated)
        self._reply(path, message, sender, stun.Class.RESPONSE, "XOR-MAPPED-ADDRESS", sender)
        if sender in path.known:
            self.alive_at = time.monotonic()
        if begins:
            self._on_path()

    def _ask(self, path: Path, to: Address, nominated: bool = False) -> None:
        number = self.ufrag[:4].encode() + secrets.token_bytes(8)  # by which the sieve knows the answer
        question = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, number)
        question.attributes["USERNAME"] = self._probe_name
        question.attributes["PRIORITY"] = 110 << 24 | 65535 << 8 | 255
        question.attributes["ICE-CONTROLLED"] = self._tie_breaker
        question.add_message_integrity(self._remote_key)
        while len(self._probes) >= PROBES_LIMIT:
            del self._probes[next(iter(self._probes))]
        self._probes[question.transaction_id] = Probe(time.monotonic(), path, to, nominated)
        self._put(path, bytes(question), to)

    def _answered(self, probe: Probe, path: Path, sender: Address) -> None:
        if (path, sender) != (probe.path, probe.to):
            self._refuse()
            return
        self.alive_at = time.monotonic()
        self.rtt_s = self.alive_at - probe.at
        self._believe(path, sender)
        if probe.nominated:
            self._aim(path, sender)

    def _believe(self, path: Path, sender: Address) -> None:
        if sender not in path.known:
            if len(path.known) >= KNOWN_LIMIT:
                oldest = next(address for address in path.known if address != path.remote)
                del path.known[oldest]
            path.known[sender] = None
            self._sift(path)

    def _sift(self, path: Path) -> None:
        sieve.attach(path.sock, sieve.program(path.sock.family, self.ufrag, path.known))

    def _aim(self, path: Path, remote: Address) -> None:
        self._path, path.remote = path, remote
        sock = path.sock
        self._transmit = lambda data: sock.sendto(data, remote)

    def _reply(
        self,
        path: Path,
        question: stun.Message,
        sender: Address,
        kind: stun.Class,
        attribute: str,
        value: tuple[int, str] | Address,
    ) -> None:
        reply = stun.Message(stun.Method.BINDING, kind, question.transaction_id, {attribute: value})
        reply.add_message_integrity(self._key)
        self._put(path, bytes(reply), sender)

    def _put(self, path: Path, data: bytes, to: Address) -> None:
        try:
            path.sock.sendto(data, to)
        except OSError:
            self.unsent += 1
