"""The lifecycle as a drawing and a table for `docs/develop/lifecycle.md`, made from the table itself.

`python -m iga_madoguchi.domain.calls.drawing > docs/develop/lifecycle.md` renews it; a test compares.
"""

from __future__ import annotations

import sys

from iga_madoguchi.domain.calls.lifecycle import TABLE, State

_HEAD = """# The life of a call

Made from `TABLE` in `iga_madoguchi/domain/calls/lifecycle.py`; a test fails when the two differ.

"""


def markdown() -> str:
    """The whole document: a Mermaid state diagram and the table with who may cause each event."""
    drawn = ["stateDiagram-v2", f"    [*] --> {State.PLACED}: place (branch)"]
    drawn += [f"    {row.source} --> {row.target}: {row.event} ({row.by})" for row in TABLE]
    drawn.append(f"    {State.ENDED} --> [*]")
    rows = ["| from | event | to | caused by | reason |", "|---|---|---|---|---|"]
    rows += [f"| {r.source} | {r.event} | {r.target} | {r.by} | {r.reason or ''} |" for r in TABLE]
    return _HEAD + "```mermaid\n" + "\n".join(drawn) + "\n```\n\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(markdown())
