"""What resident and desk write to each other: who may, who reads it, and that nothing of it stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import guests, observing, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.talking import keeping, look, service
from iga_madoguchi.domain.conversation.talking.events import SAID, UNSAID
from iga_madoguchi.domain.conversation.talking.policy import SAYINGS_LIMIT
from iga_madoguchi.domain.conversation.talking.views import Saying, Words
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from tests.cast import City

HAND = ((100, 50, 5, 120, 60, 6), (500, 250, 4))


@dataclass
class Counter:
    """The two sides of a call and what they say, with the real seal."""

    city: City
    desk: Identity
    branch: Identity
    call: str
    sealer: FileVault
    said: int = 0

    def say(self, text: str = "", who: Identity | None = None, **words: Any) -> str:
        self.said += 1
        said = Words(words.pop("kind", "text"), text, **words)
        return service.say(
            self.city.database, self.sealer, who or self.desk, self.call, said, f"t{self.said}"
        )

    def read(self, who: Identity | None = None) -> tuple[Saying, ...]:
        return look.said(self.city.database, self.sealer, who or self.branch, self.call).sayings

    def texts(self, who: Identity | None = None) -> list[str]:
        return [saying.words.text for saying in self.read(who)]

    def hang_up(self) -> None:
        calls.hang_up(self.city.database, self.city.presence, self.desk, self.call)

    def rows(self) -> tuple[int, int]:
        with self.city.database.engine.connect() as connection:
            talks, sayings = (
                int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
                for table in ("talk", "utterance")
            )
        return talks, sayings


@pytest.fixture
def counter(city: City, tmp_path: Path) -> Counter:
    branch, desk = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, branch, "hoken")
    calls.answer(city.database, city.presence, desk, call)
    vault = FileVault(tmp_path, None)
    vault.open()
    return Counter(city, desk, branch, call, vault)


def keys(counter: Counter, tmp_path: Path) -> int:
    return len(list((tmp_path / "keys").iterdir()))


def test_both_sides_read_what_either_says_in_its_order(counter: Counter) -> None:
    first = counter.say("こんにちは")
    counter.say("", counter.branch, kind="ink", ink=HAND)
    one, two = counter.read()
    assert (one.id, one.by, one.author, one.words) == (
        first,
        "desk",
        "hokenさん",
        Words("text", "こんにちは"),
    )
    assert (two.by, two.words) == ("branch", Words("ink", ink=HAND))
    assert counter.read(counter.desk) == (one, two)
    assert [event for event in counter.city.hub.published if event[0] == SAID] == [
        (SAID, {"call": counter.call, "saying": one.id}),
        (SAID, {"call": counter.call, "saying": two.id}),
    ]


def test_the_same_saying_twice_is_said_once(counter: Counter) -> None:
    """The socket went away before it could tell that the saying has arrived."""
    database, words = counter.city.database, Words("text", "はい")
    said = [
        service.say(database, counter.sealer, counter.branch, counter.call, words, "same") for _ in range(2)
    ]
    assert said[0] == said[1]
    service.say(database, counter.sealer, counter.desk, counter.call, words, "same")
    assert counter.texts() == ["はい", "はい"], "another speaker may use the same name"


def test_strangers_neither_say_nor_read(counter: Counter) -> None:
    counter.say("国保の話")
    city = counter.city
    for stranger in (city.desk("kaigo"), city.branch("aoyama"), city.admin()):
        for verb in (lambda s=stranger: counter.read(s), lambda s=stranger: counter.say("x", s)):
            with pytest.raises(NotFound):
                verb()
    assert counter.texts() == ["国保の話"]


def test_before_the_answer_nobody_writes(city: City, counter: Counter) -> None:
    branch, desk = city.branch("aoyama"), city.desk("kaigo")
    call = calls.place(city.database, city.presence, branch, "kaigo")
    for who in (branch, desk):
        with pytest.raises(NotFound):
            service.say(city.database, counter.sealer, who, call, Words("text", "x"), "t")


def test_a_guest_takes_part_and_the_bureau_that_looks_in_does_not(counter: Counter) -> None:
    city, kaigo = counter.city, counter.city.desk("kaigo")
    counter.say("まえに言ったこと")
    guests.ask(city.database, city.presence, counter.desk, counter.call, "kaigo", "desk")
    with pytest.raises(NotFound):
        counter.read(kaigo)
    guests.join(city.database, city.presence, kaigo, counter.call)
    assert counter.texts(kaigo) == ["まえに言ったこと"]
    counter.say("通訳です", kaigo)
    assert counter.read()[-1].by == "guest"
    admin = city.admin()
    observing.ask(city.database, city.presence, admin, counter.call, "help")
    observing.agree(city.database, city.presence, counter.desk, counter.call)
    observing.agree(city.database, city.presence, counter.branch, counter.call)
    with pytest.raises(NotFound):
        counter.read(admin)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (Words("text", " \n\t"), "empty"),
        (Words("text", "\u202e\u0007"), "empty"),
        (Words("text", "あ" * 501), "too_long"),
        (Words("ink"), "empty"),
        (Words("ink", ink=((),)), "empty"),
        (Words("ink", ink=((1, 2),)), "unusable"),
        (Words("ink", ink=((1001, 0, 0),)), "unusable"),
        (Words("ink", ink=((0, 501, 0),)), "unusable"),
        (Words("ink", ink=((0, -1, 0),)), "unusable"),
        (Words("ink", ink=((0, 0, 10),)), "unusable"),
        (Words("ink", ink=((0, 0, 5),) * 201), "too_long"),
        (Words("ink", ink=((0, 0, 5) * 1401,)), "too_long"),
    ],
)
def test_every_saying_is_bounded(counter: Counter, words: Words, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.say(counter.city.database, counter.sealer, counter.desk, counter.call, words, "t")
    assert refused.value.code == f"conversation.talk.{code}"
    assert counter.rows() == (0, 0)


def test_signs_that_steer_are_taken_out_and_lines_stay(counter: Counter) -> None:
    counter.say("  保険証\u202e\u0000を\n𠮷野さん\ud800 ")
    assert counter.texts() == ["保険証を\n𠮷野さん"]


def test_a_call_holds_so_many_sayings(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SAYINGS_LIMIT", 2)
    assert SAYINGS_LIMIT == 500
    counter.say("1")
    counter.say("2")
    with pytest.raises(Conflict):
        counter.say("3")


def test_one_takes_back_only_what_is_ones_own(counter: Counter) -> None:
    mine, theirs = counter.say("まちがえた"), counter.say("のこる", counter.branch)
    with pytest.raises(NotFound):
        service.unsay(counter.city.database, counter.desk, counter.call, theirs)
    service.unsay(counter.city.database, counter.desk, counter.call, mine)
    assert counter.texts() == ["のこる"]
    assert (UNSAID, {"call": counter.call, "saying": mine}) in counter.city.hub.published
    with pytest.raises(NotFound):
        service.unsay(counter.city.database, counter.desk, counter.call, mine)
    counter.say("あと")
    assert counter.texts() == ["のこる", "あと"]


def test_nothing_of_it_is_in_the_log_or_readable_in_the_table(counter: Counter) -> None:
    counter.say("ひみつのことば")
    counter.say("", counter.branch, kind="ink", ink=((777, 333, 5),))
    with counter.city.database.engine.connect() as connection:
        log = str(connection.exec_driver_sql("SELECT action, data FROM operation_log").all())
        rows = connection.exec_driver_sql("SELECT content FROM utterance").scalars().all()
    assert "conversation.talk.said" in log
    assert "ひみつ" not in log
    assert "777" not in log
    assert all("ひみつ".encode() not in bytes(row) and b"777" not in bytes(row) for row in rows)


def test_a_yes_and_a_no_are_equally_long_in_the_table(counter: Counter) -> None:
    counter.say("はい")
    counter.say("いいえ、ちがいます")
    with counter.city.database.engine.connect() as connection:
        sizes = connection.exec_driver_sql("SELECT length(content) FROM utterance").scalars().all()
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_a_saying_read_in_anothers_place_is_refused(counter: Counter) -> None:
    one, two = counter.say("一"), counter.say("二")
    swap = "UPDATE utterance SET content = (SELECT content FROM utterance WHERE id = '{}') WHERE id = '{}'"
    with counter.city.database.engine.begin() as connection:
        connection.exec_driver_sql(swap.format(one, two))
    with pytest.raises(Unavailable):
        counter.read()


def test_the_end_of_the_call_takes_rows_and_key(counter: Counter, tmp_path: Path) -> None:
    counter.say("のこらない")
    with counter.city.database.engine.connect() as connection:
        key, old = connection.exec_driver_sql("SELECT key, content FROM talk, utterance").one()
    assert keeping.leave(counter.city.database, counter.sealer, counter.call) is False, "still on"
    assert keeping.sweep(counter.city.database, counter.sealer) == 0
    assert keys(counter, tmp_path) == 1
    counter.hang_up()
    with pytest.raises(NotFound):
        counter.read()
    assert keeping.leave(counter.city.database, counter.sealer, counter.call) is True
    assert (counter.rows(), keys(counter, tmp_path)) == ((0, 0), 0)
    with pytest.raises(NotFound):
        counter.sealer.unseal(key, bytes(old))
    assert keeping.leave(counter.city.database, counter.sealer, counter.call) is False


def test_a_server_that_died_is_caught_up_with(counter: Counter, tmp_path: Path) -> None:
    counter.say("のこらない")
    counter.hang_up()
    (key,) = keeping.keys(counter.city.database)
    counter.sealer.destroy(key)  # between the key and the row the server died
    assert keeping.sweep(counter.city.database, counter.sealer) == 1
    assert counter.rows() == (0, 0)


def test_a_saying_that_failed_leaves_no_key(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise Unavailable("db.full")

    monkeypatch.setattr(service.audit, "record", broken)
    with pytest.raises(Unavailable):
        counter.say("x")
    assert (counter.rows(), keys(counter, tmp_path)) == ((0, 0), 0)


def test_a_transfer_takes_the_conversation_along(counter: Counter) -> None:
    city, kaigo = counter.city, counter.city.desk("kaigo")
    counter.say("転送まえ")
    talk.transfer(city.database, city.presence, counter.desk, counter.call, "kaigo")
    keeping.sweep(city.database, counter.sealer)
    calls.answer(city.database, city.presence, kaigo, counter.call)
    assert counter.texts(kaigo) == ["転送まえ"]
    with pytest.raises(NotFound):
        counter.read(counter.desk)


def test_what_the_desk_keeps_its_department_reads_until_its_time(counter: Counter, tmp_path: Path) -> None:
    city, database = counter.city, counter.city.database
    with pytest.raises(NotFound):
        keeping.keep(database, counter.desk, counter.call, 30)
    counter.say("残すことば")
    with pytest.raises(NotAllowed):
        keeping.keep(database, counter.branch, counter.call, 30)
    for days in (0, 366):
        with pytest.raises(InvalidInput):
            keeping.keep(database, counter.desk, counter.call, days)
    keeping.keep(database, counter.desk, counter.call, 30)
    with pytest.raises(NotFound):
        look.kept(database, counter.sealer, counter.desk, counter.call)
    counter.hang_up()
    keeping.leave(database, counter.sealer, counter.call)
    keeping.sweep(database, counter.sealer)
    view = look.kept(database, counter.sealer, counter.desk, counter.call)
    assert [saying.words.text for saying in view.sayings] == ["残すことば"]
    assert look.is_kept(database, counter.desk, counter.call) == view.kept_until
    for who in (counter.branch, city.desk("kaigo"), city.admin()):
        assert look.is_kept(database, who, counter.call) is None
        with pytest.raises(NotFound):
            look.kept(database, counter.sealer, who, counter.call)
    with database.reading() as session:
        assert keeping.relied_on(session) == keeping.keys(database) != frozenset()
    city.clock.advance(days=30)
    with pytest.raises(NotFound):
        look.kept(database, counter.sealer, counter.desk, counter.call)
    with pytest.raises(NotFound):
        keeping.keep(database, counter.desk, counter.call, 30)
    city.clock.advance(minutes=2)
    assert keeping.sweep(database, counter.sealer) == 1
    assert (counter.rows(), keys(counter, tmp_path)) == ((0, 0), 0)


def test_every_look_at_what_is_kept_is_logged(counter: Counter) -> None:
    counter.say("残す")
    keeping.keep(counter.city.database, counter.desk, counter.call, 1)
    counter.hang_up()
    look.kept(counter.city.database, counter.sealer, counter.desk, counter.call)
    (newest, *_) = audit.newest(counter.city.database, 1)
    assert (newest.action, newest.actor, newest.subject) == ("conversation.talk.read", "hoken", counter.call)


def test_what_is_released_goes_after_all(counter: Counter) -> None:
    database = counter.city.database
    counter.say("やめた")
    keeping.keep(database, counter.desk, counter.call, 30)
    keeping.release(database, counter.desk, counter.call)
    counter.hang_up()
    assert keeping.leave(database, counter.sealer, counter.call) is True
    assert counter.rows() == (0, 0)


def test_what_a_restored_backup_cannot_read_goes(counter: Counter) -> None:
    counter.say("古い")
    keeping.keep(counter.city.database, counter.desk, counter.call, 30)
    assert keeping.forget_unreadable(counter.city.database, counter.sealer) == 0
    (key,) = keeping.keys(counter.city.database)
    counter.sealer.destroy(key)
    assert keeping.forget_unreadable(counter.city.database, counter.sealer) == 1
    assert counter.rows() == (0, 0)
