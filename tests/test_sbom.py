"""Everything that is pinned is in the list of parts, and all of it may be given on under our licence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import sbom


def test_every_pinned_package_is_in_it_with_its_version(tmp_path: Path) -> None:
    assert sbom.main([str(tmp_path / "sbom.json")]) == 0
    told = json.loads((tmp_path / "sbom.json").read_text())["components"]
    found = {(one["name"], one["version"]) for one in told}
    for requirement in sbom.pinned():
        if requirement.marker is None or requirement.marker.evaluate():
            name = re.sub(r"[-_.]+", "-", requirement.name).lower()
            assert (name, str(requirement.specifier).removeprefix("==")) in found
    lock = json.loads((sbom.ROOT / "reflex.lock" / "package-lock.json").read_text())["packages"]
    pages = {path.rpartition("node_modules/")[2] for path in lock if path}
    assert pages <= {name for name, _ in found}


def test_every_licence_goes_with_ours() -> None:
    assert [one for one in sbom.packages() if not sbom.is_compatible(one.licence)] == []


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("", False),
        ("GPL-2.0-only", False),
        ("CDDL-1.0", False),
        ("(MIT OR CDDL-1.0)", True),
        ("MIT AND CDDL-1.0", False),
        ("Proprietary", False),
    ],
)
def test_what_goes_with_the_gpl(licence: str, fits: bool) -> None:
    assert sbom.is_compatible(licence) == fits
