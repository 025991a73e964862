"""What the house itself notes about a job on its way: sent, taken, hindered, over. No person acts here."""

from __future__ import annotations

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.printing import repository
from iga_madoguchi.domain.printing.lifecycle import OPEN, TABLE, Event, State
from iga_madoguchi.domain.printing.models import PrintJob
from iga_madoguchi.domain.printing.service import CHANGED
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.domain.printing.views import Errand

ENDED = {Event.FINISH, Event.FAIL, Event.STOP, Event.LOSE}


def open_jobs(database: Database, branch_id: str = "") -> tuple[Errand, ...]:
    """Jobs that are not over, of one branch or of all, first come first."""
    with database.reading() as session:
        return tuple(_errand(session, job) for job in repository.open_jobs(session, branch_id))


def read(database: Database, job_id: str) -> Errand | None:
    """The job as it stands, None when it is over."""
    with database.reading() as session:
        job = repository.job(session, job_id)
        return _errand(session, job) if job is not None and job.state in OPEN else None


def sending(database: Database, job_id: str) -> bool:
    """Claim a waiting job for sending; False if somebody has cancelled it meanwhile."""
    return _move(database, job_id, Event.SEND)


def accepted(database: Database, job_id: str, remote_id: int) -> None:
    """The printer has it; its own number leads back to it after a restart."""
    _move(database, job_id, Event.ACCEPT, remote_id=remote_id)


def hindered(database: Database, job_id: str, detail: str) -> None:
    """What keeps the printer from going on, empty when nothing does. Written only when it changes."""
    with database.transaction() as session:
        job = repository.job(session, job_id)
        if job is None or job.state not in OPEN or job.detail == detail:
            return
        if repository.claim(session, job_id, job.state, detail=detail):
            announce(session, CHANGED, job.branch_id)


def over(database: Database, tray: Tray, job_id: str, event: Event, detail: str = "") -> None:
    """The job has ended. Only what failed keeps its document for a while, so that it can be tried again."""
    if _move(database, job_id, event, detail=detail) and event is not Event.FAIL:
        tray.drop(job_id)


def _move(database: Database, job_id: str, event: Event, **values: object) -> bool:
    """Take the step if the job still stands where the step begins; a cancel in between changes where."""
    now = database.clock.now()
    with database.transaction() as session:
        while (job := repository.job(session, job_id)) is not None:
            target = TABLE.get((State(job.state), event))
            if target is None:
                return False
            ended = {"finished_at": now} if event in ENDED else {}
            if repository.claim(session, job_id, job.state, state=target, **values, **ended):
                if event in ENDED:
                    detail = str(values.get("detail", ""))
                    audit.record(session, now, f"printing.job.{target}", SYSTEM, job_id, detail=detail)
                announce(session, CHANGED, job.branch_id)
                return True
            session.refresh(job)
    return False


def _errand(session: Session, job: PrintJob) -> Errand:
    printer = repository.printer(session, job.branch_id)
    uri = "" if printer is None else printer.uri
    return Errand(job.id, job.branch_id, uri, job.state, job.ordered_at, job.remote_id, job.detail)
