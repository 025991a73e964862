"""The root collector on fixtures of a machine: what it reads is what the server believes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from iga_madoguchi.adapters.host_report import HostReportFile
from iga_madoguchi.domain.monitoring.ports import HostReport

COLLECT = Path(__file__).resolve().parents[2] / "ops" / "bin" / "collect"
BOND = """Ethernet Channel Bonding Driver: v6.1
MII Status: up

Slave Interface: eno1
MII Status: up
Speed: 1000 Mbps

Slave Interface: eno2
MII Status: down
"""
TCP = """  sl  local_address rem_address   st
   0: 00000000:01BB 00000000:0000 0A
   1: 0100007F:1F40 00000000:0000 0A
   2: 00000000:1A85 00000000:0000 0A
   3: 0A00000A:0016 0B00000A:C350 01
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    files = {
        "sys/class/hwmon/hwmon0/name": "coretemp",
        "sys/class/hwmon/hwmon0/temp1_input": "83500",
        "sys/block/md0/md/degraded": "1",
        "sys/block/md0/md/array_state": "clean",
        "sys/block/md1/md/degraded": "0",
        "sys/block/md1/md/array_state": "active",
        "sys/devices/system/edac/mc/mc0/ce_count": "3",
        "sys/devices/system/edac/mc/mc0/ue_count": "0",
        "proc/net/bonding/bond0": BOND,
        "proc/net/tcp": TCP,
        "proc/net/tcp6": "head\n",
        "proc/77/comm": "ds_agent",
        "var/lib/dpkg/status": "",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


def collect(root: Path, out: Path, **config: object) -> HostReport:
    settings = out.with_name("collect.json")
    settings.write_text(json.dumps(config))
    subprocess.run(
        [sys.executable, COLLECT, "--root", root, "--out", out, "--config", settings], check=True, timeout=60
    )
    return HostReportFile(out).read()


def test_what_is_there_is_read_and_what_is_not_is_absent(machine: Path, tmp_path: Path) -> None:
    antivirus = [{"name": "ウイルス対策", "process": "ds_agent"}, {"name": "別", "process": "gone"}]
    found = collect(machine, tmp_path / "host.json", ports=[443], antivirus=antivirus, network=["eno9"])
    assert found.at is not None
    parts = {name: [dict(item) for item in part.items] for name, part in found.parts.items()}
    assert parts["temperature"] == [{"name": "coretemp hwmon0", "celsius": 83.5}]
    assert [(item["name"], item["degraded"]) for item in parts["raid"]] == [("md0", True), ("md1", False)]
    assert [(item["name"], item["up"]) for item in parts["network"]] == [
        ("bond0 eno1", True),
        ("bond0 eno2", False),
        ("eno9", False),
    ]
    assert parts["memory"][0]["corrected"] == 3
    assert [item["running"] for item in parts["antivirus"]] == [True, False]
    assert [(item["name"], item["allowed"]) for item in parts["ports"]] == [
        ("TCP 443", True),
        ("TCP 6789", False),
    ]
    assert found.parts["supply"].state == "absent"


def test_a_machine_without_any_of_it_is_no_alarm(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    found = collect(empty, tmp_path / "host.json")
    states = {name: part.state for name, part in found.parts.items()}
    for name in ("temperature", "raid", "network", "memory", "antivirus", "ports", "supply"):
        assert states[name] == "absent", name


def test_a_slow_part_is_not_asked_for_each_time(machine: Path, tmp_path: Path) -> None:
    out = tmp_path / "host.json"
    collect(machine, out)
    first = json.loads(out.read_text())["parts"]
    collect(machine, out)
    again = json.loads(out.read_text())["parts"]
    assert again["patches"]["read_at"] == first["patches"]["read_at"]
    assert again["raid"]["read_at"] > first["raid"]["read_at"]
