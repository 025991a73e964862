"""Which printer addresses may be set: in the closed network only, so that nothing can be sent elsewhere."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from iga_madoguchi.errors import InvalidInput

SCHEMES = ("ipp", "ipps")
URI_LIMIT = 200
PRIVATE = tuple(
    ipaddress.ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def checked(uri: str, host_names: Collection[str]) -> str:
    """The address, if it names a printer with a private address, or one of `host_names`.

    Raises InvalidInput `printing.uri.shape|scheme|outside`.
    """
    if len(uri) > URI_LIMIT or not uri.isascii() or not uri.isprintable() or " " in uri:
        raise InvalidInput("printing.uri.shape")
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidInput("printing.uri.shape") from error
    if parts.scheme not in SCHEMES:
        raise InvalidInput("printing.uri.scheme")
    if not host or port == 0 or parts.username is not None or parts.query or parts.fragment:
        raise InvalidInput("printing.uri.shape")
    if "%" in host or "\\" in uri or not (host in host_names or _private(host)):
        raise InvalidInput("printing.uri.outside")
    return uri


def _private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address.version == net.version and address in net for net in PRIVATE)
