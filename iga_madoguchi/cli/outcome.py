"""The result of a command in both of its forms."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from iga_madoguchi.domain.audit.service import Actor

if TYPE_CHECKING:
    Nouns = argparse._SubParsersAction[argparse.ArgumentParser]

CONSOLE = Actor("console")


@dataclass(frozen=True)
class Outcome:
    """Exit code, sentences for a person, and the document for `--json`."""

    code: int = 0
    text: str = ""
    document: dict[str, Any] = field(default_factory=dict)
