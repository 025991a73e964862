"""What is left: nothing readable at any time, nothing at all after reading, the end, a transfer, a crash."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import guests, talk
from iga_madoguchi.domain.calls import look as calls_look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.private import repository, sealing, sweeping
from iga_madoguchi.domain.conversation.private.answers import Answer
from iga_madoguchi.domain.forms import sweeping as forms
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.errors import NotFound, Unavailable
from tests.domain.conversation.private.conftest import Counter

OWN = ("となりの町に隠した口座", "離縁状を書いた", "蔵のなかに住む")
CODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def written(counter: Counter) -> list[bytes]:
    return [text.encode(coding) for text in OWN for coding in CODINGS]


def swept(counter: Counter) -> None:
    """What the keeper does when the call changes."""
    assert sweeping.leave(counter.city.database, counter.sealer, counter.call) == 1


def expired(counter: Counter) -> int:
    entries = audit.history(counter.city.database, counter.call)
    return sum(one.action == "private.question.expired" for one in entries)


def nothing_left(counter: Counter) -> None:
    assert (counter.rows(), counter.keys()) == (0, set())


def test_the_text_is_in_no_file_at_any_moment(counter: Counter) -> None:
    if counter.city.database.engine.dialect.name != "sqlite":
        pytest.skip("the bytes of PostgreSQL's files are not ours to read; test_the_row_says_nothing looks")
    asked = counter.ask_own(*OWN)
    moments = [counter.bytes_on_disk()]
    counter.answer(asked, Answer(choices=("2",)))
    moments.append(counter.bytes_on_disk())
    counter.read(asked)
    moments.append(counter.bytes_on_disk())
    for moment in moments:
        assert b"private_question" in moment, "these are the right files"
        assert asked.encode() in moment, "and they hold what is asked"
        assert not any(text in moment for text in written(counter))
        assert b'"choices"' not in moment


def test_the_row_says_nothing_and_an_answer_has_no_length(counter: Counter) -> None:
    lengths = set()
    for given in (Answer(choices=("1",)), Answer(choices=("2",)), Answer(word="unsaid")):
        asked = counter.ask_own(*OWN)
        counter.answer(asked, given)
        with counter.city.database.reading() as session:
            row = repository.of_call(session, counter.call)
        assert row is not None
        assert row.answer is not None
        lengths.add((len(row.question), len(row.answer)))
        assert not any(text in row.question + row.answer for text in written(counter))
        counter.read(asked)
    assert len(lengths) == 1


def test_an_answer_cannot_be_put_under_another_question(counter: Counter) -> None:
    asked = counter.ask()
    sealed = sealing.seal(counter.sealer, asked, "question", {"word": "unsaid"})
    with pytest.raises(Unavailable):
        sealing.unseal(counter.sealer, asked, "answer", sealed)


def test_the_end_of_the_call_takes_it(counter: Counter) -> None:
    for answered in (True, False):
        asked = counter.ask()
        if answered:
            counter.answer(asked, Answer(choices=("divorced",)))
            counter.read(asked)
    counter.hang_up()
    with pytest.raises(NotFound):
        counter.sees()
    swept(counter)
    nothing_left(counter)
    assert expired(counter) == 1
    assert sweeping.leave(counter.city.database, counter.sealer, counter.call) == 0


def test_a_transfer_takes_it_and_the_next_desk_never_sees_it(counter: Counter) -> None:
    city, kodomo = counter.city, counter.city.desk("kodomo")
    asked = counter.ask()
    counter.answer(asked, Answer(choices=("divorced",)))
    talk.transfer(city.database, city.presence, counter.desk, counter.call, "kodomo")
    calls.answer(city.database, city.presence, kodomo, counter.call)
    # Even before anybody has swept.
    assert counter.sees(kodomo) is None
    assert counter.sees(counter.branch) is None
    with pytest.raises(NotFound):
        counter.read(asked, who=kodomo)
    second = counter.ask(who=kodomo)
    assert counter.keys() == {second}, "asking anew has taken the old one along"
    counter.withdraw(second, who=kodomo)
    nothing_left(counter)


def test_handing_over_takes_it(counter: Counter) -> None:
    city, kodomo = counter.city, counter.city.desk("kodomo")
    counter.ask()
    guests.ask(city.database, city.presence, counter.desk, counter.call, "kodomo")
    guests.join(city.database, city.presence, kodomo, counter.call)
    colleague = next(
        peer
        for peer in calls_look.one(city.database, counter.desk, counter.call).peers
        if peer.kind == "desk"
    )
    talk.hand_over(city.database, city.presence, counter.desk, counter.call, colleague.participant)
    assert counter.sees(kodomo) is None
    swept(counter)
    nothing_left(counter)


def test_a_restart_keeps_what_is_open_and_ends_what_is_over(counter: Counter) -> None:
    asked = counter.ask()
    counter.answer(asked, Answer(choices=("divorced",)))
    restart(counter)
    seen = counter.sees()
    assert seen is not None
    assert seen.answer == Answer(choices=("divorced",)), "the unread answer is still there"
    counter.hang_up()
    restart(counter)
    nothing_left(counter)


def test_who_died_while_reading_leaves_what_the_sweep_ends(counter: Counter) -> None:
    asked = counter.ask()
    counter.answer(asked, Answer(choices=("divorced",)))
    counter.sealer.destroy(asked)  # and the row was not written any more
    assert counter.sees() is None
    assert sweeping.sweep(counter.city.database, counter.sealer) == 1
    nothing_left(counter)


def test_a_restored_backup_has_no_key_and_forgets_the_row(counter: Counter) -> None:
    asked = counter.ask()
    counter.sealer.destroy(asked)
    assert sweeping.forget_unreadable(counter.city.database, counter.sealer) == 1
    nothing_left(counter)
    with counter.city.database.reading() as session:
        assert forms.relied_on(session) == frozenset(), "no backup is told to hold such a key"


def restart(counter: Counter) -> None:
    """What a start does before anybody is served, in its order."""
    database, vault = counter.city.database, counter.sealer
    keeping.recover(database, vault, forms.keys(database) | sweeping.keys(database))
    sweeping.sweep(database, vault)
