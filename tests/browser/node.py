"""Runs the browser modules that need no page in Node, which the build needs anyway."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MODULES = Path(__file__).resolve().parents[2] / "assets" / "js"


def run(module: str, code: str, given: object = None) -> Any:
    """What `code` (an async body that knows `it`, the module, and `given`) returns, by way of JSON."""
    source = (MODULES / module).as_uri()
    program = (
        f"import * as it from {json.dumps(source)};\n"
        f"const given = {json.dumps(given)};\n"
        f"const answer = await (async () => {{ {code} }})();\n"
        "process.stdout.write(JSON.stringify(answer ?? null));"
    )
    node = Path(sys.executable).with_name("node")
    command = [str(node), "--no-warnings", "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
