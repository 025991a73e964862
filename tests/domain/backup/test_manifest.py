"""What a snapshot says of itself is not believed before it makes sense."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from iga_madoguchi.domain.backup import manifest
from iga_madoguchi.domain.backup.manifest import DatabaseFacts, Manifest
from iga_madoguchi.errors import Unavailable

MADE = Manifest(
    kind="whole",
    made_at=datetime(2026, 11, 24, tzinfo=UTC),
    version="v1.0.0",
    files=3,
    size=99,
    sums="0" * 64,
    database=DatabaseFacts("sqlite", "madoguchi.db", "0013", {"call": 1}, 7, "f" * 64),
    keys=2,
)


def test_it_is_understood_again() -> None:
    assert manifest.parse(MADE.to_json()) == MADE
    program = replace(MADE, kind="program", database=None)
    assert manifest.parse(program.to_json()) == program


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"made_at": "yesterday"},
        {"files": "many"},
        {"database": {"kind": "sqlite"}},
        {"format": None},
    ],
)
def test_nonsense_is_refused(change: dict[str, Any]) -> None:
    document = json.loads(MADE.to_json()) | change
    with pytest.raises(Unavailable) as refused:
        manifest.parse(json.dumps(document).encode())
    assert refused.value.code == "backup.archive.altered"


def test_a_later_format_is_of_a_later_release() -> None:
    document = json.loads(MADE.to_json()) | {"format": 2, "version": "v9", "kind": "unheard of"}
    with pytest.raises(Unavailable) as refused:
        manifest.parse(json.dumps(document).encode())
    assert (refused.value.code, refused.value.data) == ("restore.newer", {"revision": "v9"})


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/passwd", "", "a/..", "a\0b"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert not manifest.is_inside(name)
    with pytest.raises(Unavailable):
        dict(manifest.listed(f"{'0' * 64}  {name}\n".encode()))


def test_names_of_every_kind_come_back() -> None:
    sums = {"data/papers/a b": "1" * 64, "data/..hidden": "2" * 64, "system/書類": "3" * 64}
    assert dict(manifest.listed(manifest.listing(sums))) == sums
    for line in ("short", "0" * 64 + " x", "\udcff"):
        with pytest.raises(Unavailable):
            dict(manifest.listed(line.encode("utf-8", "surrogateescape")))


@pytest.mark.parametrize("data", [b'{"format":1e999}', b"[" * 40_000], ids=["no number", "no end"])
def test_a_manifest_without_end_is_nonsense(data: bytes) -> None:
    with pytest.raises(Unavailable) as refused:
        manifest.parse(data)
    assert refused.value.code == "backup.archive.altered"
