"""A slice of the real faults that `make soak PART=faults` injects: on the open overview, and gone again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.e2e.server import ROOT
from tests.soak.faults import FAULTS

SLICE = ("disk almost full", "certificate expired", "RAID degraded")


@pytest.mark.skipif(os.geteuid() != 0, reason="disks of its own need root")
def test_a_fault_is_on_the_page_with_its_cause_and_goes_with_its_repair() -> None:
    """In a process of its own: what it mounts, nobody else sees."""
    assert set(SLICE) <= {one.name for one in FAULTS}
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.faults", *SLICE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
