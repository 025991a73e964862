"""What was said in the other side's language: after it was told, and for whom it is meant."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from iga_madoguchi.domain.calls import service as calls
from tests.http.conftest import Town
from tests.http.test_live import Both, Client, page
from tests.speech import Libre, libre

pytestmark = pytest.mark.anyio

JA, PT = "お名前を書いてください", "Escreva seu nome, por favor"
THEIRS, IN_JAPANESE = "Mudei de endereço", "住所が変わりました"


@pytest.fixture
def server() -> Iterator[Libre]:
    with libre({JA: PT, THEIRS: IN_JAPANESE}) as running:
        yield running


@pytest.fixture
def more_settings(server: Libre) -> dict[str, str]:
    return {"IGA_TRANSLATION_URL": server.url}


def speaks(town: Town, language: str) -> None:
    """The resident at ayama comes once more and speaks this language."""
    services = town.site.services
    database, presence = services.database, services.presence
    calls.hang_up(database, presence, town.identity(town.kodomo), town.call)
    ayama = town.identity(town.ayama)
    town.call = calls.place(database, presence, ayama, "hoiku", (), language)
    calls.answer(database, presence, town.identity(town.kodomo), town.call)


@pytest.fixture
async def both(listening: str, town: Town) -> AsyncIterator[Both]:
    speaks(town, "pt")
    async with (
        page(listening, town.ayama, town.call) as ayama,
        page(listening, town.kodomo, town.call) as desk,
    ):
        for client in (ayama, desk):
            told = await client.hear("speech")
            assert (told["there"], told["translates"], told["untranslated"]) == (False, True, False)
            await client.hear("papers")
        yield ayama, desk


async def said(client: Client) -> str:
    (saying,) = (await client.hear("said"))["sayings"]
    return str(saying["id"])


async def test_each_side_reads_the_other_in_its_own_language(both: Both, server: Libre) -> None:
    ayama, desk = both
    await desk.say(t="say", id="a", text=JA)
    saying = await said(ayama)
    assert await ayama.hear("translated") == {
        "t": "translated",
        "sayings": [{"id": saying, "language": "pt", "text": PT}],
    }
    await ayama.say(t="say", id="b", text=THEIRS)
    saying = await said(ayama)
    assert (await desk.hear("translated"))["sayings"] == [
        {"id": saying, "language": "ja", "text": IN_JAPANESE}
    ]
    assert [one for one in await ayama.left() if one["t"] == "translated"] == [], "who said it knows it"
    assert [(one["source"], one["target"]) for one in server.asked] == [("ja", "pt"), ("pt", "ja")]


async def test_a_saying_never_waits_for_it(both: Both, server: Libre) -> None:
    ayama, desk = both
    server.mood = "slow"
    await desk.say(t="say", id="a", text=JA)
    await said(ayama)
    await desk.say(t="say", id="b", text="つぎです")
    await said(ayama)
    assert [one["t"] for one in await ayama.left()] == []
    server.go.set()
    texts = [(await ayama.hear("translated"))["sayings"][0]["text"] for _ in range(2)]
    assert texts == [PT, "[pt] つぎです"], "in the order in which it was said"


async def test_what_needs_none_is_not_sent_anywhere(both: Both, server: Libre) -> None:
    ayama, desk = both
    await ayama.say(t="say", id="a", answer="yes")
    await ayama.say(t="say", id="i", ink=[[1, 1, 5, 2, 2, 5]])
    await desk.say(t="writing", text="まだ")
    assert [one for one in await desk.left() if one["t"] == "translated"] == []
    assert server.asked == []


@pytest.mark.parametrize("language", ["ja", "ja-easy"])
async def test_with_who_speaks_japanese_nothing_is_translated(
    listening: str, town: Town, server: Libre, language: str
) -> None:
    speaks(town, language)
    async with (
        page(listening, town.ayama, town.call) as ayama,
        page(listening, town.kodomo, town.call) as desk,
    ):
        await ayama.hear("papers")
        await desk.say(t="say", id="a", text=JA)
        await ayama.hear("said")
        assert [one for one in await ayama.left() if one["t"] == "translated"] == []
    assert server.asked == []


async def test_who_comes_back_reads_it_without_asking_again(
    listening: str, town: Town, both: Both, server: Libre
) -> None:
    ayama, desk = both
    await desk.say(t="say", id="a", text=JA)
    await ayama.hear("translated")
    async with page(listening, town.ayama, town.call) as later:
        assert (await later.hear("translated"))["sayings"][0]["text"] == PT
        assert [one for one in await later.left() if one["t"] == "translated"] == []
    assert len(server.asked) == 1


async def test_after_everybody_was_away_it_is_made_again(
    listening: str, town: Town, both: Both, server: Libre
) -> None:
    ayama, desk = both
    await desk.say(t="say", id="a", text=JA)
    await ayama.hear("translated")
    await ayama.leave()
    await desk.leave()
    async with page(listening, town.ayama, town.call) as later:
        assert (await later.hear("translated"))["sayings"][0]["text"] == PT
    assert len(server.asked) == 2, "nothing of it was kept"


async def test_what_was_taken_back_is_not_shown_any_more(
    listening: str, town: Town, both: Both, server: Libre
) -> None:
    ayama, desk = both
    server.mood = "slow"
    await desk.say(t="say", id="a", text=JA)
    saying = await said(desk)
    await desk.say(t="unsay", id=saying)
    await ayama.hear("unsaid")
    server.go.set()
    server.mood = "ok"
    await desk.say(t="say", id="b", text="つぎです")
    assert (await ayama.hear("translated"))["sayings"][0]["text"] == "[pt] つぎです"
    async with page(listening, town.ayama, town.call) as later:
        told = await later.hear("translated")
        assert [one["text"] for one in told["sayings"]] == ["[pt] つぎです"]


async def test_a_server_that_is_away_is_said_once_and_the_words_arrive(both: Both, server: Libre) -> None:
    ayama, desk = both
    server.mood = "broken"
    for name in ("a", "b"):
        await desk.say(t="say", id=name, text=JA)
        await said(ayama)
    assert (await desk.hear("speech"))["untranslated"] is True
    assert [one for one in await desk.left() if one["t"] == "speech"] == []
    server.mood = "ok"
    await desk.say(t="say", id="c", text=JA)
    assert (await ayama.hear("translated"))["sayings"][0]["text"] == PT
    assert (await desk.hear("speech"))["untranslated"] is False


async def test_without_a_speech_server_there_is_no_switch(both: Both) -> None:
    _ayama, desk = both
    await desk.say(t="speech", on=True)
    assert (await desk.hear("refused"))["code"] == "conversation.speech.absent"
