"""The media endpoints: who gets a token, what an offer may be, whose resource it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.http.conftest import Site

pytestmark = [pytest.mark.anyio, pytest.mark.media]

SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
async def relayed(site: Site) -> AsyncIterator[Site]:
    await site.services.relay.start()
    yield site
    await site.services.relay.stop()


async def test_a_seat_gets_a_token_and_nobody_else_learns_that_the_call_exists(site: Site) -> None:
    ayama, other = await site.enrolled("ayama"), await site.enrolled("aoyama")
    hoken, stranger = await site.logged_in("hoken", "hoken2"), site.browser()
    call = site.place(ayama, "hoiku")
    mine = (await ayama.post(f"/media/token/{call}")).json()
    assert set(mine) == {"token", "participant", "expires_in"}
    absent = await other.post("/media/token/no-such-call")
    for outsider in (other, hoken):
        answer = await outsider.post(f"/media/token/{call}")
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert (await stranger.post(f"/media/token/{call}")).status_code == 401
    ayama.headers["Origin"] = "http://evil.example"
    assert (await ayama.post(f"/media/token/{call}")).status_code == 403


async def test_asking_without_end_is_slowed_down(site: Site) -> None:
    ayama = await site.enrolled("ayama")
    call = site.place(ayama, "hoiku")
    answers = await asyncio.gather(*(ayama.post(f"/media/token/{call}") for _ in range(150)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 1
    assert refused[0].headers["retry-after"] == "1"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"v=0", "text/plain", 415, "media.sdp.type"),
        (b"v=0\r\n" + b"x" * 70_000, "application/sdp", 413, "media.sdp.too_large"),
        (b"\xff\xfe", "application/sdp", 400, "media.sdp.malformed"),
        (b"hello", "application/sdp", 400, "media.sdp.malformed"),
        (b"", "application/sdp", 400, "media.sdp.malformed"),
    ],
)
async def test_an_unusable_offer_is_refused_with_its_code(
    relayed: Site, body: bytes, kind: str, status: int, code: str
) -> None:
    ayama = await relayed.enrolled("ayama")
    call = relayed.place(ayama, "hoiku")
    token = (await ayama.post(f"/media/token/{call}")).json()["token"]
    headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}
    answer = await ayama.post(f"/media/whip/{call}", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "authorization", [None, "Bearer ", "Basic abc", "Bearer forged", "Bearer " + "x" * 5000]
)
async def test_a_missing_or_forged_token_is_401(site: Site, authorization: str | None) -> None:
    ayama = await site.enrolled("ayama")
    call = site.place(ayama, "hoiku")
    headers = SDP | ({"Authorization": authorization} if authorization else {})
    answer = await ayama.post(f"/media/whip/{call}", content=b"v=0", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_token_works_once_and_for_its_own_call(relayed: Site) -> None:
    ayama, aoyama = await relayed.enrolled("ayama"), await relayed.enrolled("aoyama")
    mine, other = relayed.place(ayama, "hoiku"), relayed.place(aoyama, "hoken")
    token = (await ayama.post(f"/media/token/{mine}")).json()["token"]
    headers = SDP | {"Authorization": f"Bearer {token}"}
    foreign = await ayama.post(f"/media/whip/{other}", content=b"v=0", headers=headers)
    assert foreign.status_code == 401
    assert (await ayama.post(f"/media/whip/{mine}", content=b"v=0", headers=headers)).status_code == 400
    assert (await ayama.post(f"/media/whip/{mine}", content=b"v=0", headers=headers)).status_code == 401


async def test_watching_oneself_or_a_foreign_participant_is_404(relayed: Site) -> None:
    ayama, aoyama = await relayed.enrolled("ayama"), await relayed.enrolled("aoyama")
    mine, other = relayed.place(ayama, "hoiku"), relayed.place(aoyama, "hoken")
    stranger = (await aoyama.post(f"/media/token/{other}")).json()["participant"]
    for watched in (stranger, "nobody", None):
        issued = (await ayama.post(f"/media/token/{mine}")).json()
        path = f"/media/whep/{mine}/{watched or issued['participant']}"
        headers = SDP | {"Authorization": f"Bearer {issued['token']}"}
        assert (await ayama.post(path, content=b"v=0", headers=headers)).status_code == 404


async def test_a_resource_is_ended_by_its_owner_only(relayed: Site) -> None:
    from aiortc import RTCPeerConnection

    ayama, kodomo = await relayed.enrolled("ayama"), await relayed.logged_in("kodomo", "kodomo2")
    call = relayed.place(ayama, "hoiku")
    peer = RTCPeerConnection()
    peer.addTransceiver("audio", direction="recvonly")
    await peer.setLocalDescription(await peer.createOffer())
    issued = (await ayama.post(f"/media/token/{call}")).json()
    desk = (await kodomo.post(f"/media/token/{call}")).json()
    headers = SDP | {"Authorization": f"Bearer {desk['token']}"}
    made = await kodomo.post(
        f"/media/whep/{call}/{issued['participant']}", content=peer.localDescription.sdp, headers=headers
    )
    assert made.status_code == 201, made.text
    resource = made.headers["location"]
    foreign = {"Authorization": f"Bearer {issued['token']}"}
    assert (await ayama.delete(resource, headers=foreign)).status_code == 404
    assert relayed.services.relay.stats is not None
    assert (await kodomo.delete(resource, headers=headers)).status_code == 200
    assert (await kodomo.delete(resource, headers=headers)).status_code == 404
    await peer.close()


async def test_what_may_be_posted_is_announced(site: Site) -> None:
    answer = await site.browser().options("/media/whip/some-call")
    assert (answer.status_code, answer.headers["accept-post"]) == (204, "application/sdp")
    assert (await site.browser().patch("/media/resource/x")).status_code == 405


async def test_the_chosen_devices_are_kept_per_terminal(site: Site) -> None:
    ayama, stranger = await site.enrolled("ayama"), site.browser()
    chosen = {
        "face": "HD",
        "paper": "書画カメラ",
        "mic": "M",
        "speaker": "",
        "handset": "受話器",
        "blur": False,
    }
    assert (await ayama.post("/media/choice", json=chosen)).status_code == 204
    assert (await ayama.get("/media/choice")).json() == chosen
    assert (await stranger.get("/media/choice")).status_code == 401
    for bad in (b"[]", b"{", b'{"face": 5}', b'{"blur": "yes"}', b"[" * 3000):
        assert (await ayama.post("/media/choice", content=bad)).status_code == 422
    assert (await ayama.post("/media/choice", json={"face": "x" * 201})).status_code == 422
    assert (await ayama.post("/media/choice", content=b"x" * 5000)).status_code == 413
    assert (await ayama.get("/media/choice")).json() == chosen
