"""From the first letter to the printed form: who may do what, when, and what a change undoes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import guests
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.forms import finishing, look, service, writing
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.forms.values import ValueConflict
from iga_madoguchi.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Unavailable,
    WrongOrder,
)
from tests.domain.forms.conftest import FILLED, FORM, HAND, Counter
from tests.domain.forms.test_forgotten import finished


def text_of(document: bytes) -> str:
    pdf = pypdfium2.PdfDocument(document)
    text: str = pdf[0].get_textpage().get_text_range()
    pdf.close()
    return text


def test_the_way_to_a_printed_form(counter: Counter) -> None:
    counter.start()
    assert counter.look(counter.branch).state == "open"
    counter.write_all()
    assert (counter.look().state, counter.look().missing) == ("open", ())
    counter.confirm()
    assert counter.look().state == "confirmed"
    counter.sign()
    assert counter.look().state == "signed"
    counter.finish()
    assert counter.look().state == "done"
    text = text_of(counter.document())
    for said in (
        "髙橋",
        "𠮷郎",
        "昭和58年5月3日",
        "ｺｰﾎﾟ上野201",
        "12か所の記入を確かめ",
        "SHA-256",
        "阿山支所",
    ):
        assert said in text, said
    kept = {value.field: value.value for value in counter.look().values}
    assert finishing.digest(form_of(FORM), kept, HAND) in text.replace("\r\n", "")


def test_required_fields_and_every_yes_are_needed(counter: Counter) -> None:
    counter.start()
    counter.write("head_name", "髙橋")
    counter.confirm()
    view = counter.look()
    assert view.state == "open"
    assert "date" in view.missing
    assert "head_name" not in view.missing
    for act in (counter.sign, counter.finish):
        with pytest.raises(WrongOrder) as refusal:
            act()
        assert refusal.value.code == "forms.filling.open"
    for field, raw in FILLED.items():
        if field != "head_name":
            counter.write(field, raw)
    counter.confirm("date")
    assert counter.look().state == "open"
    counter.confirm()
    with pytest.raises(WrongOrder) as unsigned:
        counter.finish()
    assert unsigned.value.code == "forms.filling.unsigned"


def test_a_change_after_the_yes_needs_another_yes_and_another_signature(counter: Counter) -> None:
    counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    counter.write("phone", "0595-22-9601", 1)
    view = counter.look()
    assert (view.state, view.strokes) == ("open", ())
    assert [value.field for value in view.values if not value.confirmed] == ["phone"]
    counter.confirm("phone")
    assert counter.look().state == "confirmed"
    writing.doubt(counter.city.database, counter.branch, counter.call, counter.filling, "phone")
    (phone,) = [value for value in counter.look().values if value.field == "phone"]
    assert (phone.doubted, phone.confirmed, counter.look().state) == (True, False, "open")
    counter.write("phone", "0595-22-9601", 2)
    (phone,) = [value for value in counter.look().values if value.field == "phone"]
    assert (phone.doubted, phone.version) == (False, 3)
    counter.write("phone", "", 3)
    assert "phone" in counter.look().missing, "an emptied field is missing again"


def test_writing_the_same_again_changes_nothing(counter: Counter) -> None:
    counter.start()
    counter.write("phone", "0595-22-9600")
    counter.confirm("phone")
    before = counter.look()
    assert counter.write("phone", "０５９５-22-9600", 1) == 1
    assert counter.look() == before


def test_the_resident_corrects_what_touches_can_say(counter: Counter) -> None:
    counter.start()
    counter.write("head_birth", "S58.5.3")
    assert counter.write("head_birth", "S58.5.4", 1, counter.branch) == 2
    (birth,) = counter.look().values
    assert (birth.shown, birth.by, birth.confirmed) == ("昭和58年5月4日", "branch", False)
    with pytest.raises(NotAllowed):
        counter.write("head_name", "別人", 0, counter.branch)


def test_nobody_writes_a_my_number_anywhere(counter: Counter) -> None:
    counter.start()
    with pytest.raises(NotAllowed) as by_hand:
        counter.write("my_number", "123456789018")
    assert by_hand.value.code == "forms.field.by_hand"
    with pytest.raises(InvalidInput) as refusal:
        counter.write("old_insurer", "1234 5678 9018")
    assert refusal.value.code == "forms.value.my_number"
    assert counter.look().values == ()


def test_a_letter_that_the_typeface_lacks_is_named(counter: Counter) -> None:
    counter.start()
    with pytest.raises(InvalidInput) as refusal:
        counter.write("head_name", "橋\u1f00")
    assert refusal.value.code == "forms.value.no_glyph"
    assert refusal.value.data == {"chars": "\u1f00"}


def test_the_second_writer_of_a_field_is_told_both_values(counter: Counter) -> None:
    counter.start()
    counter.write("phone", "0595-22-9600")
    counter.write("phone", "0595-22-9601", 1, counter.branch)
    with pytest.raises(ValueConflict) as conflict:
        counter.write("phone", "0595-22-9602", 1)
    told = conflict.value
    assert (told.mine, told.theirs, told.version) == ("0595-22-9602", "0595-22-9601", 2)
    assert "9601" not in str(told), "what is logged holds no value"
    counter.write("phone", told.mine, told.version)
    assert counter.look().values[0].shown == "0595-22-9602"
    with pytest.raises(Conflict) as newer:
        writing.confirm(counter.city.database, counter.branch, counter.call, counter.filling, {"phone": 2})
    assert newer.value.code == "forms.value.newer"


def test_two_writers_in_the_same_moment_are_one_winner(counter: Counter) -> None:
    counter.start()
    counter.write("phone", "0595-22-0000")
    start = threading.Barrier(2)

    def write(number: int) -> object:
        start.wait()
        try:
            return counter.write("phone", f"0595-22-000{number}", 1)
        except DomainError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(write, (1, 2)))
    assert outcomes.count(2) == 1
    (lost,) = [outcome for outcome in outcomes if outcome != 2]
    assert isinstance(lost, ValueConflict)


def test_one_form_at_a_time_and_a_dropped_one_comes_back_as_it_was(counter: Counter) -> None:
    first = counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    with pytest.raises(Conflict):
        counter.start("jido_teate")
    service.drop(counter.city.database, counter.desk, counter.call, first)
    assert counter.look().state == "dropped"
    with pytest.raises(WrongOrder):
        counter.write("phone", "0595-22-9601", 1)
    service.restore(counter.city.database, counter.desk, counter.call, first)
    view = counter.look()
    assert (view.state, len(view.values), len(view.strokes)) == ("signed", len(FILLED), 2)
    service.drop(counter.city.database, counter.desk, counter.call, first)
    counter.start("jido_teate")
    with pytest.raises(Conflict):
        service.restore(counter.city.database, counter.desk, counter.call, first)


def test_a_finished_form_changes_no_more(counter: Counter) -> None:
    counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    counter.finish()
    for act in (
        lambda: counter.write("phone", "0595-22-9601", 1),
        counter.confirm,
        counter.sign,
        counter.finish,
        lambda: service.drop(counter.city.database, counter.desk, counter.call, counter.filling),
    ):
        with pytest.raises(WrongOrder) as refusal:
            act()
        assert refusal.value.code == "forms.filling.done"


def test_what_the_resident_did_not_see_is_not_printed(counter: Counter) -> None:
    counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    with pytest.raises(Conflict):
        counter.finish(revision=counter.look().revision - 1)


@pytest.mark.parametrize(
    "strokes", [[], [[]], [[(0.5, 0.5)]], [[(0.0, 1.1), (0, 0)]], [[(float("nan"), 0.1), (0, 0)]]]
)
def test_an_unusable_signature_is_refused(counter: Counter, strokes: list[list[tuple[float, float]]]) -> None:
    counter.start()
    with pytest.raises(InvalidInput):
        finishing.sign(
            counter.city.database, counter.sealer, counter.branch, counter.call, counter.filling, strokes
        )
    endless = [[(0.5, 0.5)] * 100] * 50
    with pytest.raises(InvalidInput):
        finishing.sign(
            counter.city.database, counter.sealer, counter.branch, counter.call, counter.filling, endless
        )


Verb = Callable[[Counter, "object"], object]
DESK_ONLY: dict[str, Verb] = {
    "start": lambda c, who: service.start(c.city.database, c.sealer, who, c.call, FORM),
    "drop": lambda c, who: service.drop(c.city.database, who, c.call, c.filling),
    "restore": lambda c, who: service.restore(c.city.database, who, c.call, c.filling),
    "write a name": lambda c, who: c.write("head_name", "髙橋", 0, who),
}
BRANCH_ONLY: dict[str, Verb] = {
    "confirm": lambda c, who: writing.confirm(c.city.database, who, c.call, c.filling, {"phone": 1}),
    "doubt": lambda c, who: writing.doubt(c.city.database, who, c.call, c.filling, "phone"),
    "sign": lambda c, who: c.sign(who),
    "erase": lambda c, who: finishing.erase(c.city.database, who, c.call, c.filling),
    "finish": lambda c, who: c.finish(who),
}


@pytest.mark.parametrize(
    ("verb", "desk"), [*((v, True) for v in DESK_ONLY.values()), *((v, False) for v in BRANCH_ONLY.values())]
)
def test_each_verb_belongs_to_one_side(counter: Counter, verb: Verb, desk: bool) -> None:
    """Strangers learn nothing, a guest may look on, the other side is refused; the right one is not."""
    counter.start()
    counter.write("phone", "0595-22-9600")
    stranger, guest = counter.city.desk("kodomo"), counter.city.desk("kaigo")
    aoyama = counter.city.branch("aoyama")
    database, presence = counter.city.database, counter.city.presence
    guests.ask(database, presence, counter.desk, counter.call, "kaigo")
    for who in (stranger, aoyama, guest):
        with pytest.raises(NotFound):
            verb(counter, who)
    guests.join(database, presence, guest, counter.call)
    right, wrong = (counter.desk, counter.branch) if desk else (counter.branch, counter.desk)
    for who in (guest, wrong):
        with pytest.raises(NotAllowed):
            verb(counter, who)
    assert counter.look(guest).values == counter.look().values
    try:
        verb(counter, right)
    except (WrongOrder, Conflict):
        pass


def test_a_form_of_another_call_is_not_found(counter: Counter) -> None:
    counter.start()
    aoyama, kodomo = counter.city.branch("aoyama"), counter.city.desk("kodomo")
    database, presence = counter.city.database, counter.city.presence
    call = calls.place(database, presence, aoyama, "kodomo")
    calls.answer(database, presence, kodomo, call)
    with pytest.raises(NotFound):
        service.drop(database, kodomo, call, counter.filling)
    with pytest.raises(NotFound):
        look.form_of_filling(database, aoyama, call, counter.filling)


def test_the_log_knows_what_happened_and_nothing_that_was_written(counter: Counter) -> None:
    counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    counter.finish()
    counter.document()
    entries = audit.history(counter.city.database, counter.call)
    actions = [entry.action for entry in entries if entry.action.startswith("forms.")]
    assert actions[0] == "forms.filling.started"
    assert actions[-2:] == ["forms.filling.finished", "forms.document.read"]
    words = " ".join(str(entry.data) for entry in entries)
    assert not any(raw in words for raw in ("髙橋", "9600", "四十九", "1983"))
    assert audit.verify(counter.city.database).faults == ()


def test_a_value_that_was_put_elsewhere_is_not_taken_for_its_own(counter: Counter) -> None:
    from sqlalchemy import text

    counter.start()
    counter.write("head_name", "髙橋")
    counter.write("member1_name", "鈴木")
    with counter.city.database.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE filling_value SET value = (SELECT value FROM filling_value WHERE field = 'head_name')"
                " WHERE field = 'member1_name'"
            )
        )
    with pytest.raises(Unavailable) as broken:
        counter.look()
    assert broken.value.code == "forms.seal.broken"


def test_what_is_done_can_be_had_after_other_forms_were_taken_up(counter: Counter) -> None:
    database, sealer = counter.city.database, counter.sealer
    finished(counter)
    first = counter.filling
    finished(counter)
    second = counter.filling
    for form in ("jido_teate", "shogai_techo"):
        counter.start(form)
        assert look.table(database, sealer, counter.desk, counter.call).past == (), "one is active"
        service.drop(database, counter.desk, counter.call, counter.filling)
    table = look.table(database, sealer, counter.desk, counter.call)
    assert [one.id for one in table.past] == [first, second, counter.filling], "the dropped one may come back"
    (seen,) = look.table(database, sealer, counter.branch, counter.call).past
    assert seen.id == counter.filling
    done = look.finished(database, counter.desk, counter.call)
    assert [(one.id, one.form.id) for one in done] == [(first, FORM), (second, FORM)]
    with pytest.raises(NotAllowed):
        look.finished(database, counter.branch, counter.call)
