"""Captions by speech: what may come in, which language is asked, who may switch it and be listened to."""

from __future__ import annotations

from typing import get_args

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import guests, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.speech import policy, service
from iga_madoguchi.domain.conversation.talking.policy import Kind, Side
from iga_madoguchi.domain.functions import service as functions
from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.errors import NotAllowed, NotFound
from tests.cast import City

Call = tuple[City, Identity, Identity, str]


@pytest.fixture
def call(city: City) -> Call:
    branch, desk = city.branch(), city.desk("hoken")
    made = calls.place(city.database, city.presence, branch, "hoken", (), "pt")
    calls.answer(city.database, city.presence, desk, made)
    return city, desk, branch, made


@pytest.mark.parametrize(
    ("size", "fits"),
    [(0, False), (1, False), (2, True), (3200, True), (6400, True), (6401, False), (6402, False)],
)
def test_a_piece_of_voice_is_whole_samples_and_no_more_than_a_moment(size: int, fits: bool) -> None:
    assert policy.fits(bytes(size)) is fits


@pytest.mark.parametrize("side", get_args(Side))
@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("resident", LANGUAGES)
def test_what_is_translated_from_which_language_into_which(side: Side, kind: Kind, resident: str) -> None:
    way = policy.ways(side, kind, resident)
    if kind not in ("text", "caption") or resident in ("ja", "ja-easy"):
        assert way is None
    elif side == "branch":
        assert way == (resident, "ja")
    else:
        assert way == ("ja", resident)


def test_each_side_is_listened_to_in_its_own_language(call: Call) -> None:
    city, desk, branch, made = call
    ours, theirs = (service.speaker(city.database, who, made) for who in (desk, branch))
    assert (ours.side, ours.language, ours.held) == ("desk", "ja", False)
    assert (theirs.side, theirs.language, theirs.held) == ("branch", "pt", False)
    assert ours.participant != theirs.participant
    assert policy.spoken_by("branch", "ja-easy") == "ja"
    assert service.resident_language(city.database, desk, made) == "pt"


def test_on_hold_it_is_known(call: Call) -> None:
    city, desk, branch, made = call
    talk.hold(city.database, city.presence, desk, made)
    assert service.speaker(city.database, branch, made).held


def test_the_desk_switches_it_on_and_either_off(call: Call) -> None:
    city, desk, branch, made = call
    with pytest.raises(NotAllowed) as refused:
        service.switch(city.database, branch, made, True)
    assert refused.value.code == "conversation.speech.not_yours"
    service.switch(city.database, desk, made, True)
    service.switch(city.database, branch, made, False)
    service.switch(city.database, desk, made, False)


def test_a_guest_does_not_switch_it(call: Call) -> None:
    city, desk, _branch, made = call
    kodomo = city.desk("kodomo")
    guests.ask(city.database, city.presence, desk, made, "kodomo")
    guests.join(city.database, city.presence, kodomo, made)
    for on in (True, False):
        with pytest.raises(NotAllowed):
            service.switch(city.database, kodomo, made, on)
    assert service.speaker(city.database, kodomo, made).language == "ja"


def test_a_stranger_and_who_has_gone_get_the_same_answer(call: Call) -> None:
    city, desk, branch, made = call
    stranger = city.desk("kodomo")
    calls.hang_up(city.database, city.presence, desk, made)
    for who in (stranger, branch, desk):
        for verb in (service.speaker, service.resident_language):
            with pytest.raises(NotFound) as unknown:
                verb(city.database, who, made)
            assert unknown.value.code == "calls.call.unknown"
        with pytest.raises(NotFound):
            service.switch(city.database, who, made, False)


def test_what_the_city_does_not_use_does_not_exist(call: Call) -> None:
    city, desk, _branch, made = call
    functions.switch(city.database, "talk", False, Actor("admin", "digital"))
    with pytest.raises(NotFound) as off:
        service.switch(city.database, desk, made, True)
    assert off.value.code == "functions.off"
    with pytest.raises(NotFound):
        service.speaker(city.database, desk, made)


def test_the_log_learns_that_it_was_switched(call: Call) -> None:
    city, desk, _branch, made = call
    service.switch(city.database, desk, made, True)
    with city.database.engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT data FROM operation_log WHERE action = 'conversation.speech.on'"
        ).scalar_one()
    assert row in ("{}", {}, None), "and nothing else"
