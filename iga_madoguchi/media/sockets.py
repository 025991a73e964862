"""Hands out bound UDP sockets from the configured range, one port at a time, whoever wants them."""

from __future__ import annotations

import errno
import logging
import socket

from iga_madoguchi.errors import Unavailable
from iga_madoguchi.media.config import MediaConfig

log = logging.getLogger(__name__)

BUFFER = 1 << 21  # bytes; a key frame of 200 packets must fit while the loop is busy


class PortPool:
    """A port is used by one peer at a time, on every configured address."""

    def __init__(self, config: MediaConfig) -> None:
        self._addresses = config.addresses
        first, last = config.ports
        self._free = [0] * (last + 1) if first == 0 else list(range(first, last + 1))

    @property
    def free(self) -> int:
        return len(self._free)

    def take(self) -> list[socket.socket]:
        """Non-blocking sockets on one port, one per usable address. Raises Unavailable
        `media.ports.exhausted`."""
        for _ in range(len(self._free)):
            port = self._free.pop(0)
            sockets = self._bind(port)
            if sockets:
                return sockets
            self._free.append(port)  # somebody else has it now, it may come free
        raise Unavailable("media.ports.exhausted")

    def give_back(self, sockets: list[socket.socket]) -> None:
        """Close the sockets and let their port be used again, after every other one."""
        port = sockets[0].getsockname()[1]
        for sock in sockets:
            sock.close()
        self._free.append(port)

    def _bind(self, port: int) -> list[socket.socket]:
        sockets: list[socket.socket] = []
        for address in self._addresses:
            sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
            try:
                sock.setblocking(False)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
                sock.bind((address, port))
                sockets.append(sock)
            except OSError as error:
                sock.close()
                log.debug("x port not usable address=%s port=%s error=%s", address, port, error)
                if error.errno != errno.EADDRNOTAVAIL:  # an address may be away for a while, its cable pulled
                    for other in sockets:
                        other.close()
                    return []
        return sockets
