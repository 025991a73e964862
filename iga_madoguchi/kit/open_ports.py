"""On which ports this machine listens for others, by the kernel's own tables; any user may read them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from pathlib import Path

NET = Path("/proc/net")
CLIENTS = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LISTENING = {"tcp": "0A", "udp": "07"}  # TCP_LISTEN; of UDP, bound and connected to nobody

Opening = tuple[str, int]  # "tcp" or "udp", and the number


def reachable(net: Path = NET, clients: Path = CLIENTS) -> list[Opening]:
    """Sorted. UDP numbers that the system hands out to whoever asks something are no openings."""
    first, last = map(int, clients.read_text().split())
    found: set[Opening] = set()
    for kind, version in (("tcp", ""), ("tcp", "6"), ("udp", ""), ("udp", "6")):
        table = net / f"{kind}{version}"
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            _, local, _, state, *_ = line.split()
            address, port = local.split(":")
            number = int(port, 16)
            if state != _LISTENING[kind] or _is_local(address):
                continue
            if kind == "tcp" or not first <= number <= last:
                found.add((kind, number))
    return sorted(found)


def unexpected(
    openings: list[Opening], port: int, media: tuple[int, int], others: tuple[int, ...]
) -> list[Opening]:
    """What neither the product opens nor the operator has named."""
    return [
        (kind, number)
        for kind, number in openings
        if number not in others
        and not (kind == "tcp" and number == port)
        and not (kind == "udp" and media[0] <= number <= media[1])
    ]


def _is_local(words: str) -> bool:
    """Words of 32 bits, each in the machine's own order."""
    packed = b"".join(bytes.fromhex(words[at : at + 8])[::-1] for at in range(0, len(words), 8))
    address = ip_address(packed)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback
