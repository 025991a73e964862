"""The catalogue that a new city begins with: data files beside this module, one a department.

`common.toml` holds what many procedures share. An entry names it: `use` in a document or a next step,
a key in place of the words of a `when` or a `deadline`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iga_madoguchi.domain.procedures.content import Content, Known
from iga_madoguchi.domain.procedures.problems import Unusable
from iga_madoguchi.domain.procedures.reading import parse

FOLDER = Path(__file__).with_name("seed")
COMMON = "common"


def seed(known: Known, folder: Path = FOLDER) -> Iterator[tuple[str, Content]]:
    """Ids and contents in the city's order, of the departments that there are.

    Raises ValueError with the file's name for an entry that cannot be used.
    """
    common = _read(folder / f"{COMMON}.toml")
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known.departments:
            continue
        for entry in _read(path)["procedure"]:
            yield entry["id"], _content(path, entry, common, known)


def _content(path: Path, entry: Mapping[str, Any], common: Mapping[str, Any], known: Known) -> Content:
    try:
        return parse(_expanded(entry, common) | {"department": path.stem}, known)
    except Unusable as error:
        told = "; ".join(f"{problem.field}: {problem.code} {problem.data}" for problem in error.problems)
        raise ValueError(f"{path.name} {entry['id']}: {told}") from error
    except KeyError as error:
        raise ValueError(f"{path.name} {entry['id']}: nothing is called {error}") from error


def _expanded(entry: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in entry.items() if key != "id"}
    found["deadline"] = _words(found.get("deadline", {}), common["deadlines"])
    found["documents"] = [_document(one, common) for one in found.get("documents", ())]
    found["next_steps"] = [
        common["steps"][step["use"]] if "use" in step else step for step in found.get("next_steps", ())
    ]
    return found


def _document(entry: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(entry)
    base = common["documents"][found.pop("use")] if "use" in found else {}
    found["when"] = _words(found.get("when", {}), common["whens"])
    return {**base, **found}


def _words(value: str | Mapping[str, str], named: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return named[value] if isinstance(value, str) else value


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
