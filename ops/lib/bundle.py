"""Packs a release: the files of the program, its wheels and its built pages, with the sum of each."""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from pathlib import Path

from iga_madoguchi.adapters import release
from iga_madoguchi.cli import frontend


def pack(home: Path, out: Path, name: str) -> int:
    """Write the bundle; how many files it holds. The pages are built first if their sources have changed."""
    frontend.ensure()
    files = release.Release(home).files()
    sums = "".join(f"{_digest(home / one)}  {one}\n" for one in files)
    told = {"RELEASE": f"{name}\n".encode()}
    sums += f"{hashlib.sha256(told['RELEASE']).hexdigest()}  RELEASE\n"
    told["SHA256SUMS"] = sums.encode()
    with tarfile.open(out, "w:gz", compresslevel=6) as packed:
        for one in files:
            packed.add(home / one, one, recursive=False)
        for title, content in told.items():
            member = tarfile.TarInfo(title)
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return len(files)


def _name(home: Path) -> str:
    """The version, and what of the content tells two builds of one version apart."""
    told = hashlib.sha256()
    for one in release.Release(home).files():
        told.update(one.encode() + (home / one).read_bytes())
    return f"{release.version(home) or 'v0'}-{told.hexdigest()[:8]}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    root, target = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    title = _name(root)
    count = pack(root, target, title)
    sys.stdout.write(f"{title}：{count} 個のファイルを {target} に入れました。\n")
