"""A record is kept as it is typed, by its own department only, and changes afterwards with a trace."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from iga_madoguchi.domain.accounts.permissions import ROLES
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls import talk
from iga_madoguchi.domain.records import look, policy, service, settings
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.views import Draft, DraftConflict, Stamp
from iga_madoguchi.errors import InvalidInput, NotFound, WrongOrder
from tests.domain.records.conftest import TYPED, Counter, refused


def test_what_is_typed_during_the_call_is_there_after_it(counter: Counter) -> None:
    call = counter.call(end=False)
    blank = counter.seen(call)
    assert (blank.state, blank.id, blank.revision, blank.department_id) == ("blank", 0, 0, "kodomo")
    saved = counter.save(call, Draft(memo="児童"))
    assert (saved.revision, saved.taken) == (1, True)
    assert counter.save(call, TYPED, 1).revision == 2
    counter.hang_up(call)
    seen = counter.seen(call)
    assert (seen.state, seen.draft, seen.revision, seen.clerk) == ("draft", TYPED, 2, "kodomoさん")
    assert (seen.minutes, seen.measured, seen.branch_name, seen.ticket) == (10, 10, "阿山支所", 1)
    assert counter.save(call, replace(TYPED, memo="あとで書きたした"), 2).revision == 3


def test_the_same_text_again_changes_nothing(counter: Counter) -> None:
    call = counter.call()
    first = counter.save(call)
    assert counter.save(call) == first
    assert counter.save(call, seen=1) == first
    written = [entry.action for entry in audit.history(counter.city.database, str(first.record_id))]
    assert written == ["records.draft.saved"]


def test_an_older_text_that_comes_late_is_passed_over(counter: Counter) -> None:
    """Two saves of one page overtake each other, and the acknowledgement of the first is lost."""
    call = counter.call()
    older, newer = replace(TYPED, memo="口座"), replace(TYPED, memo="口座の写し")
    assert counter.save(call, newer, 0, writer="page", number=2).taken
    late = counter.save(call, older, 0, writer="page", number=1)
    assert (late.taken, late.revision) == (False, 1)
    assert counter.seen(call).draft == newer
    newest = replace(TYPED, memo="口座の写しを持ってくる")
    assert counter.save(call, newest, 0, writer="page", number=3).taken, "not seen, but its own and newer"
    assert counter.seen(call).draft == newest
    assert look.revisions(counter.city.database, counter.kodomo, late.record_id) == ()


def test_two_pages_never_overwrite_each_other(counter: Counter) -> None:
    call = counter.call()
    counter.save(call, writer="one", number=1)
    other = replace(TYPED, memo="別の画面で書いた")
    with pytest.raises(DraftConflict) as conflict:
        counter.save(call, other, 0, writer="two", number=7)
    assert (conflict.value.code, conflict.value.now.draft) == ("records.draft.newer", TYPED)
    record = counter.seen(call)
    (aside,) = look.revisions(counter.city.database, counter.kodomo, record.id)
    assert (aside.aside, aside.draft, aside.author) == (True, other, "kodomoさん"), "what was typed is kept"
    assert counter.save(call, other, record.revision, writer="two", number=8).taken


def test_two_first_saves_at_once_are_one_record_and_none_is_lost(counter: Counter) -> None:
    call = counter.call()
    together = threading.Barrier(2)

    def save(memo: str) -> str:
        together.wait()
        try:
            counter.save(call, Draft(memo=memo), 0, writer=memo, number=1)
        except DraftConflict:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, ("one", "two"))) == ["kept", "refused"]
    seen = counter.seen(call)
    (aside,) = look.revisions(counter.city.database, counter.kodomo, seen.id)
    assert {seen.draft.memo, aside.draft.memo} == {"one", "two"}


def test_another_clerk_of_the_department_writes_on_and_the_first_text_stays_readable(
    counter: Counter,
) -> None:
    call = counter.call()
    counter.save(call)
    colleague = counter.city.staff("hayashi", "desk", "kodomo")
    counter.save(call, replace(TYPED, memo="書きなおした"), 1, who=colleague)
    (earlier,) = look.revisions(counter.city.database, colleague, counter.seen(call).id)
    assert (earlier.number, earlier.aside, earlier.draft, earlier.author) == (1, False, TYPED, "kodomoさん")


def test_a_finished_record_changes_only_with_a_reason(counter: Counter) -> None:
    database, call = counter.city.database, counter.call()
    assert refused(InvalidInput, lambda: counter.finish(call, Draft(memo="x"))) == "records.result.missing"
    finished = counter.finish(call)
    assert (finished.state, finished.finished_at) == ("finished", counter.city.clock.now())
    changed = replace(TYPED, memo="児童手当の認定請求。口座の写しを受け取った。", result="accepted")
    assert refused(WrongOrder, lambda: counter.save(call, changed, 1)) == "records.record.finished"

    def amend(reason: str, draft: Draft = changed, seen: int = 1) -> object:
        return service.amend(database, counter.kodomo, finished.id, draft, seen, reason)

    assert refused(InvalidInput, lambda: amend(" ")) == "records.reason.missing"
    assert refused(InvalidInput, lambda: amend("長" * 201)) == "records.reason.too_long"
    counter.city.clock.advance(hours=1)
    amend("郵送で届いた")
    again = look.one(database, counter.kodomo, finished.id)
    assert (again.draft, again.reason, again.amended, again.state) == (
        changed,
        "郵送で届いた",
        True,
        "finished",
    )
    (before,) = look.revisions(database, counter.kodomo, finished.id)
    assert (before.draft, before.author, before.at, before.reason) == (
        TYPED,
        "kodomoさん",
        finished.saved_at,
        "",
    )
    with pytest.raises(DraftConflict):
        amend("古い画面から", replace(changed, memo="古い"), 1)
    assert look.one(database, counter.kodomo, finished.id).draft == changed
    assert counter.finish(call, changed).state == "finished", "the same once more is no change"


def test_a_draft_is_not_amended(counter: Counter) -> None:
    saved = counter.save(counter.call())

    def amend() -> object:
        return service.amend(counter.city.database, counter.kodomo, saved.record_id, TYPED, 1, "なおす")

    assert refused(WrongOrder, amend) == "records.record.draft"


def test_only_the_department_that_answered_knows_of_the_record(counter: Counter) -> None:
    city, call = counter.city, counter.call()
    finished = counter.finish(call)
    hoken, admin, branch = city.desk("hoken"), city.admin(), counter.ayama
    for stranger in (hoken, admin, branch, city.branch_staff("ayama")):
        for act in (
            lambda who=stranger: look.one(city.database, who, finished.id),
            lambda who=stranger: look.at_desk(city.database, who, call),
            lambda who=stranger: look.at_desk(city.database, who, call, "kodomo"),
            lambda who=stranger: look.revisions(city.database, who, finished.id),
            lambda who=stranger: counter.save(call, TYPED, 1, who=who),
            lambda who=stranger: service.amend(city.database, who, finished.id, TYPED, 1, "みたい"),
            lambda who=stranger: look.one(city.database, who, finished.id + 1),
        ):
            assert refused(NotFound, act) == "records.record.unknown"
        assert look.unwritten(city.database, stranger) == ()
        assert look.matters(city.database, stranger) == () or stranger is hoken
    assert (
        refused(NotFound, lambda: counter.save(call, who=hoken, department="hoken"))
        == "records.record.unknown"
    )
    for absurd in (0, -1, 2**63, 10**30):
        assert refused(NotFound, lambda n=absurd: look.one(city.database, counter.kodomo, n))
    assert look.one(city.database, counter.kodomo, finished.id).draft == TYPED


def test_the_role_decides_too_not_only_the_place(counter: Counter) -> None:
    """Whoever sits at a desk's terminal without a desk's role reads nothing there."""
    finished = counter.finish(counter.call())
    place = ("kodomo", "desk", "こども未来課")
    database = counter.city.database
    for who in (
        Identity("s-9", *place, ROLES["admin"], 9, "bureau", "bureauさん"),
        Identity("t-9", *place, ROLES["desk"]),
    ):
        with pytest.raises(NotFound, match="records.record.unknown"):
            look.one(database, who, finished.id)
        assert look.unwritten(database, who) == ()


def test_a_call_that_nobody_answered_has_no_record(counter: Counter) -> None:
    call = calls.place(counter.city.database, counter.city.presence, counter.ayama, "kodomo")
    assert refused(NotFound, lambda: counter.save(call)) == "records.record.unknown"
    assert refused(NotFound, lambda: counter.save("x" * 22)) == "records.record.unknown"


def test_each_department_of_a_transferred_call_writes_its_own(counter: Counter) -> None:
    city = counter.city
    hoken, call = city.desk("hoken"), counter.call(end=False)
    counter.save(call)
    talk.transfer(city.database, city.presence, counter.kodomo, call, "hoken", "口座の話は済み")
    city.clock.advance(minutes=1)
    calls.answer(city.database, city.presence, hoken, call)
    theirs = look.at_desk(city.database, hoken, call)
    assert (theirs.department_id, theirs.state, theirs.draft) == ("hoken", "blank", Draft())
    assert [note.text for note in theirs.notes] == ["口座の話は済み"], "the hand-over is in their record"
    city.clock.advance(minutes=5)
    talk.write_note(city.database, hoken, call, "こちらだけの話")
    counter.save(call, replace(TYPED, memo="保険の話"), who=hoken, department="hoken")
    assert counter.seen(call).draft == TYPED
    assert [note.text for note in counter.seen(call).notes] == ["口座の話は済み"], (
        "and later notes are theirs"
    )
    assert (counter.seen(call).minutes, look.at_desk(city.database, hoken, call).minutes) == (10, 5)
    assert refused(NotFound, lambda: look.at_desk(city.database, hoken, call, "kodomo"))


def test_a_desk_of_two_departments_keeps_them_apart(counter: Counter) -> None:
    city = counter.city
    call = calls.place(city.database, city.presence, counter.ayama, "kodomo", then=("hoiku",))
    calls.answer(city.database, city.presence, counter.kodomo, call)
    counter.save(call)
    city.clock.advance(minutes=4)
    talk.go_on(city.database, city.presence, counter.kodomo, call)
    assert counter.seen(call).department_id == "hoiku", "the department that has the call now"
    assert counter.seen(call).state == "blank"
    assert counter.seen(call, "kodomo").draft == TYPED


def test_a_deputys_department_owns_what_it_answered(counter: Counter) -> None:
    city = counter.city
    kaigo, shogai = city.desk("kaigo"), city.desk("shogai")
    call = calls.place(city.database, city.presence, counter.ayama, "shogai")
    with city.database.transaction() as session:
        audit.record(session, city.clock.now(), "calls.call.answer", kaigo.actor, call, department="shogai")
    assert look.at_desk(city.database, kaigo, call).department_id == "kaigo"
    saved = counter.save(call, who=kaigo, department="kaigo")
    assert look.one(city.database, kaigo, saved.record_id).department_id == "kaigo"
    assert refused(NotFound, lambda: look.one(city.database, shogai, saved.record_id))
    assert refused(NotFound, lambda: counter.save(call, who=shogai, department="shogai"))


def test_a_name_is_kept_only_where_the_department_needs_it(counter: Counter) -> None:
    database, call = counter.city.database, counter.call()
    named = replace(TYPED, resident_name="架空 花子")
    assert refused(InvalidInput, lambda: counter.save(call, named)) == "records.name.unwanted"
    assert not counter.seen(call).needs_name
    settings.set_needs_name(database, "kodomo", True, SYSTEM)
    assert settings.departments_with_names(database) == {"kodomo"}
    counter.save(call, named)
    assert counter.seen(call).draft.resident_name == "架空 花子"
    settings.set_needs_name(database, "kodomo", False, SYSTEM)
    assert counter.seen(call).draft.resident_name == ""
    assert refused(NotFound, lambda: settings.set_needs_name(database, "nowhere", True, SYSTEM))


def test_nothing_that_was_written_stands_in_the_log(counter: Counter) -> None:
    database, call = counter.city.database, counter.call()
    settings.set_needs_name(database, "kodomo", True, SYSTEM)
    draft = replace(TYPED, memo="ひみつのメモ", resident_name="架空 花子", missing=("ひみつの書類",))
    finished = counter.finish(call, draft)
    service.amend(
        database, counter.kodomo, finished.id, replace(draft, memo="ひみつのなおし"), 1, "ひみつの理由"
    )
    log = repr(audit.newest(database, 500))
    assert "records.record.amended" in log
    assert not any(secret in log for secret in ("ひみつ", "花子", "架空"))
    assert audit.verify(database).faults == ()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft(memo="長" * 20_001), "records.memo.too_long"),
        (Draft(memo="x" * 1_000_000), "records.memo.too_long"),
        (Draft(memo="\x00"), "records.text.unusable"),
        (Draft(memo="\ud800"), "records.text.unusable"),
        (Draft(result="great"), "records.result.unknown"),
        (Draft(missing=("",)), "records.missing.unusable"),
        (Draft(missing=tuple(str(n) for n in range(41))), "records.missing.unusable"),
        (Draft(missing=("同じ", "同じ")), "records.missing.unusable"),
        (Draft(missing=("長" * 121,)), "records.missing.too_long"),
        (Draft(ticks=("a b",)), "records.ticks.unusable"),
        (Draft(minutes=-1), "records.minutes.range"),
        (Draft(minutes=601), "records.minutes.range"),
        (Draft(procedure_id="kaigo.nintei"), "records.procedure.unusable"),
        (Draft(procedure_name="名前だけ"), "records.procedure.unusable"),
        (Draft(procedure_id="../x", procedure_name="x"), "records.procedure.unusable"),
        (Draft(procedure_id="x", procedure_name="x", procedure_version=-1), "records.procedure.unusable"),
        (Draft(resident_name="長" * 81), "records.name.too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(
    counter: Counter, draft: Draft, code: str
) -> None:
    call = counter.call()
    counter.save(call)
    assert refused(InvalidInput, lambda: counter.save(call, draft, 1)) == code
    assert counter.seen(call).draft == TYPED


@pytest.mark.parametrize(
    "stamp", [Stamp(-1), Stamp(0, "長い"), Stamp(0, "x" * 65), Stamp(0, "x", 2**31), Stamp(2**40, "x", 1)]
)
def test_a_stamp_that_no_page_makes_is_refused(counter: Counter, stamp: Stamp) -> None:
    call = counter.call()

    def save() -> object:
        return service.save_draft(counter.city.database, counter.kodomo, call, "kodomo", TYPED, stamp)

    assert refused(InvalidInput, save) == "records.stamp.unusable"


def test_a_memo_may_be_as_long_as_it_says_and_is_kept_to_the_letter(counter: Counter) -> None:
    call = counter.call()
    memo = "  行頭の空白\r\n\t表\n" + "髙𠮷\"'\\<b>&\u200b" * 1000
    longest = memo + "あ" * (policy.MEMO_LIMIT - len(memo))
    counter.save(call, Draft(memo=longest))
    assert counter.seen(call).draft.memo == longest


def test_corrected_minutes_count(counter: Counter) -> None:
    call = counter.call(talk_min=90)
    counter.save(call, replace(TYPED, minutes=15))
    assert (counter.seen(call).minutes, counter.seen(call).measured) == (15, 90)


def test_kept_papers_are_counted_also_before_anything_is_written(counter: Counter) -> None:
    database, call = counter.city.database, counter.call()
    service.count_papers(database, call, "kodomo", 2)
    seen = counter.seen(call)
    assert (seen.state, seen.papers, seen.clerk, seen.draft) == ("draft", 2, "kodomoさん", Draft())
    counter.save(call, TYPED, seen.revision)
    service.count_papers(database, call, "kodomo", 1)
    assert (counter.seen(call).papers, counter.seen(call).draft) == (1, TYPED)
    assert refused(NotFound, lambda: service.count_papers(database, call, "hoken", 1))
    assert refused(InvalidInput, lambda: service.count_papers(database, call, "kodomo", 1000))


def test_a_day_has_its_records_in_the_order_of_its_calls(counter: Counter) -> None:
    first, second = counter.write("はじめ"), counter.write("つぎ")
    counter.city.clock.advance(days=1)
    third = counter.write("あした")
    assert [record.id for record in (first, second, third)] == [
        2026112400001,
        2026112400002,
        2026112500001,
    ]


def test_a_desk_learns_which_talks_are_not_written_down(counter: Counter) -> None:
    database = counter.city.database
    written, draft, forgotten = counter.call(), counter.call(), counter.call("hoiku")
    counter.finish(written)
    counter.save(draft)
    assert following.catch_up(database)
    found = {one.call_id: one for one in look.unwritten(database, counter.kodomo)}
    assert list(found) == [forgotten, draft], "the talk that has just ended comes first"
    assert (found[forgotten].record_id, found[forgotten].department_id) == (0, "hoiku")
    assert found[draft].record_id == counter.seen(draft).id
    counter.city.clock.advance(days=40)
    assert look.unwritten(database, counter.kodomo) == ()
