"""Where a page stands in writing one record: what it has seen, how often it has saved. For two screens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.records import service as records
from iga_madoguchi.domain.records.views import Draft, RecordView, Saved, Stamp
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services


@dataclass(frozen=True)
class Pen:
    """`writer` is new with every record that is opened, so that a page is told from itself an hour ago."""

    call: str = ""
    department: str = ""
    revision: int = 0
    writer: str = ""
    number: int = 0

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.revision, self.writer, self.number)


def pen_for(record: RecordView) -> Pen:
    return Pen(record.call_id, record.department_id, record.revision, new_id())


async def write(made: Services, who: Identity, pen: Pen, draft: Draft) -> Pen:
    """Save the draft; the pen for the next save. Raises as `save_draft` does."""
    now = replace(pen, number=pen.number + 1)
    saved: Saved = await offload(
        records.save_draft, made.database, who, now.call, now.department, draft, now.stamp
    )
    return replace(now, revision=saved.revision)
