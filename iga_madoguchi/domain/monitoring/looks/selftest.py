"""What the terminals found out about themselves: a camera that is covered, a microphone that is off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.looks.places import phone, terminals_now
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import Finding
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.selftests.views import Part, Standing

SERIOUS: frozenset[Part] = frozenset({"camera", "paper", "mic", "speaker", "line"})
"""Without these nobody is seen or heard; all else hampers nobody yet."""
ELSEWHERE: frozenset[Part] = frozenset({"printer"})
"""Looked at all day by a look of its own."""


def tests(around: Around, _now: datetime) -> Iterator[Finding]:
    places, is_open = terminals_now(around)
    known = {one.terminal_id: one for one in selftests.standings(around.database)}
    for place in places:
        words = {"name": place.name, "kind": place.kind, "phone": phone(place)}
        standing = known[place.id]
        yield from _parts(standing, words)
        cause = Cause("test.missed", place.id)
        if not is_open or not around.presence.online(place.id):
            yield Finding(cause, Status.NONE, words={**words, "why": "" if is_open else "closed"})
        else:
            yield Finding(cause, Status.OK if standing.missed_since is None else Status.WARN, words=words)


def _parts(standing: Standing, words: dict[str, str]) -> Iterator[Finding]:
    run = standing.last
    for found in () if run is None else run.findings:
        if found.part in ELSEWHERE:
            continue
        told = {**words, "part": found.part, "code": found.code}
        seen = Status.UNKNOWN
        if found.state == "bad":
            seen = Status.BAD if found.part in SERIOUS else Status.WARN
        elif found.state == "good":
            seen = Status.OK if standing.missed_since is None else Status.UNKNOWN
        yield Finding(Cause("terminal.unwell", f"{standing.terminal_id}.{found.part}"), seen, words=told)
