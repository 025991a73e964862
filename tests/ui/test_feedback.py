"""Whatever the records refuse has a sentence for the clerk, which the error's own data can fill."""

from __future__ import annotations

import re
from pathlib import Path

from iga_madoguchi.domain.records import models, policy
from iga_madoguchi.ui.text.ja.feedback import SENTENCES

ROOM = Path(models.__file__).parent
CODE = re.compile(r'"(records\.[a-z]+\.[a-z_]+)"')
LOGGED = {
    "records.draft.saved",
    "records.draft.refused",
    "records.record.amended",
    "records.papers.counted",
    "records.survey.answered",
    "records.name.set",
    "records.assumption.set",
    "records.record.printed",
}
"""Actions and events, which nobody is told of; `records.record.finished` is an action and an error."""
DATA = {"limit": 1, "length": 2, "author": "x"}


def test_every_refusal_has_a_sentence() -> None:
    said = {code for path in ROOM.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(said) > 30
    assert sorted(said - LOGGED - set(SENTENCES)) == []
    assert sorted({code for code in SENTENCES if code.startswith("records.")} - said) == []
    assert all(SENTENCES[code].format(**DATA) for code in said - LOGGED)
    assert policy.MEMO_LIMIT == 20_000
