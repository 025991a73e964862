"""What the catalogue refuses has a sentence on the office's screens."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from iga_madoguchi.domain.procedures import problems
from iga_madoguchi.ui.text.ja.feedback import SENTENCES

FOLDER = Path(problems.__file__).parent
CODE = r'\(\s*"(procedures\.[a-z_.]+)"'
RAISED = re.compile(rf"(?:NotFound|Conflict|InvalidInput|WrongOrder|__init__){CODE}")


def test_every_refusal_of_the_catalogue_has_its_sentence() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    raised = set(RAISED.findall(code))
    assert {"procedures.version.changed", "procedures.import.faulty", "procedures.full"} <= raised
    assert raised - set(SENTENCES) == set()


def test_the_sentences_ask_for_what_the_refusals_bring() -> None:
    brought = {
        "procedures.version.changed": {"by", "at", "version"},
        "procedures.content.unusable": {"count", "first"},
        "procedures.import.faulty": {"count", "first"},
    }
    for code, names in brought.items():
        assert {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name} <= names
