"""Who asks, who answers, who reads, in which order; nobody else learns of it."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import guests, observing, talk
from iga_madoguchi.domain.conversation.private import look
from iga_madoguchi.domain.conversation.private.answers import Answer, in_japanese
from iga_madoguchi.domain.conversation.private.events import CHANGED
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongOrder
from tests.domain.conversation.private.conftest import Counter

DIVORCED = Answer(choices=("divorced",))


def test_asked_answered_read_and_gone(counter: Counter) -> None:
    asked = counter.ask()
    at_branch = counter.sees(counter.branch)
    assert at_branch is not None
    assert (at_branch.id, at_branch.answered, at_branch.answer) == (asked, False, None)
    assert at_branch.question.text["pt"] == "Qual é o seu estado civil?"
    at_desk = counter.sees()
    assert at_desk is not None
    assert not at_desk.answered
    counter.answer(asked, DIVORCED)
    assert counter.sees(counter.branch) is None, "the branch's screen has forgotten it"
    at_desk = counter.sees()
    assert at_desk is not None
    assert at_desk.answer == DIVORCED
    assert in_japanese(at_desk.question, at_desk.answer) == "離婚した"
    counter.read(asked)
    assert counter.sees() is None
    assert counter.rows() == 0
    assert counter.keys() == set()
    assert counter.city.hub.published.count((CHANGED, counter.call)) == 3


def test_only_the_owner_asks_and_reads_and_only_the_branch_answers(counter: Counter) -> None:
    city = counter.city
    guest = city.desk("shogai")
    guests.ask(city.database, city.presence, counter.desk, counter.call, "shogai")
    guests.join(city.database, city.presence, guest, counter.call)
    strangers = (city.desk("kodomo"), city.branch("aoyama"), city.branch_staff(), city.admin())
    for inside in (guest, counter.branch):
        with pytest.raises(NotAllowed):
            counter.ask(who=inside)
    for outside in strangers:
        with pytest.raises(NotFound):
            counter.ask(who=outside)
    asked = counter.ask()
    for inside in (guest, counter.desk):
        with pytest.raises(NotAllowed):
            counter.answer(asked, DIVORCED, who=inside)
    counter.answer(asked, DIVORCED)
    for inside in (guest, counter.branch):
        with pytest.raises(NotAllowed):
            counter.read(asked, who=inside)
        with pytest.raises(NotAllowed):
            counter.withdraw(asked, who=inside)
        assert counter.sees(inside) is None
    for outside in strangers:
        for verb in (counter.read, counter.withdraw):
            with pytest.raises(NotFound):
                verb(asked, who=outside)
        with pytest.raises(NotFound):
            counter.answer(asked, DIVORCED, who=outside)
        with pytest.raises(NotFound):
            counter.sees(outside)
    seen = counter.sees()
    assert seen is not None
    assert seen.answer == DIVORCED


def test_the_bureau_that_looks_in_sees_nothing_of_it(counter: Counter) -> None:
    city, bureau = counter.city, counter.city.admin()
    observing.ask(city.database, city.presence, bureau, counter.call, "trouble")
    for side in (counter.desk, counter.branch):
        observing.agree(city.database, city.presence, side, counter.call)
    asked = counter.ask()
    counter.answer(asked, DIVORCED)
    with pytest.raises(NotFound):
        look.sight(city.database, counter.sealer, bureau, counter.call)


def test_one_question_at_a_time(counter: Counter) -> None:
    first = counter.ask()
    keys = counter.keys()
    with pytest.raises(Conflict):
        counter.ask("money.income")
    assert counter.keys() == keys, "the key of what was refused is gone"
    counter.answer(first, DIVORCED)
    with pytest.raises(Conflict):
        counter.ask("money.income")
    with pytest.raises(Conflict):
        counter.answer(first, Answer(choices=("single",)))
    counter.read(first)
    with pytest.raises(NotFound):
        counter.read(first)
    second = counter.ask("money.income")
    with pytest.raises(WrongOrder):
        counter.read(second)
    with pytest.raises(NotFound):
        counter.answer(first, DIVORCED)
    counter.withdraw(second)
    assert (counter.rows(), counter.keys()) == (0, set())
    with pytest.raises(NotFound):
        counter.ask("no.such")


@pytest.mark.parametrize("word", ["unsaid", "unknown"])
def test_nobody_has_to_answer(counter: Counter, word: str) -> None:
    for asked in (counter.ask(), ""):
        question = asked or counter.ask("money.last_month")
        counter.answer(question, Answer(word="unsaid" if word == "unsaid" else "unknown"))
        seen = counter.sees()
        assert seen is not None
        assert seen.answer is not None
        assert (
            in_japanese(seen.question, seen.answer)
            == {"unsaid": "答えたくない", "unknown": "わからない"}[word]
        )
        counter.read(question)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("household.marriage", Answer()),
        ("household.marriage", Answer(choices=("no.such",))),
        ("household.marriage", Answer(choices=("single", "married"))),
        ("household.marriage", Answer(number=3)),
        ("household.marriage", Answer(choices=("single",), word="unsaid")),
        ("household.with", Answer(choices=("alone", "alone"))),
        ("money.last_month", Answer(number=-1)),
        ("money.last_month", Answer(number=100_000_000)),
        ("money.last_month", Answer(choices=("yes",))),
        ("money.left_job", Answer(number=13)),
        ("money.left_job", Answer(number=0)),
        ("household.children", Answer(number=100)),
        ("health.carer_age", Answer(number=121)),
    ],
)
def test_what_does_not_answer_the_question_is_refused(counter: Counter, question: str, given: Answer) -> None:
    asked = counter.ask(question)
    with pytest.raises(InvalidInput):
        counter.answer(asked, given)
    seen = counter.sees()
    assert seen is not None
    assert not seen.answered


def test_numbers_and_several_choices_arrive(counter: Counter) -> None:
    for question, given, said in (
        ("money.last_month", Answer(number=123_456), "123,456円"),
        ("money.left_job", Answer(number=12), "12月"),
        ("health.carer_age", Answer(number=82), "82歳"),
        ("household.with", Answer(choices=("spouse", "children")), "夫・妻、子ども"),
    ):
        asked = counter.ask(question)
        counter.answer(asked, given)
        seen = counter.sees()
        assert seen is not None
        assert seen.answer is not None
        assert in_japanese(seen.question, seen.answer) == said
        counter.read(asked)


def test_the_desk_types_a_question_of_its_own(counter: Counter) -> None:
    asked = counter.ask_own(" 通帳はどなたが持っていますか ", "わたし", "夫")
    seen = counter.sees(counter.branch)
    assert seen is not None
    assert seen.question.text == {"ja": "通帳はどなたが持っていますか"}
    assert [one.text["ja"] for one in seen.question.choices] == ["わたし", "夫"]
    counter.answer(asked, Answer(choices=("2",)))
    at_desk = counter.sees()
    assert at_desk is not None
    assert at_desk.answer is not None
    assert in_japanese(at_desk.question, at_desk.answer) == "夫"
    counter.read(asked)
    padded = counter.ask_own("家賃はいくらですか", pad="yen")
    counter.answer(padded, Answer(number=48_000))
    counter.read(padded)


@pytest.mark.parametrize(
    ("text", "choices", "pad", "code"),
    [
        (" ", ("a", "b"), None, "private.question.empty"),
        ("q" * 201, ("a", "b"), None, "private.question.too_long"),
        ("q", ("a",), None, "private.question.choices"),
        ("q", tuple("abcdefghi"), None, "private.question.choices"),
        ("q", ("a", " "), None, "private.question.choices"),
        ("q", ("a", "a "), None, "private.question.choices"),
        ("q", ("a", "b" * 61), None, "private.question.choices"),
        ("q", ("a", "b"), "yen", "private.question.pad"),
        ("q", (), "metres", "private.question.pad"),
    ],
)
def test_a_question_of_its_own_has_bounds(
    counter: Counter, text: str, choices: tuple[str, ...], pad: str | None, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.ask_own(text, *choices, pad=pad)
    assert refused.value.code == code
    assert (counter.rows(), counter.keys()) == (0, set())


def test_the_longest_question_of_its_own_fits(counter: Counter) -> None:
    asked = counter.ask_own("問" * 200, *(f"{n}" + "答" * 59 for n in range(8)))
    counter.answer(asked, Answer(choices=("8",)))
    counter.read(asked)


def test_what_is_off_is_not_asked_and_what_is_open_is_finished(counter: Counter) -> None:
    asked = counter.ask()
    functions.switch(counter.city.database, "private", False, Actor("admin", "digital"))
    counter.answer(asked, DIVORCED)
    counter.read(asked)
    with pytest.raises(NotFound) as refused:
        counter.ask()
    assert refused.value.code == "functions.off"


def test_the_log_tells_that_it_happened_and_never_what(counter: Counter) -> None:
    asked = counter.ask("safety.home")
    counter.answer(asked, Answer(choices=("help",)))
    counter.read(asked)
    withdrawn = counter.ask("safety.home")
    counter.withdraw(withdrawn)
    entries = [
        one for one in audit.history(counter.city.database, counter.call) if one.action.startswith("private.")
    ]
    assert [one.action.removeprefix("private.question.") for one in entries] == [
        *("asked", "answered", "read", "asked", "withdrawn")
    ]
    assert all(one.data == {} for one in entries), "which question it was would tell already"
    assert [one.actor for one in entries[:3]] == ["hoken", "resident", "hoken"]


def test_while_on_hold_it_stays(counter: Counter) -> None:
    asked = counter.ask()
    talk.hold(counter.city.database, counter.city.presence, counter.desk, counter.call)
    counter.answer(asked, DIVORCED)
    talk.resume(counter.city.database, counter.city.presence, counter.desk, counter.call)
    counter.read(asked)
