"""Looks through everything a browser has left on a disk for pieces of what it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

SLICE = 48  # bytes
WORD = 8  # of a slice's first bytes, by which it is looked for
TELLING = 20  # different bytes; less may stand in any file

Slices = dict[int, bytes]


def slices(pictures: Iterable[bytes]) -> Slices:
    """Every 48 bytes of the pictures, by their first eight; what any file may hold is left out."""
    found: Slices = {}
    for data in pictures:
        for place in range(0, len(data) - SLICE + 1, SLICE):
            piece = data[place : place + SLICE]
            if len(set(piece)) > TELLING:
                found[int.from_bytes(piece[:WORD], "little")] = piece
    return found


def codings(text: str) -> list[bytes]:
    return [text.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]


def holding(folders: Iterable[Path], pieces: Slices) -> list[tuple[Path, int]]:
    """(file, how many of the pieces it holds, wherever they begin) for every file that holds one."""
    words = np.fromiter(pieces, np.uint64, len(pieces))
    counted = ((path, _count(data, pieces, words)) for path, data in _files(folders))
    return [(path, count) for path, count in counted if count]


def saying(folders: Iterable[Path], text: str) -> list[Path]:
    """Files with these words in any of the codings."""
    wanted = codings(text)
    return [path for path, data in _files(folders) if any(piece in data for piece in wanted)]


def _count(data: bytes, pieces: Slices, words: npt.NDArray[np.uint64]) -> int:
    seen: set[bytes] = set()
    if len(data) < SLICE:
        return 0
    for shift in range(WORD):
        row = np.frombuffer(data, np.dtype("<u8"), (len(data) - shift) // WORD, shift)
        for at in np.flatnonzero(np.isin(row, words)):
            start = int(at) * WORD + shift
            piece = pieces[int(row[at])]
            if data[start : start + SLICE] == piece:
                seen.add(piece)
    return len(seen)


def _files(folders: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield path, path.read_bytes()
