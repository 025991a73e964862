"""Which files of a data directory a backup takes as they lie there. Reads names only."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from iga_madoguchi.domain.backup.policy import KEPT_PAPERS, LEFT


def names(data_dir: Path, outside: Collection[Path]) -> Iterator[str]:
    """Names below `data_dir`, kept papers last. `outside`: what is stored otherwise, or is the backup.

    Never what passes, never a key, nothing hidden (such a file is unfinished or in use), no links.
    """
    for entry in sorted(os.scandir(data_dir), key=lambda entry: entry.name):
        if entry.name in LEFT or entry.name.startswith(".") or Path(entry.path) in outside:
            continue
        if entry.is_file(follow_symlinks=False):
            yield entry.name
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(data_dir, Path(entry.path), outside)
    yield from _below(data_dir, data_dir / KEPT_PAPERS, outside)


def _below(data_dir: Path, top: Path, outside: Collection[Path]) -> Iterator[str]:
    if top in outside:
        return
    for folder, below, files in os.walk(top):
        here = Path(folder)
        below[:] = sorted(name for name in below if not name.startswith(".") and here / name not in outside)
        for name in sorted(files):
            path = here / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield str(path.relative_to(data_dir))
