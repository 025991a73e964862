"""What an upload is, by its content and never by its name; and what may be kept of a name."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from iga_madoguchi.domain.papers.policy import FILE_LIMIT, TITLE_LIMIT
from iga_madoguchi.errors import InvalidInput

Kind = Literal["pdf", "jpeg", "png", "webp"]
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
HEAD = 1024  # bytes in which readers look for a beginning
TAIL = 66_000  # bytes in which readers look for a ZIP's directory
MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|body|iframe)", re.IGNORECASE)
ZIP_END, ZIP_LENGTH = b"PK\x05\x06", 22
PNG_END = b"IEND\xaeB\x60\x82"


def kind_of(data: bytes) -> Kind:
    """Raises InvalidInput `papers.upload.empty|too_large|type`, `ambiguous` for two things at once."""
    if not data:
        raise InvalidInput("papers.upload.empty")
    if len(data) > FILE_LIMIT:
        raise InvalidInput("papers.upload.too_large")
    kind = _magic(data)
    if kind is None:
        raise InvalidInput("papers.upload.type")
    if _has_more(kind, data):
        raise InvalidInput("papers.upload.ambiguous")
    return kind


def picture_kind(data: bytes) -> Kind:
    """As `kind_of`, pictures only."""
    kind = kind_of(data)
    if kind == "pdf":
        raise InvalidInput("papers.upload.type")
    return kind


def clean(text: str, limit: int) -> str:
    """Without control characters, direction marks and the like; one line, at most `limit` characters."""
    spaced = "".join(" " if character.isspace() else character for character in text[: limit * 20])
    visible = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", visible).split())[:limit].strip()


def title_of(name: str) -> str:
    """A file's name as a title: no folders, nothing invisible. It is never used as a path."""
    return clean(re.split(r"[/\\]", name)[-1], TITLE_LIMIT)


def media_type(image: bytes) -> str:
    """Of what we encoded ourselves."""
    kind = _magic(image)
    return MEDIA_TYPES[kind or "jpeg"]


def _magic(data: bytes) -> Kind | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _has_more(kind: Kind, data: bytes) -> bool:
    """Whether another reader would take the same bytes for something else."""
    if MARKUP.search(data[:HEAD]) or _is_zip(data):
        return True
    if kind == "pdf":
        return False
    after = _after_the_end(kind, data)
    return b"%PDF-" in data[:HEAD] or b"%PDF-" in after or MARKUP.search(after) is not None


def _is_zip(data: bytes) -> bool:
    tail = data[-TAIL:]
    at = tail.rfind(ZIP_END)
    if at < 0 or len(tail) - at < ZIP_LENGTH:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return comment <= len(tail) - at - ZIP_LENGTH


def _after_the_end(kind: Kind, data: bytes) -> bytes:
    """What follows the picture; cameras put a second, smaller JPEG there, others hide documents."""
    if kind == "png":
        return data.partition(PNG_END)[2]
    if kind == "webp":
        return data[8 + int.from_bytes(data[4:8], "little") :]
    return data[data.rfind(b"\xff\xd9") + 2 :]
