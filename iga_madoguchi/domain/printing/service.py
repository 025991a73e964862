"""What people do with printers: set one up, order paper at a branch, look, try again, stop it.

Each verb is one transaction. Documents never touch the disk: they wait in the tray, which is memory.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import seats
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.printing import addresses, repository
from iga_madoguchi.domain.printing.lifecycle import COMING, TABLE, Event, State, step
from iga_madoguchi.domain.printing.models import Printer, PrintJob
from iga_madoguchi.domain.printing.ports import Media, Typesetter
from iga_madoguchi.domain.printing.tray import Document, Tray
from iga_madoguchi.domain.printing.views import KINDS, BranchPrinting, JobView, PrinterView
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, Unavailable, WrongOrder
from iga_madoguchi.kit.ids import new_id

CHANGED = "printing.changed"  # payload: branch id

PDF_LIMIT = 20 * 1024 * 1024  # bytes
SHEET_LIMIT = 2 * 1024 * 1024  # bytes of HTML
NAME_LIMIT = 40
OPEN_LIMIT = 10  # jobs under way at one branch
SHOWN = 5  # jobs on a screen
SHOWN_FOR = timedelta(hours=1)


def set_printer(
    database: Database, branch_id: str, uri: str, name: str, actor: Actor, host_names: Collection[str] = ()
) -> None:
    """From now on this branch prints there. Only addresses of the closed network, or `host_names`.

    Raises NotFound `printing.branch.unknown`, InvalidInput `printing.uri.shape|scheme|outside`,
    `printing.name.length`.
    """
    checked = addresses.checked(uri, host_names)
    if len(name) > NAME_LIMIT:
        raise InvalidInput("printing.name.length", limit=NAME_LIMIT)
    with database.transaction() as session:
        _branch_name(session, branch_id)
        row = repository.printer(session, branch_id) or Printer(branch_id=branch_id, uri="")
        row.uri, row.name = checked, name
        session.add(row)
        audit.record(session, database.clock.now(), "printing.printer.set", actor, branch_id, uri=checked)
        announce(session, CHANGED, branch_id)


def forget_printer(database: Database, branch_id: str, actor: Actor) -> bool:
    """The branch has no printer any more; False if it had none. Raises NotFound `printing.branch.unknown`."""
    with database.transaction() as session:
        _branch_name(session, branch_id)
        forgotten = repository.forget(session, branch_id)
        if forgotten:
            audit.record(session, database.clock.now(), "printing.printer.forgotten", actor, branch_id)
            announce(session, CHANGED, branch_id)
    return forgotten


def printers(database: Database) -> tuple[PrinterView, ...]:
    """Every printer that is set up at a branch in use."""
    with database.reading() as session:
        branches = {view.id: view.name for view in terminals.all_terminals(session)}
        return tuple(
            PrinterView(row.branch_id, branches[row.branch_id], row.uri, row.name)
            for row in repository.printers(session)
            if row.branch_id in branches
        )


def printer_of(database: Database, branch_id: str) -> PrinterView:
    """The branch's printer.

    Raises NotFound `printing.branch.unknown`, Unavailable `printing.printer.none` (with `branch`).
    """
    with database.reading() as session:
        name = _branch_name(session, branch_id)
        row = repository.printer(session, branch_id)
        if row is None:
            raise Unavailable("printing.printer.none", branch=name)
        return PrinterView(branch_id, name, row.uri, row.name)


def has_printer(database: Database, branch_id: str) -> bool:
    with database.reading() as session:
        return repository.printer(session, branch_id) is not None


def order(
    database: Database,
    tray: Tray,
    who: Identity,
    branch_id: str,
    kind: str,
    pdf: bytes,
    *,
    media: Media = "A4",
) -> str:
    """Print a PDF at the branch; the job's id. For staff at a desk, and for the branch itself.

    Whether this desk has to do with that branch at the moment is for the caller to check.
    Raises NotFound `printing.branch.unknown`, InvalidInput `printing.kind.unknown`,
    `printing.document.too_large|not_pdf`, Unavailable `printing.printer.none`, `printing.tray.full`,
    Conflict `printing.queue.full`.
    """
    if len(pdf) > PDF_LIMIT:
        raise InvalidInput("printing.document.too_large", limit=PDF_LIMIT // 1024 // 1024)
    if not pdf.startswith(b"%PDF"):
        raise InvalidInput("printing.document.not_pdf")
    return _order(database, tray, who, branch_id, kind, Document(pdf, media))


def order_sheet(
    database: Database,
    tray: Tray,
    typesetter: Typesetter,
    who: Identity,
    branch_id: str,
    kind: str,
    html: str,
    *,
    media: Media = "A4",
) -> str:
    """Print a sheet of `sheets.sheet` at the branch; the job's id. It is typeset when its turn comes.

    Raises as `order` does, and Unavailable `printing.typesetter.missing` (with `package`).
    """
    if typesetter.missing:
        raise Unavailable("printing.typesetter.missing", package=" ".join(typesetter.missing))
    if len(html.encode()) > SHEET_LIMIT:
        raise InvalidInput("printing.document.too_large", limit=SHEET_LIMIT // 1024 // 1024)
    return _order(database, tray, who, branch_id, kind, Document(html, media))


def retry(database: Database, tray: Tray, who: Identity, job_id: str) -> None:
    """もう一度印刷: the same document, as long as it is still in memory, and only in its call.

    Raises NotFound `printing.job.unknown`, WrongOrder `printing.job.<state>|printing.call.none`,
    Unavailable `printing.document.gone|printing.printer.none`, Conflict `printing.queue.full`.
    """
    with database.transaction() as session:
        job = _job_of(session, who, job_id)
        target = step(State(job.state), Event.AGAIN)
        if job.call_id != _talk(session, who, job.branch_id):
            raise WrongOrder("printing.call.none")
        _may_print(session, who, job.branch_id)
        if not tray.renew(job_id):
            raise Unavailable("printing.document.gone")
        _room_for_one_more(session, job.branch_id)
        now = database.clock.now()
        fresh = {"ordered_at": now, "detail": "", "remote_id": None, "finished_at": None}
        if not repository.claim(session, job_id, job.state, state=target, **fresh):
            raise Conflict("printing.job.changed")
        audit.record(session, now, "printing.job.again", who.actor, job_id)
        announce(session, CHANGED, job.branch_id)


def cancel(database: Database, tray: Tray, who: Identity, job_id: str) -> None:
    """取り消す: at once while it waits here, otherwise as soon as the printer lets go of it.

    Raises NotFound `printing.job.unknown`, WrongOrder `printing.job.<state>`, Conflict.
    """
    with database.transaction() as session:
        job = _job_of(session, who, job_id)
        target, now = step(State(job.state), Event.CANCEL), database.clock.now()
        ended = now if target is State.CANCELLED else None
        if not repository.claim(session, job_id, job.state, state=target, finished_at=ended):
            raise Conflict("printing.job.changed")
        audit.record(session, now, "printing.job.cancelled", who.actor, job_id)
        announce(session, CHANGED, job.branch_id)
    if target is State.CANCELLED:
        tray.drop(job_id)


def jobs(database: Database, tray: Tray, who: Identity, branch_id: str) -> BranchPrinting:
    """The branch's printer and the last hour's jobs: a desk sees its own, the branch all of them.

    Raises NotFound `printing.branch.unknown`.
    """
    with database.reading() as session:
        name = _allowed(session, who, branch_id)
        row = repository.printer(session, branch_id)
        by = () if who.terminal_id == branch_id else (who.terminal_id,)
        since = database.clock.now() - SHOWN_FOR
        found, call = repository.latest(session, branch_id, since, by, SHOWN), _talk(session, who, branch_id)
        views = tuple(_view(job, tray, call) for job in found)
        return BranchPrinting(branch_id, name, None if row is None else row.name, views)


def coming(database: Database, who: Identity) -> bool:
    """Whether paper is about to come out of the printer beside this branch's terminal."""
    with database.reading() as session:
        found = repository.open_jobs(session, who.terminal_id)
        return any(job.state in COMING and not job.detail for job in found)


def _order(
    database: Database, tray: Tray, who: Identity, branch_id: str, kind: str, document: Document
) -> str:
    if kind not in KINDS:
        raise InvalidInput("printing.kind.unknown")
    now, job_id = database.clock.now(), new_id()
    # The runner may hear of the job the moment it is committed: the document has to be there before.
    tray.put(job_id, document)
    try:
        with database.transaction() as session:
            require(session, "printing")
            _may_print(session, who, branch_id)
            _room_for_one_more(session, branch_id)
            session.add(
                PrintJob(
                    id=job_id,
                    branch_id=branch_id,
                    kind=kind,
                    ordered_at=now,
                    ordered_by=who.terminal_id,
                    call_id=_talk(session, who, branch_id),
                    state=State.WAITING,
                )
            )
            audit.record(session, now, "printing.job.ordered", who.actor, job_id, branch=branch_id, kind=kind)
            announce(session, CHANGED, branch_id)
    except BaseException:
        tray.drop(job_id)
        raise
    return job_id


def _talk(session: Session, who: Identity, branch_id: str) -> str | None:
    """The call in which this terminal and the branch talk now."""
    call = seats.engaged(session, who.terminal_id)
    return call.id if call is not None and call.branch_id == branch_id else None


def _view(job: PrintJob, tray: Tray, call: str | None) -> JobView:
    """As it is seen in this call: what another resident was given is not printed beside this one."""
    state, ours = State(job.state), job.call_id == call
    return JobView(
        job.id,
        job.branch_id,
        job.kind,
        job.state,
        job.detail,
        job.ordered_at,
        job.finished_at,
        again=state is State.FAILED and ours and tray.get(job.id) is not None,
        stoppable=(state, Event.CANCEL) in TABLE,
    )


def _branch_name(session: Session, branch_id: str) -> str:
    for view in terminals.all_terminals(session):
        if view.id == branch_id and view.kind == "branch":
            return view.name
    raise NotFound("printing.branch.unknown")


def _allowed(session: Session, who: Identity, branch_id: str) -> str:
    """The branch's name, if this person may print there. What is foreign looks like what is absent."""
    if who.terminal_id != branch_id and Permission.DESK_USE not in who.permissions:
        raise NotFound("printing.branch.unknown")
    return _branch_name(session, branch_id)


def _may_print(session: Session, who: Identity, branch_id: str) -> None:
    name = _allowed(session, who, branch_id)
    if repository.printer(session, branch_id) is None:
        raise Unavailable("printing.printer.none", branch=name)


def _room_for_one_more(session: Session, branch_id: str) -> None:
    if len(repository.open_jobs(session, branch_id)) >= OPEN_LIMIT:
        raise Conflict("printing.queue.full", limit=OPEN_LIMIT)


def _job_of(session: Session, who: Identity, job_id: str) -> PrintJob:
    """A job this terminal ordered, or one at its own branch. Raises NotFound."""
    job = repository.job(session, job_id)
    if job is None or who.terminal_id not in (job.ordered_by, job.branch_id):
        raise NotFound("printing.job.unknown")
    return job
