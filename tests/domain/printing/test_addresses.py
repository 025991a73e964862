"""Only printers of the closed network can be set, however the address is dressed up."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.printing.addresses import checked
from iga_madoguchi.errors import InvalidInput


@pytest.mark.parametrize(
    "uri",
    [
        "ipp://192.168.10.20/ipp/print",
        "ipps://10.1.2.3:631/ipp/print",
        "ipp://172.31.0.9",
        "ipp://127.0.0.1:8631/ipp/print",
        "ipps://[fd00::12]/ipp/print",
        "ipp://printer-ayama/ipp/print",
    ],
)
def test_what_is_inside_may_be_set(uri: str) -> None:
    assert checked(uri, ("printer-ayama",)) == uri


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("http://192.168.10.20/ipp/print", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("", "scheme"),
        ("ipp://", "shape"),
        ("ipp:192.168.10.20", "shape"),
        ("ipp://192.168.10.20:0/", "shape"),
        ("ipp://192.168.10.20:70000/", "shape"),
        ("ipp://user:word@192.168.10.20/", "shape"),
        ("ipp://192.168.10.20/?x=1", "shape"),
        ("ipp://192.168.10.20/#x", "shape"),
        ("ipp://192.168.10.20/a b", "shape"),
        ("ipp://192.168.10.20/\n", "shape"),
        ("ipp://192.168.10.20/" + "a" * 200, "shape"),
        ("ipp://印刷/", "shape"),
        ("ipp://[::1/", "shape"),
        ("ipp://8.8.8.8/", "outside"),
        ("ipp://172.32.0.1/", "outside"),
        ("ipp://169.254.169.254/", "outside"),
        ("ipp://0.0.0.0/", "outside"),
        ("ipp://224.0.0.251/", "outside"),
        ("ipp://[::ffff:8.8.8.8]/", "outside"),
        ("ipp://[fe80::1]/", "outside"),
        ("ipp://2130706433/", "outside"),
        ("ipp://127.1/", "outside"),
        ("ipp://printer-iga/", "outside"),
        ("ipp://printer-ayama.evil/", "outside"),
        ("ipp://printer-ayama\\@8.8.8.8/", "shape"),
    ],
)
def test_everything_else_is_refused(uri: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(uri, ("printer-ayama",))
    assert refused.value.code == f"printing.uri.{why}"
