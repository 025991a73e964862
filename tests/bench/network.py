"""A network of the run's own: a namespace that ends with the run, whatever becomes of it."""

from __future__ import annotations

import os
import subprocess
import sys

ADDRESS = "10.77.9.1"
_COMMANDS = (
    "mount -t tmpfs tmpfs /run",  # where `ip netns` keeps names; nobody outside sees ours
    "ip link set lo up",
    "ip link add iga_a type veth peer name iga_b",
    f"ip address add {ADDRESS}/24 dev iga_a",
    "ip link set iga_a up",
    "ip link set iga_b up",
    "sysctl -qw net.ipv4.ip_local_port_range='50000 60999'",
)


def run_inside(module: str, *arguments: str) -> str:
    """Runs a module of ours in a new namespace with ADDRESS and returns its standard output.

    Janus never uses the loopback interface, so all servers get an ordinary address.
    Raises CalledProcessError.
    """
    script = " && ".join((*_COMMANDS, 'exec "$@"'))
    shell = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", script, "sh"]
    command = [*shell, sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ)
    return done.stdout
