"""Which files are the program: what is under version control, and what was built from it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from iga_madoguchi.adapters import background

BUILT = (".web/build/client", "wheels")
"""Not under version control, but what a server without a network cannot make again."""
NOT_PROGRAM = {".git", ".venv", ".web", "var", "node_modules", "__pycache__"}


def version(root: Path) -> str:
    """The top heading of the changelog, such as "v0.1.0"; "" without one."""
    try:
        text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^## (\S+)", text, re.MULTILINE)
    return found[1] if found else ""


class Release:
    """The ReleaseTree below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> tuple[str, ...]:
        named = self._tracked() if (self.root / ".git").exists() else list(self._walked(self.root))
        for folder in BUILT:
            named += self._walked(self.root / folder)
        return tuple(sorted({name for name in named if self._is_plain(name)}))

    def _tracked(self) -> list[str]:
        command = ["git", "-c", f"safe.directory={self.root}", "-C", str(self.root), "ls-files", "-z"]
        try:
            done = background.run(command)
        except FileNotFoundError:
            return list(self._walked(self.root))
        if done.code != 0:
            return list(self._walked(self.root))
        return [name for name in os.fsdecode(done.output).split("\0") if name]

    def _walked(self, top: Path) -> Iterator[str]:
        for folder, below, names in os.walk(top):
            below[:] = [name for name in below if name not in NOT_PROGRAM]
            for name in names:
                yield str((Path(folder) / name).relative_to(self.root))

    def _is_plain(self, name: str) -> bool:
        path = self.root / name
        return path.is_file() and not path.is_symlink()
