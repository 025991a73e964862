"""Builds the pages' browser half when its sources changed, and fits it to any address it is served from."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / ".web"
BUILD = WEB / "build" / "client"
# Inside the build: whoever replaces the build takes the stamp away with it.
STAMP = BUILD / ".stamp"

SOURCES = (
    "iga_madoguchi/ui",
    "iga_madoguchi/web.py",
    "iga_madoguchi/cli/frontend.py",
    "assets",
    "rxconfig.py",
)
LOCKED = ("reflex.lock", "requirements.txt")

# npm package folder -> folder on our own origin. The pages link these; nothing comes from elsewhere.
VENDORED = {
    "@fontsource-variable/noto-sans-jp": ("fonts/noto-sans-jp", ("index.css", "files", "LICENSE")),
    "@fontsource-variable/noto-sans-sc": ("fonts/noto-sans-sc", ("index.css", "files", "LICENSE")),
    "@digital-go-jp/design-tokens": ("tokens", ("dist/tokens.css", "LICENSE")),
    "@mediapipe/selfie_segmentation": ("vendor/selfie_segmentation", None),
    "js-aruco2": ("vendor/aruco", ("src/cv.js", "src/aruco.js", "LICENSE.txt")),
}


class BuildError(Exception):
    """The pages could not be built; the message is the sentence for the operator."""


def ensure() -> bool:
    """Build if the sources changed since the last build; True if it built. Raises BuildError."""
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == sources_digest():
        return False
    shutil.rmtree(WEB / "build", ignore_errors=True)
    locks = {path: path.read_text(encoding="utf-8") for path in (ROOT / "reflex.lock").glob("*.json")}
    _export()
    for path, before in locks.items():
        keep_if_the_same(path, before)
    if not BUILD.is_dir():
        raise BuildError(
            "画面のファイルが作られませんでした。ディスクの空きを確かめて、もう一度始めてください。"
        )
    _vendor()
    fit_to_any_origin(BUILD / "assets")
    for source_map in BUILD.rglob("*.map"):
        source_map.unlink()
    # Taken afterwards: a changed package leaves a changed lock file behind.
    STAMP.write_text(sources_digest(), encoding="utf-8")
    return True


def sources_digest() -> str:
    """SHA-256 over the names and contents of everything the build depends on, hex."""
    digest = hashlib.sha256()
    for name in (*SOURCES, *LOCKED):
        start = ROOT / name
        files = sorted(start.rglob("*")) if start.is_dir() else [start]
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def fit_to_any_origin(assets: Path) -> None:
    """Make the pages speak to the origin they came from, whatever its scheme, host name and port.

    Reflex bakes the build's address in, and drops the port under https when that address is a local name.
    Raises BuildError if the build does not look as expected (another Reflex version).
    """
    environment = _the_one(assets, "reflex-env-*.js", r"http://localhost:\d+/")
    text = environment.read_text(encoding="utf-8")
    text = re.sub(r"([`\"'])http://localhost:\d+(/[^`\"']*)\1", r"location.origin+`\2`", text)
    text = re.sub(
        r"([`\"'])ws://localhost:\d+(/[^`\"']*)\1", r"location.origin.replace(/^http/,`ws`)+`\2`", text
    )
    _write_with_gzip(environment, text)
    local_names = r"\[[`\"']localhost[`\"'],[`\"']0\.0\.0\.0[`\"'],[^\]]*\]"
    state = _the_one(assets, "*.js", local_names)
    _write_with_gzip(state, re.sub(local_names, "[]", state.read_text(encoding="utf-8")))


def keep_if_the_same(path: Path, before: str) -> None:
    """Put a lock file back as it was committed unless the export really changed what it locks.

    npm writes the same lock in another order, and on some machines with the addresses of its registry.
    """
    if path.is_file() and _locked(path.read_text(encoding="utf-8")) == _locked(before):
        path.write_text(before, encoding="utf-8")


def _locked(text: str) -> object:
    def without_address(node: dict[str, object]) -> dict[str, object]:
        return {key: value for key, value in node.items() if key != "resolved"}

    return json.loads(text, object_hook=without_address)


def _the_one(assets: Path, pattern: str, contains: str) -> Path:
    found = [path for path in assets.glob(pattern) if re.search(contains, path.read_text(encoding="utf-8"))]
    if len(found) != 1:
        raise BuildError(f"画面の組み立て方が変わっています（{contains}）。この版では始められません。")
    return found[0]


def _write_with_gzip(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(text.encode(), mtime=0))


def _vendor() -> None:
    for package, (target, parts) in VENDORED.items():
        source, destination = WEB / "node_modules" / package, BUILD / target
        if parts is None:
            shutil.copytree(source, destination)
            continue
        destination.mkdir(parents=True)
        for part in parts:
            path = source / part
            if path.is_dir():
                shutil.copytree(path, destination / path.name)
            elif path.is_file():
                shutil.copy2(path, destination / path.name)


def _export() -> None:
    binaries = str(Path(sys.executable).parent)
    environ = os.environ | {
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
    }
    if "NPM_CONFIG_REGISTRY" not in environ:
        # Unset, Reflex would try several registries to find a fast one.
        asked = _run([f"{binaries}/npm", "config", "get", "registry"], environ)
        environ["NPM_CONFIG_REGISTRY"] = asked.stdout.strip().splitlines()[-1] if asked.stdout.strip() else ""
    done = _run([sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"], environ)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildError(
            f"画面を組み立てられませんでした。下の記録を添えて、保守の担当に知らせてください。\n{tail}"
        )


def _run(command: list[str], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    except OSError as error:
        raise BuildError(f"{command[0]} を実行できません：{error.strerror}") from error
