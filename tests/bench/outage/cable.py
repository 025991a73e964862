"""A branch in a network namespace of its own, and the cable between it and the server."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

BRANCH = "iga_branch"
_NEAR, _FAR = "10.77.10.1", "10.77.10.2"
_SETUP = f"""
ip netns add {BRANCH}
ip link add iga_near type veth peer name iga_far
ip link set iga_far netns {BRANCH}
ip address add {_NEAR}/24 dev iga_near
ip link set iga_near up
ip -n {BRANCH} address add {_FAR}/24 dev iga_far
ip -n {BRANCH} link set lo up
ip -n {BRANCH} link set iga_far up
ip -n {BRANCH} route add default via {_NEAR}
"""


class Cable:
    """Exists once, inside `network.run_inside`; goes when that ends."""

    def __init__(self, folder: Path) -> None:
        for command in _SETUP.strip().splitlines():
            _run(command)
        self.chromium = folder / "chromium-in-branch"
        """Starts Chromium behind the cable; for Playwright's `executable_path`."""
        self.chromium.write_text(f'#!/bin/sh\nexec ip netns exec {BRANCH} /usr/bin/chromium "$@"\n')
        self.chromium.chmod(0o755)

    def out(self) -> None:
        """The near end goes down, so the branch's own end loses its carrier as with a pulled plug."""
        _run("ip link set iga_near down")

    def back(self) -> float:
        """Plugs it in; the moment just before, in ms since 1970."""
        moment = time.time() * 1000
        _run("ip link set iga_near up")
        return moment

    def lose(self, percent: float) -> None:
        """Drops this share of all packets in each direction, on arrival; 0 ends it.

        Not where they leave: a sender is told of packets that its own machine drops.
        """
        for inside, end in (("", "iga_near"), (f"ip netns exec {BRANCH} ", "iga_far")):
            _run(f"{inside}iptables -F INPUT")
            if percent:
                rule = f"-i {end} -m statistic --mode random --probability {percent / 100} -j DROP"
                _run(f"{inside}iptables -A INPUT {rule}")


def _run(command: str) -> None:
    subprocess.run(command.split(), check=True, capture_output=True)
