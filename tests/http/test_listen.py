"""Captions by speech: who may switch them, whose voice goes where, and a server that is away."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM, Actor
from iga_madoguchi.domain.calls import guests, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.talking import look
from iga_madoguchi.domain.functions import service as functions
from tests.http.conftest import ORIGIN, Town
from tests.http.test_live import Both, page, pages
from tests.speech import Whisper, hum, whisper

pytestmark = pytest.mark.anyio

TONE, SENTENCE = 440, "住所が変わりました"
OFFICE_TONE, OFFICE_SENTENCE = 660, "何をお持ちですか"


@pytest.fixture
def server() -> Iterator[Whisper]:
    with whisper({TONE: SENTENCE, OFFICE_TONE: OFFICE_SENTENCE}) as running:
        yield running


@pytest.fixture
def more_settings(server: Whisper) -> dict[str, str]:
    return {"IGA_SPEECH_URL": server.url}


@pytest.fixture
async def both(listening: str, town: Town) -> AsyncIterator[Both]:
    """The branch's page and the desk's; both were told that there is such a thing and that it is off."""
    async with pages(listening, town) as opened:
        for client in opened:
            told = await client.hear("speech")
            assert (told["there"], told["on"], told["away"], told["translates"]) == (
                True,
                False,
                False,
                False,
            )
            await client.hear("papers")
        yield opened


@asynccontextmanager
async def microphone(
    address: str, browser: httpx.AsyncClient, call: str, origin: str = ORIGIN
) -> AsyncIterator[ClientConnection]:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Cookie": cookies, "Origin": origin}
    async with connect(f"{address}/listen/{call}", additional_headers=headers) as socket:
        yield socket


async def switch_on(both: Both) -> None:
    ayama, desk = both
    await desk.say(t="speech", on=True)
    for client in (ayama, desk):
        assert (await client.hear("speech"))["on"] is True


async def shown_out(socket: ClientConnection) -> int | None:
    """The code with which the server closes."""
    async with asyncio.timeout(5):
        await socket.wait_closed()
    return socket.close_code


async def refused(listening: str, browser: httpx.AsyncClient, call: str, origin: str = ORIGIN) -> None:
    with pytest.raises(InvalidStatus) as status:
        async with microphone(listening, browser, call, origin):
            pass
    assert status.value.response.status_code == 403


async def say(socket: ClientConnection, pieces: list[bytes], every_s: float = 0.02) -> None:
    """A little faster than anybody speaks, within what the server allows at once."""
    for piece in pieces:
        await socket.send(piece)
        await asyncio.sleep(every_s)


async def test_a_voice_becomes_a_caption_on_both_sides(
    listening: str, town: Town, both: Both, server: Whisper
) -> None:
    ayama, desk = both
    await switch_on(both)
    async with microphone(listening, town.ayama, town.call) as mine:
        await say(mine, hum(TONE, 2.0))
        guess = await desk.hear("writing", lambda one: bool(one["text"]))
        assert SENTENCE.startswith(guess["text"])
        assert (guess["by"], guess["voice"]) == ("branch", True)
        for client in both:
            (saying,) = (await client.hear("said"))["sayings"]
            assert (saying["kind"], saying["by"], saying["text"]) == ("caption", "branch", SENTENCE)
            assert saying["from"] == guess["from"]
    assert "writing" not in [one["t"] for one in await ayama.left()], (
        "nobody reads the own voice while it speaks"
    )
    assert server.voices[0].wishes["language"] == "ja"
    services, who = town.site.services, town.identity(town.kodomo)
    kept = look.said(services.database, services.sealer, who, town.call)
    assert [one.words.text for one in kept.sayings] == [SENTENCE], (
        "sealed and gone with the call, as all that is said"
    )


async def test_both_sides_are_heard_at_once(listening: str, town: Town, both: Both, server: Whisper) -> None:
    await switch_on(both)
    async with (
        microphone(listening, town.ayama, town.call) as theirs,
        microphone(listening, town.kodomo, town.call) as ours,
    ):
        await asyncio.gather(say(theirs, hum(TONE, 2.0)), say(ours, hum(OFFICE_TONE, 2.0)))
        heard = {}
        while len(heard) < 2:
            (saying,) = (await both[0].hear("said"))["sayings"]
            heard[saying["by"]] = saying["text"]
    assert heard == {"branch": SENTENCE, "desk": OFFICE_SENTENCE}
    assert len(server.voices) == 2


async def test_only_the_desk_switches_it_on_and_either_side_off(town: Town, both: Both) -> None:
    ayama, desk = both
    await ayama.say(t="speech", on=True)
    assert await ayama.hear("refused") == {
        "t": "refused",
        "of": "speech",
        "code": "conversation.speech.not_yours",
    }
    await switch_on(both)
    await ayama.say(t="speech", on=False)
    for client in both:
        assert (await client.hear("speech"))["on"] is False
    await switch_on(both)
    await desk.say(t="speech", on=False)
    assert (await ayama.hear("speech"))["on"] is False
    log = [row.action for row in audit.history(town.site.services.database, town.call)]
    assert [one for one in log if one.startswith("conversation.speech")] == [
        *("conversation.speech.on", "conversation.speech.off"),
        *("conversation.speech.on", "conversation.speech.off"),
    ]


async def test_who_comes_later_is_told_that_it_is_on(listening: str, town: Town, both: Both) -> None:
    await switch_on(both)
    async with page(listening, town.ayama, town.call) as later:
        assert (await later.hear("speech"))["on"] is True


async def test_strangers_and_those_before_their_time_stay_outside(
    listening: str, town: Town, both: Both, server: Whisper
) -> None:
    await refused(listening, town.ayama, town.call)  # it is off
    await switch_on(both)
    for outsider in (town.hoken, town.aoyama, town.site.browser()):
        await refused(listening, outsider, town.call)
    await refused(listening, town.ayama, town.call, origin="https://elsewhere.example")
    await refused(listening, town.ayama, town.other_call)
    await refused(listening, town.ayama, "nothing")
    assert server.voices == []


async def test_what_is_no_voice_closes_it(listening: str, town: Town, both: Both) -> None:
    await switch_on(both)
    for wrong, code in ((b"", 4400), (b"abc", 4400), (b"x" * 6402, 4429), ("text", 4400)):
        async with microphone(listening, town.ayama, town.call) as mine:
            await mine.send(wrong)
            assert await shown_out(mine) == code, wrong


async def test_a_flood_closes_it_and_the_call_goes_on(listening: str, town: Town, both: Both) -> None:
    ayama, desk = both
    await switch_on(both)
    async with microphone(listening, town.ayama, town.call) as mine:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(400):
                await mine.send(bytes(3200))
                await asyncio.sleep(0)
        assert await shown_out(mine) == 4429
    await desk.say(t="say", id="x", text="きこえますか")
    assert (await ayama.hear("said"))["sayings"][0]["text"] == "きこえますか"


async def test_off_means_that_nobody_is_heard_any_more(listening: str, town: Town, both: Both) -> None:
    ayama, _desk = both
    await switch_on(both)
    async with (
        microphone(listening, town.ayama, town.call) as theirs,
        microphone(listening, town.kodomo, town.call) as ours,
    ):
        await ayama.say(t="speech", on=False)
        assert (await shown_out(theirs), await shown_out(ours)) == (4410, 4410)
    await refused(listening, town.kodomo, town.call)


async def test_it_ends_with_the_call(listening: str, town: Town, both: Both, server: Whisper) -> None:
    await switch_on(both)
    services = town.site.services
    async with microphone(listening, town.ayama, town.call) as mine:
        await asyncio.to_thread(server.voice)
        calls.hang_up(services.database, services.presence, town.identity(town.kodomo), town.call)
        assert await shown_out(mine) == 4410
    await refused(listening, town.ayama, town.call)
    for _ in range(50):
        if server.voices[0].closed:
            break
        await asyncio.sleep(0.02)
    assert server.voices[0].closed, "nothing listens any more"


async def test_a_guest_is_heard_and_shown_out_when_leaving(
    listening: str, town: Town, both: Both, server: Whisper
) -> None:
    services, owner = town.site.services, town.identity(town.kodomo)
    database, presence = services.database, services.presence
    hoken = town.identity(town.hoken)
    calls.hang_up(database, presence, hoken, town.other_call)
    guests.ask(database, presence, owner, town.call, "hoken")
    guests.join(database, presence, hoken, town.call)
    await switch_on(both)
    async with (
        microphone(listening, town.hoken, town.call) as theirs,
        microphone(listening, town.kodomo, town.call) as ours,
    ):
        await say(theirs, hum(OFFICE_TONE, 2.0))
        (saying,) = (await both[0].hear("said", lambda one: bool(one["sayings"])))["sayings"]
        assert (saying["by"], saying["text"]) == ("guest", OFFICE_SENTENCE)
        guests.leave(database, presence, hoken, town.call)
        assert await shown_out(theirs) == 4410
        await say(ours, hum(OFFICE_TONE, 2.0))
        heard = await both[0].hear("said", lambda one: one["sayings"][-1]["by"] == "desk")
        assert heard["sayings"][-1]["text"] == OFFICE_SENTENCE, "the others are heard as before"


async def test_on_hold_nothing_is_heard(listening: str, town: Town, both: Both, server: Whisper) -> None:
    services, desk = town.site.services, town.identity(town.kodomo)
    await switch_on(both)
    async with microphone(listening, town.kodomo, town.call) as ours:
        voice = await asyncio.to_thread(server.voice)
        talk.hold(services.database, services.presence, desk, town.call)
        await asyncio.sleep(0.2)
        await say(ours, hum(OFFICE_TONE, 2.0))
        assert voice.seconds == 0
        talk.resume(services.database, services.presence, desk, town.call)
        await asyncio.sleep(0.2)
        await say(ours, hum(OFFICE_TONE, 2.0))
        (saying,) = (await both[0].hear("said", lambda one: bool(one["sayings"])))["sayings"]
        assert saying["text"] == OFFICE_SENTENCE


async def test_a_server_that_is_away_is_said_and_disturbs_nobody(
    listening: str, town: Town, both: Both, server: Whisper
) -> None:
    ayama, desk = both
    await switch_on(both)
    async with microphone(listening, town.ayama, town.call) as mine:
        await asyncio.to_thread(server.voice)
        server.stop()
        for client in both:
            assert (await client.hear("speech"))["away"] is True
        await desk.say(t="say", id="x", text="書いてお話しします")
        assert (await ayama.hear("said"))["sayings"][0]["text"] == "書いてお話しします"
        server.start()
        assert (await desk.hear("speech"))["away"] is False
        await say(mine, hum(TONE, 2.0))
        told = await desk.hear("said", lambda one: one["sayings"][0]["kind"] == "caption")
        assert told["sayings"][0]["text"] == SENTENCE


async def test_a_server_that_has_had_enough_is_asked_anew_without_a_word(
    listening: str, town: Town, both: Both, server: Whisper
) -> None:
    _ayama, desk = both
    await switch_on(both)
    async with microphone(listening, town.ayama, town.call) as mine:
        first = await asyncio.to_thread(server.voice)
        first.say(message="DISCONNECT")
        await asyncio.to_thread(server.voice, "", 1)
        await say(mine, hum(TONE, 2.0))
        assert (await desk.hear("said"))["sayings"][0]["text"] == SENTENCE
    assert [one for one in await desk.left() if one["t"] == "speech"] == []


async def test_a_page_that_was_reloaded_takes_its_place(listening: str, town: Town, both: Both) -> None:
    await switch_on(both)
    async with (
        microphone(listening, town.ayama, town.call) as before,
        microphone(listening, town.ayama, town.call) as after,
    ):
        assert await shown_out(before) == 4410
        await say(after, hum(TONE, 2.0))
        assert (await both[1].hear("said"))["sayings"][0]["text"] == SENTENCE


async def test_without_a_page_of_the_call_nobody_listens(listening: str, town: Town) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.say(t="speech", on=True)
        assert (await desk.hear("speech", lambda one: one["on"]))["on"] is True
        async with microphone(listening, town.ayama, town.call) as mine:
            await desk.leave()
            assert await shown_out(mine) == 4410


async def test_switched_off_by_the_city_it_ends(listening: str, town: Town, both: Both) -> None:
    _ayama, desk = both
    await switch_on(both)
    async with microphone(listening, town.ayama, town.call) as mine:
        functions.switch(town.site.services.database, "talk", False, Actor("admin", "digital"))
        assert await shown_out(mine) == 4410
        assert (await desk.hear("speech"))["on"] is False
    await desk.say(t="speech", on=True)
    assert (await desk.hear("refused"))["code"] == "functions.off"


async def test_with_the_session_the_voice_ends(listening: str, town: Town, both: Both) -> None:
    await switch_on(both)
    async with microphone(listening, town.kodomo, town.call) as ours:
        accounts.disable(town.site.services.database, "kodomo2", SYSTEM)
        assert await shown_out(ours) == 4403
    await refused(listening, town.kodomo, town.call)


async def test_switched_too_often_is_refused(both: Both) -> None:
    _ayama, desk = both
    for number in range(12):
        await desk.say(t="speech", on=not number % 2)
    assert (await desk.hear("refused"))["code"] == "conversation.speech.too_fast"


async def test_an_order_without_sense_closes_the_socket(listening: str, town: Town) -> None:
    async with page(listening, town.kodomo, town.call) as desk:
        await desk.say(t="speech", on="yes")
        assert await desk.closed() == 4400
