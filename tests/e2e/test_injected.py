"""A slice of the real faults that `make soak PART=faults` injects: on the open overview, and gone again."""

from __future__ import annotations

import os

import pytest

from tests.soak import faults

SLICE = ("read-only file system", "certificate expired", "RAID degraded")


@pytest.mark.skipif(os.geteuid() != 0, reason="disks of its own need root")
def test_a_fault_is_on_the_page_with_its_cause_and_goes_with_its_repair() -> None:
    found = faults.run([one for one in faults.FAULTS if one.name in SLICE])
    assert set(found) == set(SLICE)
    for name, (seen, gone, wrong) in found.items():
        assert not wrong, f"{name}: {wrong}"
        assert seen is not None, f"{name} is not on the page"
        assert gone is not None, f"{name} stays"
