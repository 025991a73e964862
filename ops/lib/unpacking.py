"""What comes out of a bundle: plain files below one folder, each with the sum that was written into it."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from pathlib import Path

SUMS, NAME_FILE = "SHA256SUMS", "RELEASE"


class Trouble(Exception):
    """Something did not work; the message is the sentence for the person. `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def extract(bundle: Path, target: Path) -> None:
    """Plain files below `target` only, each with the sum that was written when it was made."""
    try:
        with tarfile.open(bundle) as packed:
            for member in packed:
                parts = Path(member.name).parts
                if member.isdir():
                    continue
                if not member.isfile() or member.name.startswith("/") or ".." in parts:
                    raise Trouble(f"この束には、あってはならないものがあります（{member.name[:80]}）。")
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                source = packed.extractfile(member)
                assert source is not None
                with path.open("wb") as written:
                    shutil.copyfileobj(source, written)
                path.chmod(0o755 if member.mode & 0o100 else 0o644)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Trouble(f"束 {bundle} を開けません。もう一度写してください。何も変えていません。") from error
    _same_sums(target)


def _same_sums(target: Path) -> None:
    try:
        lines = (target / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Trouble("この束には、確かめる数がありません。何も変えていません。") from error
    wanted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()} - {SUMS}
    if there != set(wanted) or any(digest_of(target / name) != wanted[name] for name in there):
        raise Trouble("束がこわれているか、変えられています。もう一度写してください。何も変えていません。")


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
