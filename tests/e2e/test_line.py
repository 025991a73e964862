"""The branch's staff at their own screen, and the last steps of a call whose pictures do not come back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import AYAMA_FACE, AYAMA_PAPER, KODOMO_FACE, KODOMO_HZ, PAPER, REMOTE, Cast, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

KEEP_CONNECTIONS = """
const Real = RTCPeerConnection;
window.connections = [];
window.RTCPeerConnection = class extends Real {
    constructor(...given) {
        super(...given);
        connections.push(this);
    }
};"""
FACE = """async (active) => {
    for (const connection of connections) {
        const sender = connection.getTransceivers()[1]?.sender;
        if (connection.connectionState !== "connected" || !sender?.track) continue;
        const parameters = sender.getParameters();
        parameters.encodings[0].active = active;
        await sender.setParameters(parameters);
    }
}"""
"""What the last rungs of the ladder do: the camera stays on, its picture is not sent."""
SECRET = "補聴器の電池が切れています"
ANSWER = "3番の用紙をお渡しください"


@pytest.fixture
def own_cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, own_server)
    yield cast
    cast.close()


def test_staff_call_for_the_resident_and_write_to_the_desk(cast: Cast) -> None:
    ayama, kodomo, staff = cast.ayama(), cast.kodomo(), cast.branch_staff("ayama")
    frames: list[str] = []
    ayama.page.on(
        "websocket", lambda opened: opened.on("framereceived", lambda data: frames.append(str(data)))
    )
    ayama.page.reload()
    ayama.on("kiosk.standby")
    staff.shot("staff-board")

    ayama.press("職員を呼ぶ")
    expect(staff.page.get_by_role("alertdialog", name="住民の方が、職員を呼んでいます")).to_be_visible()
    staff.shot("staff-help")
    staff.press("うかがいます")
    expect(ayama.page.get_by_text("支所の職員が来ます")).to_be_visible()
    ayama.shot("kiosk-staff-coming")
    ayama.page.keyboard.press("Escape")
    expect(ayama.page.get_by_role("dialog")).to_have_count(0)

    staff.page.get_by_role("button", name="聞こえにくい").click()
    staff.page.get_by_role("button", name="English").click()
    staff.page.get_by_role("button", name="呼び出す こども未来課").click()
    ayama.on("kiosk.waiting")
    expect(ayama.page.get_by_text("Calling Children's Future.").first).to_be_visible()
    ring = kodomo.page.get_by_role("alertdialog", name=re.compile("阿山支所.*こども未来課"))
    expect(ring).to_contain_text("聞こえにくい")
    write(staff, "課の職員と文字で連絡", SECRET)
    expect(ring).to_contain_text(SECRET)
    staff.shot("staff-waiting")
    kodomo.shot("desk-ringing-line")
    staff.press("車いす")
    expect(staff.page.get_by_text("先にご案内します：車いす")).to_be_visible()

    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    expect(kodomo.page.get_by_text("未読 1")).to_be_visible()
    kodomo.shot("desk-line-unread")
    kodomo.press("支所の職員に連絡", exact=False)
    expect(kodomo.page.get_by_text("未読")).to_have_count(0)
    write(kodomo, "支所の職員との連絡", ANSWER)
    expect(staff.page.get_by_text(ANSWER)).to_be_visible()
    staff.shot("staff-in-call")
    kodomo.shot("desk-line")
    kodomo.page.set_viewport_size({"width": 1280, "height": 1024})
    kodomo.shot("desk-line-1280")
    staff.page.set_viewport_size({"width": 1280, "height": 1024})
    staff.shot("staff-in-call-1280")
    ayama.shot("kiosk-in-call-line")
    for word in (SECRET, ANSWER):
        assert word not in ayama.page.content()
        assert not any(word in frame for frame in frames), "not even on its way to the resident's screen"
    assert any("kiosk" in frame for frame in frames), "the frames were heard at all"
    ayama.press("End the call")
    kodomo.on("desk.board")
    expect(staff.page.get_by_role("button", name="呼び出す こども未来課")).to_be_visible()


@pytest.mark.long
def test_the_desk_is_gone_and_the_telephone_comes_and_goes_by_itself(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    ayama.sees(REMOTE, KODOMO_FACE)
    kodomo.page.goto("about:blank")
    panel = ayama.page.get_by_test_id("phone-panel")
    expect(ayama.page.get_by_text("いまの映像ではありません").first).to_be_visible(timeout=15_000)
    ayama.sees_still(REMOTE, KODOMO_FACE)
    ayama.shot("kiosk-still")
    expect(panel).to_have_count(0)
    expect(panel).to_be_visible(timeout=25_000)
    expect(ayama.page.get_by_test_id("phone-number")).to_have_text("0595-00-0002")
    expect(ayama.page.get_by_test_id("phone-ticket")).to_have_text(re.compile(r"^\d+$"))
    ayama.shot("kiosk-phone")
    kodomo.page.goto(cast.url + "/desk")
    kodomo.on("desk.in_call")
    expect(panel).to_have_count(0, timeout=15_000)
    ayama.sees(REMOTE, KODOMO_FACE)
    kodomo.sees(REMOTE, AYAMA_FACE)

    ayama.page.goto("about:blank")
    desk_panel = kodomo.page.get_by_test_id("phone-panel")
    expect(desk_panel).to_contain_text("映像と声がとぎれました", timeout=15_000)
    kodomo.shot("desk-text-only")
    expect(kodomo.page.get_by_test_id("phone-number")).to_have_text("0595-00-0013", timeout=25_000)
    kodomo.sees_still(PAPER, AYAMA_PAPER)
    kodomo.shot("desk-phone")
    kodomo.page.set_viewport_size({"width": 1280, "height": 1024})
    kodomo.shot("desk-phone-1280")
    ayama.page.goto(cast.url + "/kiosk")
    ayama.on("kiosk.in_call")
    expect(desk_panel).to_have_count(0, timeout=15_000)
    kodomo.sees(REMOTE, AYAMA_FACE)
    ayama.press("通話を終わる")
    kodomo.on("desk.board")


def test_voice_alone_is_said_and_the_picture_comes_back(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    kodomo.page.add_init_script(KEEP_CONNECTIONS)
    kodomo.page.reload()
    kodomo.on("desk.board")
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    ayama.sees(REMOTE, KODOMO_FACE)
    kodomo.page.evaluate(FACE, False)
    said = ayama.page.get_by_role("status").filter(has_text="声だけでつながっています")
    expect(said.first).to_be_visible(timeout=15_000)
    expect(ayama.page.locator(REMOTE)).to_have_count(0)
    ayama.hears(KODOMO_HZ)
    ayama.shot("kiosk-voice-alone")
    kodomo.page.evaluate(FACE, True)
    expect(said).to_have_count(0, timeout=15_000)
    ayama.sees(REMOTE, KODOMO_FACE)
    ayama.press("通話を終わる")
    kodomo.on("desk.board")


def test_without_a_server_who_waits_and_who_talks_have_the_telephone(
    own_cast: Cast, own_server: Server
) -> None:
    ayama, aoyama, kodomo = own_cast.ayama(), own_cast.aoyama(), own_cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    ayama.on("kiosk.in_call")
    aoyama.press("English")
    aoyama.press("Start", exact=False)
    aoyama.page.get_by_role("button", name=re.compile("^Children's Future")).click()
    aoyama.on("kiosk.waiting")
    ayama.sees(REMOTE, KODOMO_FACE)
    aoyama.press("Call branch staff")
    expect(aoyama.page.get_by_label("Camera for the face")).to_be_visible()
    aoyama.shot("kiosk-picker-en")
    aoyama.page.keyboard.press("Escape")
    expect(aoyama.page.get_by_role("dialog")).to_have_count(0)
    own_server.kill()
    expect(aoyama.page.get_by_text("We are connecting again").first).to_be_visible(timeout=10_000)
    aoyama.shot("kiosk-lost-en")
    for branch in (ayama, aoyama):
        expect(branch.page.get_by_test_id("phone-panel")).to_be_visible(timeout=40_000)
        expect(branch.page.get_by_test_id("phone-number")).to_have_text("0595-00-0002")
    ayama.shot("kiosk-phone-no-server")
    aoyama.shot("kiosk-phone-no-server-en")
    kodomo.shot("desk-phone-no-server")
    own_server.start()
    for branch, screen in ((ayama, "kiosk.in_call"), (aoyama, "kiosk.waiting")):
        expect(branch.page.get_by_test_id("phone-panel")).to_have_count(0, timeout=40_000)
        branch.on(screen)
    ayama.sees(REMOTE, KODOMO_FACE)
    kodomo.sees(REMOTE, AYAMA_FACE)


def write(person: Person, region: str, text: str) -> None:
    place = person.page.get_by_role("region", name=region)
    place.get_by_role("textbox").fill(text)
    place.get_by_role("button", name="送る").click()
    expect(place.get_by_role("log")).to_contain_text(text)
    expect(place.get_by_role("textbox")).to_have_value("")
