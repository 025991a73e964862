"""Every test that the security documents lean on exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def test_every_proof_that_is_named_is_there() -> None:
    documents = [ROOT / "docs" / "develop" / name for name in ("security.md", "asvs.md")]
    named = {one for path in documents for one in NAMED.findall(path.read_text(encoding="utf-8"))}
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in DEFINED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 60
    assert named - defined == set()
