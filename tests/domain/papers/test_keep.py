"""How long papers stay, what is left of them, and what a crash in between leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls import talk
from iga_madoguchi.domain.papers import keeping, look, marking
from iga_madoguchi.domain.papers.identity import check_identity, identity_checks
from iga_madoguchi.domain.papers.policy import IDENTITY_LIMIT, LIVE
from iga_madoguchi.domain.papers.views import Shown
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests import papers
from tests.domain.papers.conftest import Counter


def keep(counter: Counter, paper: str, days: int = 30, who: object = None) -> None:
    by = who or counter.kodomo
    keeping.keep(counter.city.database, counter.vault, by, counter.call, paper, days)  # type: ignore[arg-type]


def test_at_the_end_of_the_call_everything_not_kept_goes(counter: Counter) -> None:
    database, passing, kept = counter.city.database, counter.still(), counter.document(papers.pdf())
    keep(counter, kept)
    marking.mark(database, counter.kodomo, counter.call, "line", [(0, 0), (1, 1)])
    assert keeping.leave(database, counter.vault, counter.call) == 0, "the call is still on"
    counter.hang_up()
    assert keeping.leave(database, counter.vault, counter.call) == 1
    assert keeping.leave(database, counter.vault, counter.call) == 0
    assert (counter.blobs("passing"), counter.blobs("kept"), counter.keys()) == (0, 2, 1)
    assert [view.paper for view in keeping.kept(database)] == [kept]
    assert counter.logged("papers.paper.deleted") == [{"paper": passing, "why": "call_over"}]


def test_what_is_kept_is_seen_by_its_department_and_every_look_is_logged(counter: Counter) -> None:
    paper = counter.still()
    keep(counter, paper)
    counter.hang_up()
    keeping.leave(counter.city.database, counter.vault, counter.call)
    assert counter.image(counter.kodomo, paper).data
    assert counter.image(counter.kodomo, paper).data
    assert counter.logged("papers.kept.looked") == [{"paper": paper, "page": 1}] * 2
    for who in (counter.ayama, counter.hoken, counter.city.admin()):
        with pytest.raises(NotFound):
            counter.image(who, paper)
    assert len(counter.logged("papers.kept.looked")) == 2


def test_what_is_kept_is_listed_for_its_department_alone(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still()
    counter.still()  # goes with the call
    keep(counter, paper, 30)
    assert look.kept(database, counter.kodomo, counter.call) == (), "the call is still on"
    counter.hang_up()
    assert [view.id for view in look.kept(database, counter.kodomo, counter.call)] == [paper]
    for who in (counter.ayama, counter.hoken, counter.city.admin()):
        assert look.kept(database, who, counter.call) == ()
    counter.city.clock.advance(days=30)
    assert look.kept(database, counter.kodomo, counter.call) == ()


def test_what_is_kept_belongs_to_the_department_that_kept_it_wherever_the_call_ends(counter: Counter) -> None:
    city, kaigo = counter.city, counter.city.desk("kaigo")
    paper = counter.still()
    keep(counter, paper)
    talk.transfer(city.database, city.presence, counter.kodomo, counter.call, "kaigo")
    calls.answer(city.database, city.presence, kaigo, counter.call)
    calls.hang_up(city.database, city.presence, kaigo, counter.call)
    assert counter.image(counter.kodomo, paper).data
    with pytest.raises(NotFound):
        counter.image(kaigo, paper)
    with pytest.raises(NotFound):
        keeping.discard(city.database, counter.vault, kaigo, counter.call, paper)


def test_what_is_kept_is_nobody_elses_while_the_call_moves_on(counter: Counter) -> None:
    paper = counter.still()
    keep(counter, paper)
    talk.transfer(counter.city.database, counter.city.presence, counter.kodomo, counter.call, "kaigo")
    with pytest.raises(NotFound):
        counter.image(counter.city.desk("kaigo"), paper)


def test_a_kept_paper_goes_when_its_time_is_over(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still()
    keep(counter, paper, 2)
    counter.hang_up()
    (row,) = keeping.kept(database)
    assert (row.paper, row.kept_until - counter.city.clock.now()) == (paper, timedelta(days=2))
    counter.city.clock.advance(days=1, hours=23)
    keeping.purge(database, counter.vault)
    assert counter.blobs() == 1
    counter.city.clock.advance(hours=1)
    with pytest.raises(NotFound):
        counter.image(counter.kodomo, paper)
    counter.city.clock.advance(minutes=1)
    assert keeping.purge(database, counter.vault) == 1
    assert (counter.blobs(), counter.keys(), keeping.kept(database)) == (0, 0, ())
    assert counter.logged("papers.paper.deleted") == [{"paper": paper, "why": "expired"}]


def test_only_the_desk_in_charge_keeps_and_discards(counter: Counter) -> None:
    paper = counter.still()
    for who, error in ((counter.ayama, NotAllowed), (counter.hoken, NotFound)):
        with pytest.raises(error):
            keep(counter, paper, who=who)
        with pytest.raises(error):
            keeping.discard(counter.city.database, counter.vault, who, counter.call, paper)
    for days in (0, 366, -1):
        with pytest.raises(InvalidInput):
            keep(counter, paper, days)
    assert counter.blobs("passing") == 1


def test_what_is_discarded_is_no_longer_shown(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still()
    marking.show(database, counter.kodomo, counter.call, paper)
    marking.mark(database, counter.ayama, counter.call, "line", [(0, 0), (1, 1)])
    keeping.discard(database, counter.vault, counter.kodomo, counter.call, paper)
    table = counter.table()
    assert (table.papers, table.shown, table.live) == ((), Shown(LIVE, 1), ())
    assert (counter.blobs(), counter.keys()) == (0, 0)
    with pytest.raises(NotFound):
        keeping.discard(database, counter.vault, counter.kodomo, counter.call, paper)


def test_a_kept_paper_can_be_discarded_after_the_call(counter: Counter) -> None:
    paper = counter.still()
    keep(counter, paper)
    counter.hang_up()
    with pytest.raises(NotFound):
        keeping.discard(counter.city.database, counter.vault, counter.hoken, counter.call, paper)
    keeping.discard(counter.city.database, counter.vault, counter.kodomo, counter.call, paper)
    assert counter.keys() == 0


def test_a_start_tidies_up_what_a_crash_left(counter: Counter) -> None:
    database, vault = counter.city.database, counter.vault
    kept, passing = counter.still(), counter.still()
    keep(counter, kept)
    orphan = vault.new_key()
    vault.put(orphan, b"written, and then the power went before the row")
    form = vault.new_key()
    assert keeping.recover(database, vault, [form]) == 2
    assert vault.unseal(form, vault.seal(form, b"a form's key is none of its business")), "still there"
    vault.destroy(form)
    assert counter.image(counter.kodomo, passing).data
    counter.hang_up()
    # The server died before anybody heard that the call is over.
    assert keeping.recover(database, vault, ()) == 1
    assert (counter.blobs(), counter.keys()) == (1, 1)
    assert counter.image(counter.kodomo, kept).data
    assert keeping.recover(database, vault, ()) == 0


def test_a_deletion_that_was_cut_short_is_finished(counter: Counter) -> None:
    database, paper = counter.city.database, counter.still()
    with database.reading() as session:
        from iga_madoguchi.domain.papers import repository

        row = repository.paper(session, counter.call, paper)
        assert row is not None
    counter.vault.destroy(row.key)
    with pytest.raises(NotFound):
        counter.image(counter.kodomo, paper)
    counter.hang_up()
    assert keeping.leave(database, counter.vault, counter.call) == 1


def test_what_a_check_of_identity_leaves_is_its_result(counter: Counter) -> None:
    database = counter.city.database
    check_identity(database, counter.kodomo, counter.call, "mynumber", "match")
    (row,) = identity_checks(database, counter.kodomo, counter.call)
    assert (row.document, row.result, row.staff_name) == ("mynumber", "match", "kodomoさん")
    assert counter.logged("papers.identity.checked") == [{"document": "mynumber", "result": "match"}]
    for bad in (("passport2", "match"), ("passport", "maybe"), ("", "")):
        with pytest.raises(InvalidInput):
            check_identity(database, counter.kodomo, counter.call, *bad)
    with pytest.raises(NotAllowed):
        check_identity(database, counter.ayama, counter.call, "licence", "match")
    with pytest.raises(NotFound):
        check_identity(database, counter.hoken, counter.call, "licence", "match")
    for outsider in (counter.ayama, counter.hoken):
        with pytest.raises(NotFound):
            identity_checks(database, outsider, counter.call)
    assert audit.verify(database).faults == ()


def test_a_call_has_so_many_checks_of_identity(counter: Counter) -> None:
    database, who = counter.city.database, counter.kodomo
    for _ in range(IDENTITY_LIMIT):
        check_identity(database, who, counter.call, "licence", "match")
    with pytest.raises(Conflict, match=r"papers\.identity\.full"):
        check_identity(database, who, counter.call, "licence", "match")
    assert len(identity_checks(database, who, counter.call)) == IDENTITY_LIMIT


def test_what_has_lapsed_is_not_kept_on_while_it_goes(counter: Counter) -> None:
    database, vault = counter.city.database, papers.HinderedVault(counter.folder, None)
    first, second = counter.still(), counter.still()
    for paper, days in ((first, 1), (second, 2)):
        keeping.keep(database, vault, counter.kodomo, counter.call, paper, days)
    counter.hang_up()
    counter.city.clock.advance(days=3)
    refused = []

    def keep_on() -> None:
        try:
            keeping.keep(database, vault, counter.kodomo, counter.call, second, 30)
        except NotFound:
            refused.append(second)

    vault.meanwhile = keep_on
    assert keeping.purge(database, vault) == 2
    assert refused == [second], "nothing is promised of what may be going at this moment"


def test_a_kept_paper_is_not_looked_at_after_its_time(counter: Counter) -> None:
    paper = counter.still()
    keeping.keep(counter.city.database, counter.vault, counter.kodomo, counter.call, paper, 1)
    counter.hang_up()
    counter.city.clock.advance(days=2)
    with pytest.raises(NotFound):
        counter.image(counter.kodomo, paper)
    for late in (keeping.discard, lambda *given: keeping.keep(*given, 30)):
        with pytest.raises(NotFound):
            late(counter.city.database, counter.vault, counter.kodomo, counter.call, paper)


def test_a_discard_that_was_cut_short_is_finished_by_the_next_sweep(counter: Counter) -> None:
    database, vault = counter.city.database, papers.HinderedVault(counter.folder, None)
    paper = counter.still()
    keeping.keep(database, vault, counter.kodomo, counter.call, paper, 365)
    counter.hang_up()

    def power_cut() -> None:
        raise KeyboardInterrupt

    vault.meanwhile = power_cut
    with pytest.raises(KeyboardInterrupt):
        keeping.discard(database, vault, counter.kodomo, counter.call, paper)
    with pytest.raises(NotFound):
        counter.image(counter.kodomo, paper)
    counter.city.clock.advance(minutes=2)
    keeping.recover(database, counter.vault, ())
    assert keeping.kept(database) == ()
    assert (counter.keys(), counter.blobs()) == (0, 0)
