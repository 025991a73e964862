"""Nothing that a clerk was told is kept is lost, though the server is killed while it writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.records import searching
from iga_madoguchi.domain.records.views import Wanted
from tests.domain.records.conftest import Counter

ROOT = Path(__file__).resolve().parents[3]
SAVES = 12


def test_a_kill_in_the_middle_of_typing_loses_nothing(counter: Counter) -> None:
    call = counter.call(end=False)
    url = counter.city.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.domain.records.typist", url, call]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as typist:
        assert typist.stdout is not None
        for _ in range(SAVES):
            assert typist.stdout.readline(), "it types"
        typist.kill()
        # It may have written on before the signal came; what counts is all that it was told.
        told = SAVES + len(typist.stdout.read().split())
    seen = counter.seen(call)
    assert seen.revision >= told
    assert seen.draft.memo == ("あいうえお" * seen.revision)[: seen.revision]
    assert audit.verify(counter.city.database).faults == ()
    found = searching.search(counter.city.database, counter.kodomo, Wanted("うえ"))
    assert [line.call_id for line in found.lines] == [call], "the index is of one piece with the record"
