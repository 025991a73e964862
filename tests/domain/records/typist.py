"""A clerk's page in a process of its own, for the test that kills it: types on and says what is kept."""

from __future__ import annotations

import sys

from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.permissions import ROLES
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.records import service
from iga_madoguchi.domain.records.views import Draft, Stamp
from iga_madoguchi.kit.hub import Hub
from tests.fakes import FakeClock


def main(url: str, call_id: str) -> None:
    database = Database(open_engine(url), Hub(), FakeClock())
    clerk = Identity("s-1", "kodomo", "desk", "こども未来課", ROLES["desk"], 1, "kodomo", "kodomoさん")
    memo, seen = "", 0
    while True:
        memo += "あいうえお"[len(memo) % 5]
        saved = service.save_draft(database, clerk, call_id, "kodomo", Draft(memo), Stamp(seen))
        seen = saved.revision
        sys.stdout.write(f"{saved.revision}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
