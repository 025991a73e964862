"""What lies on this machine that a session may have left: numbers and bytes by kind.

Nothing is opened but the browser's history, for how many pages it lists, and the first bytes of a
cached answer, for its address, since our own scripts and fonts may be kept.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

Amounts = dict[str, list[int]]

TRIVIAL = 1024  # bytes; a lock or a socket's name
STORAGE_LIMIT = 32 * 1024  # Reflex's own two notes with the store's overhead are some hundred bytes
OTHER_LIMIT = 256 * 1024
MOST_FILES = 20_000
LONG_LIVED = ("/assets/", "/fonts/", "/tokens/", "/vendor/")
STATIC = (".css", ".js", ".mjs", ".svg", ".ico", ".woff2", ".wasm")
"""As http/headers.py: what the server lets a browser keep, the same for everybody."""
SHELL = ("", "/kiosk", "/favicon.ico")
"""The page without anybody in it."""
ENTRY = struct.Struct("<QIIII")
ENTRY_MAGIC = 0xFCFB6D1BA7725C30
"""How a file of the browser's cache begins; its key follows."""
KNOWN = re.compile(
    r"(Cookies|Preferences|Secure Preferences|Local State|History|Favicons|Top Sites|Web Data|Login Data.*|"
    r"Affiliation Database|Network Action Predictor|Network Persistent State|TransportSecurity|Visited Links|"
    r"Reporting and NEL|Trust Tokens|Shortcuts|Last Version|Variations|First Run|heavy_ad_.*|DIPS|"
    r"SharedStorage|BrowsingTopics.*|MediaDeviceSalts|PreferredApps|README|ServerCertificate|WebrtcVideoStats|"
    r".*-journal|.*-wal|LOCK|LOG|LOG\.old|CURRENT|MANIFEST-.*|lockfile|Singleton.*|.*\.pma|.*\.pb|chrome_debug\.log)"
)
KNOWN_FOLDERS = frozenset(
    {
        *("GPUCache", "ShaderCache", "GrShaderCache", "GraphiteDawnCache", "DawnWebGPUCache"),
        *("DawnGraphiteCache", "Code Cache", "Site Characteristics Database", "shared_proto_db", "Sync Data"),
        *("Segmentation Platform", "optimization_guide_model_store", "Feature Engagement Tracker"),
        *(
            "BudgetDatabase",
            "commerce_subscription_db",
            "discounts_db",
            "parcel_tracking_db",
            "component_crx_cache",
        ),
        *("Extension Rules", "Extension Scripts", "Extension State", "extensions_crx_cache", "GCM Store"),
        *("AutofillStrikeDatabase", "AutofillAiModelCache", "DataSharing", "PersistentOriginTrials"),
        *(
            "Download Service",
            "ClientCertificates",
            "BrowserMetrics",
            "Safe Browsing",
            "segmentation_platform",
        ),
    }
)
"""What every browser makes of itself at a start, of which a page has no say."""
FOLDERS = {
    "IndexedDB": "databases",
    "databases": "databases",
    "File System": "databases",
    "WebStorage": "databases",
    "Service Worker": "workers",
    "blob_storage": "blobs",
    "Crashpad": "dumps",
    "Crash Reports": "dumps",
}


@dataclass
class Places:
    """Where to look; `since`: when the session began, in seconds."""

    profile: Path
    temporary: list[Path]
    downloads: list[Path]
    spool: Path = Path("/var/spool/cups")
    since: float = 0.0
    unread: set[str] = field(default_factory=set)


def measure(places: Places) -> tuple[Amounts, list[str]]:
    """(files, bytes) of every kind of which there is something, and the kinds that could not be read."""
    found: Amounts = {}
    for kind, size in _everything(places):
        one = found.setdefault(kind, [0, 0])
        one[0] += 1
        one[1] += size
    kept = found.get("storage")
    if kept is not None and kept[1] <= STORAGE_LIMIT:
        del found["storage"]
    return found, sorted(places.unread)


def _everything(places: Places) -> Iterator[tuple[str, int]]:
    for path, size, changed in _files([places.profile], places, "other"):
        kind = _kind(path.relative_to(places.profile), path, size, changed >= places.since)
        if kind:
            yield kind, size
    for history in places.profile.glob("*/History"):
        yield from (("history", 0) for _ in range(_pages(history, places)))
    for _path, size, _ in _files(places.downloads, places, "downloads"):
        yield "downloads", size
    for _path, size, _ in _files(places.temporary, places, "temporary"):
        if size > TRIVIAL:
            yield "temporary", size
    yield from (("spool", size) for size in _spool(places))


def _kind(name: Path, path: Path, size: int, new: bool) -> str:
    """What a file of the profile is, "" for nothing of a session's."""
    parts = name.parts
    folders = set(parts[:-1])
    if "Cache_Data" in folders:
        return "cache" if _foreign(path) else ""
    if folders & {"Local Storage", "Session Storage"}:
        return "storage" if path.suffix in (".log", ".ldb") else ""
    for folder, kind in FOLDERS.items():
        if folder in folders:
            if folder == "IndexedDB" and path.suffix not in (".log", ".ldb", ".blob"):
                return ""  # A page that only asks which databases there are makes these.
            if parts[-1].startswith("QuotaManager"):
                return ""  # The browser's own account of how much each site keeps.
            plain = kind == "dumps" and path.suffix != ".dmp"
            return "" if plain or size == 0 else kind
    if folders & KNOWN_FOLDERS or KNOWN.fullmatch(parts[-1]):
        return ""
    return "other" if new and size > OTHER_LIMIT else ""


def _foreign(path: Path) -> bool:
    """Whether a cached answer is something else than what the server lets everybody keep."""
    try:
        with path.open("rb") as file:
            head = file.read(ENTRY.size + 8192)
    except OSError:
        return False  # It has just been replaced.
    if path.name.startswith(("index", "the-real-index")) or len(head) < ENTRY.size:
        return False
    magic, _, length, _, _ = ENTRY.unpack_from(head)
    if magic != ENTRY_MAGIC:
        return True
    key = head[ENTRY.size : ENTRY.size + length].decode("ascii", "replace")
    # The page's site comes first, the address of the answer last.
    wanted = urlsplit(key.split(" ")[-1].rpartition("_dk_")[2]).path
    return not (wanted.startswith(LONG_LIVED) or wanted.endswith(STATIC) or wanted.rstrip("/") in SHELL)


def _pages(history: Path, places: Places) -> int:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{history}?mode=ro&immutable=1", uri=True)) as base:
            return int(base.execute("select count(*) from urls").fetchone()[0])
    except sqlite3.Error:
        places.unread.add("history")
        return 0


def _spool(places: Places) -> Iterator[int]:
    """Documents of print jobs; a kiosk has no CUPS of its own, and then there is no such folder."""
    try:
        names = sorted(places.spool.iterdir())
    except FileNotFoundError:
        return
    except OSError:
        places.unread.add("spool")
        return
    for path in names:
        if re.fullmatch(r"d\d+-\d+", path.name):
            with contextlib.suppress(OSError):
                yield path.stat().st_size


def _files(folders: Iterable[Path], places: Places, kind: str) -> Iterator[tuple[Path, int, float]]:
    count = 0
    for folder in folders:
        for root, _, names in os.walk(folder, onerror=lambda error: _failed(error, places, kind)):
            for name in names:
                count += 1
                if count > MOST_FILES:
                    places.unread.add(kind)
                    return
                path = Path(root, name)
                with contextlib.suppress(OSError):
                    if not path.is_symlink() and path.is_file():
                        state = path.stat()
                        yield path, state.st_size, state.st_mtime


def _failed(error: OSError, places: Places, kind: str) -> None:
    if not isinstance(error, FileNotFoundError):
        places.unread.add(kind)
