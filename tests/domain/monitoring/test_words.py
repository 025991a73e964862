"""Every check has its words, its handbook entry, and sentences that need nothing that is not given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from iga_madoguchi.domain.monitoring import sentences as text
from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.checks import BY_ID, CHECKS, COMPONENTS, Cause
from iga_madoguchi.domain.monitoring.looks.everything import LOOKS, OF_THE_LOOKOUT
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView

HANDBOOK = (Path(__file__).parents[3] / "docs" / "operate" / "ijou.md").read_text(encoding="utf-8")
GIVEN = {"name", "phone", "whom", "detail", "job", "disk", "value", "free", "why", "database", "left"}
GIVEN |= {
    "backup",
    "package",
    "seconds",
    "trouble",
    "remedy",
    "unwell",
    "place",
    "place_why",
    "room",
    "room_first",
    "means",
    "fault",
    "maintenance",
    "building",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_what_whom_and_what_to_do(check: object) -> None:
    id_ = check.id  # type: ignore[attr-defined]
    words = text.CHECKS[id_]
    assert all((words.name, words.title, words.happened, words.hampered, words.todo, words.call))
    assert f"\n| {words.name} |" in HANDBOOK
    for said in (words.title, words.happened, words.hampered, words.call, *words.todo):
        assert {name for _, name, _, _ in Formatter().parse(said) if name} <= GIVEN
    one = IncidentView(1, Cause(id_, "x"), datetime(2026, 11, 24, tzinfo=UTC), Status.BAD, {"figure": "5"})
    made = [
        checks.title(one),
        checks.happened(one),
        checks.hampered(one),
        checks.call(one, {"maintenance": "1", "building": "2"}),
        *checks.todo(one),
    ]
    assert not [said for said in made if "{" in said]


def test_the_table_the_looks_and_the_words_are_one() -> None:
    assert set(text.CHECKS) == set(BY_ID)
    assert len(BY_ID) == len(CHECKS)
    looked = [id_ for _, ids in LOOKS for id_ in ids] + list(OF_THE_LOOKOUT)
    assert sorted(looked) == sorted(BY_ID)
    assert set(text.COMPONENTS) == set(COMPONENTS)
    assert {check.component for check in CHECKS} == set(COMPONENTS)
