"""Reads a source tree without running it: modules, what they import, what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "iga_madoguchi"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is dotted below the package ("http.media"), "" for the package itself."""

    path: Path
    name: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Everything this module imports anywhere in it, dotted, as far as the text tells."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        return frozenset(found)

    def imports_any(self, *packages: str) -> set[str]:
        return {name for name in self.imports if any(name == p or name.startswith(p + ".") for p in packages)}

    def calls(self) -> Iterator[tuple[str, int]]:
        """(name of what is called, line): the last attribute, or the plain name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node.lineno
                elif isinstance(node.func, ast.Name):
                    yield node.func.id, node.lineno


def modules(root: Path = ROOT) -> list[Module]:
    """Every module of the package below `root`."""
    package = root / PACKAGE
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found.append(Module(path, name))
    return found
