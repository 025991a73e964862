"""Ordering paper: who may, what is refused, what is seen of it, and that nothing of it is kept."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.printing import errands, tray
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.lifecycle import Event
from iga_madoguchi.domain.printing.tray import Document, Tray
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound, Unavailable, WrongOrder
from tests.cast import City

URI = "ipp://192.168.10.20/ipp/print"
PDF = b"%PDF-1.7 Yamada Hanako"


@pytest.fixture
def kept(city: City) -> Tray:
    """A tray, and a printer at Ayama."""
    printing.set_printer(city.database, "ayama", URI, "受付の横", SYSTEM)
    return Tray()


def states(city: City, kept: Tray, who: object) -> list[str]:
    return [job.state for job in printing.jobs(city.database, kept, who, "ayama").jobs]  # type: ignore[arg-type]


def test_a_desk_and_the_branch_itself_may_order(city: City, kept: Tray) -> None:
    desk, branch = city.desk(), city.branch()
    first = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    city.clock.advance(seconds=1)
    second = printing.order(city.database, kept, branch, "ayama", "slip", PDF, media="A5")
    assert kept.get(second) == Document(PDF, "A5")
    assert city.hub.published[-1] == ("printing.changed", "ayama")
    assert [job.id for job in printing.jobs(city.database, kept, branch, "ayama").jobs] == [second, first]
    assert [job.id for job in printing.jobs(city.database, kept, desk, "ayama").jobs] == [first]


def test_nobody_else_may_and_learns_nothing(city: City, kept: Tray) -> None:
    job = printing.order(city.database, kept, city.desk(), "ayama", "memo", PDF)
    hoken, aoyama, bureau = city.desk("hoken"), city.branch("aoyama"), city.admin()
    for who in (aoyama, bureau):
        with pytest.raises(NotFound):
            printing.order(city.database, kept, who, "ayama", "memo", PDF)
        with pytest.raises(NotFound):
            printing.jobs(city.database, kept, who, "ayama")
    for who in (hoken, aoyama, bureau):
        for verb in (printing.retry, printing.cancel):
            with pytest.raises(NotFound) as foreign:
                verb(city.database, kept, who, job)
            with pytest.raises(NotFound) as absent:
                verb(city.database, kept, who, "no-such-job")
            assert (foreign.value.code, foreign.value.data) == (absent.value.code, absent.value.data)
    assert states(city, kept, hoken) == []
    with pytest.raises(NotFound):
        printing.order(city.database, kept, hoken, "kodomo", "memo", PDF)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pdf": b"<html>"}, "printing.document.not_pdf"),
        ({"pdf": b""}, "printing.document.not_pdf"),
        ({"pdf": b"%PDF" + b"x" * printing.PDF_LIMIT}, "printing.document.too_large"),
        ({"kind": "poster"}, "printing.kind.unknown"),
        ({"branch_id": "aoyama"}, "printing.printer.none"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_stays(
    city: City, kept: Tray, change: dict[str, object], code: str
) -> None:
    order: dict[str, object] = {"branch_id": "ayama", "kind": "memo", "pdf": PDF} | change
    before = len(audit.newest(city.database))
    desk = city.desk()
    before = len(audit.newest(city.database))
    with pytest.raises(DomainError) as refused:
        printing.order(city.database, kept, desk, **order)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert kept == Tray()
    assert errands.open_jobs(city.database) == ()
    assert len(audit.newest(city.database)) == before


def test_a_branch_takes_so_many_and_the_tray_so_much(
    city: City, kept: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = city.desk()
    for _ in range(printing.OPEN_LIMIT):
        job = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    with pytest.raises(Conflict) as full:
        printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    assert full.value.code == "printing.queue.full"
    printing.cancel(city.database, kept, desk, job)
    monkeypatch.setattr(tray, "ROOM", len(PDF) * printing.OPEN_LIMIT - 1)
    with pytest.raises(Unavailable) as no_room:
        printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    assert no_room.value.code == "printing.tray.full"


def test_neither_the_database_nor_the_log_knows_what_was_printed(city: City, kept: Tray) -> None:
    printing.order(city.database, kept, city.desk(), "ayama", "memo", PDF)
    with city.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM print_job").fetchall()
        rows += connection.exec_driver_sql("SELECT * FROM operation_log").fetchall()
    assert "Yamada" not in str(rows)
    assert "kodomoさん" not in str(rows)


def test_cancel_and_again_follow_the_table(city: City, kept: Tray) -> None:
    desk = city.desk()
    job = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    with pytest.raises(WrongOrder) as early:
        printing.retry(city.database, kept, desk, job)
    assert early.value.code == "printing.job.waiting"
    assert errands.sending(city.database, job)
    errands.accepted(city.database, job, 7)
    printing.cancel(city.database, kept, desk, job)
    assert states(city, kept, desk) == ["cancelling"]
    errands.over(city.database, kept, job, Event.FAIL, "paper.jam")
    (view,) = printing.jobs(city.database, kept, desk, "ayama").jobs
    assert (view.state, view.detail, view.again, view.stoppable) == ("failed", "paper.jam", True, False)
    printing.retry(city.database, kept, desk, job)
    (view,) = printing.jobs(city.database, kept, desk, "ayama").jobs
    assert (view.state, view.detail, view.finished_at) == ("waiting", "", None)
    printing.cancel(city.database, kept, desk, job)
    assert states(city, kept, desk) == ["cancelled"]
    assert kept == Tray()
    assert not errands.sending(city.database, job), "what is cancelled is not sent"
    with pytest.raises(WrongOrder):
        printing.cancel(city.database, kept, desk, job)


def test_a_document_stays_only_as_long_as_it_is_of_use(
    city: City, kept: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = city.desk()
    jobs = {
        event: printing.order(city.database, kept, desk, "ayama", "memo", PDF)
        for event in (Event.FINISH, Event.STOP, Event.LOSE, Event.FAIL)
    }
    for event, job in jobs.items():
        errands.sending(city.database, job)
        errands.accepted(city.database, job, 7)
        errands.over(city.database, kept, job, event)
    assert [event for event, job in jobs.items() if kept.get(job)] == [Event.FAIL]
    monkeypatch.setattr(tray, "KEPT_S", 0.0)
    assert kept.get(jobs[Event.FAIL]) is None
    with pytest.raises(Unavailable) as gone:
        printing.retry(city.database, kept, desk, jobs[Event.FAIL])
    assert gone.value.code == "printing.document.gone"


def test_a_screen_shows_the_last_hour_and_paper_that_really_comes(city: City, kept: Tray) -> None:
    desk, branch = city.desk(), city.branch()
    assert not printing.coming(city.database, branch)
    job = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    errands.sending(city.database, job)
    assert printing.coming(city.database, branch)
    assert not printing.coming(city.database, city.branch("aoyama"))
    errands.hindered(city.database, job, "paper.empty")
    assert not printing.coming(city.database, branch)
    city.clock.advance(minutes=61)
    assert states(city, kept, desk) == []


def test_a_printer_is_set_changed_and_forgotten(city: City) -> None:
    with pytest.raises(NotFound):
        printing.set_printer(city.database, "kodomo", URI, "", SYSTEM)
    with pytest.raises(InvalidInput):
        printing.set_printer(city.database, "ayama", URI, "あ" * 41, SYSTEM)
    printing.set_printer(city.database, "ayama", URI, "", SYSTEM)
    printing.set_printer(city.database, "ayama", URI.replace("20", "21"), "受付の横", SYSTEM)
    (view,) = printing.printers(city.database)
    assert (view.branch_name, view.uri, view.name) == ("阿山支所", URI.replace("20", "21"), "受付の横")
    assert printing.forget_printer(city.database, "ayama", SYSTEM)
    assert not printing.forget_printer(city.database, "ayama", SYSTEM)
    with pytest.raises(Unavailable) as none:
        printing.printer_of(city.database, "ayama")
    assert none.value.data == {"branch": "阿山支所"}


@pytest.mark.parametrize("kind", ["memo", "form", "guide"])
def test_one_residents_paper_does_not_come_out_beside_the_next(city: City, kept: Tray, kind: str) -> None:
    desk, branch = city.desk(), city.branch()
    call = calls.place(city.database, city.presence, branch, "kodomo")
    calls.answer(city.database, city.presence, desk, call)
    failed = printing.order(city.database, kept, desk, "ayama", kind, PDF)
    errands.over(city.database, kept, failed, Event.FAIL, "paper.jam")
    assert [job.again for job in printing.jobs(city.database, kept, desk, "ayama").jobs] == [True]
    calls.hang_up(city.database, city.presence, desk, call)
    assert [job.again for job in printing.jobs(city.database, kept, desk, "ayama").jobs] == [False]
    following = calls.place(city.database, city.presence, branch, "kodomo")
    calls.answer(city.database, city.presence, desk, following)
    shown = printing.jobs(city.database, kept, desk, "ayama").jobs
    assert [job.id for job in shown if job.again] == []
    with pytest.raises(WrongOrder, match=r"printing\.call\.none"):
        printing.retry(city.database, kept, desk, failed)
    calls.hang_up(city.database, city.presence, desk, following)
    with pytest.raises(WrongOrder):
        printing.retry(city.database, kept, desk, failed)


def test_a_document_that_is_printed_again_stays_until_it_is_printed(
    city: City, kept: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(tray.time, "monotonic", lambda: now)
    desk = city.desk()
    job = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    errands.over(city.database, kept, job, Event.FAIL, "paper.jam")
    now += 29 * 60
    printing.retry(city.database, kept, desk, job)
    now += 2 * 60
    assert kept.get(job) is not None


def test_again_is_refused_where_there_is_no_printer_any_more(city: City, kept: Tray) -> None:
    desk = city.desk()
    job = printing.order(city.database, kept, desk, "ayama", "memo", PDF)
    errands.over(city.database, kept, job, Event.FAIL, "paper.jam")
    printing.forget_printer(city.database, "ayama", SYSTEM)
    with pytest.raises(Unavailable, match=r"printing\.printer\.none"):
        printing.retry(city.database, kept, desk, job)
