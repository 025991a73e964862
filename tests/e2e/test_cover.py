"""番号をかくして写す: the number stays at the branch, nobody sees the camera, the resident decides."""

from __future__ import annotations

import base64
import time
from io import BytesIO

import cv2
import numpy as np
import pytest
from playwright.sync_api import Route, expect

from iga_madoguchi.domain.forms.covers import CARDS
from tests.e2e.people import PAPER, Cast, Person
from tests.e2e.test_paper import SENSOR, STILL, connect
from tests.scenes.mat import Scene, draw

pytestmark = pytest.mark.e2e

LAY = "([id, address]) => fakecam.lay(id, address)"
RECEIVED = """async (selector) => {
    const address = new URL(document.querySelector(selector).src);
    address.searchParams.set("as", "received");
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
PAUSED = """async (selector) => {
    const video = document.querySelector(selector);
    const before = video?.getVideoPlaybackQuality().totalVideoFrames;
    await new Promise((done) => setTimeout(done, 1000));
    return video?.getVideoPlaybackQuality().totalVideoFrames === before;
}"""


# The call's own socket says everything late: pictures are ready long before.
LATE = """
const Plain = WebSocket;
window.WebSocket = class extends Plain {
    set onmessage(hear) {
        super.onmessage = this.url.includes("/live/") ? (event) => setTimeout(() => hear(event), 3000) : hear;
    }
};
"""
# Every picture of the branch's camera that the desk's page shows from now on.
WATCH = """(selector) => {
    window.seen = 0;
    setInterval(() => {
        const video = document.querySelector(selector);
        if (video?.srcObject && video.readyState > 1 && fakecam.read(video)) window.seen += 1;
    }, 40);
}"""


def lay(person: Person, picture: np.ndarray | None) -> None:
    address = ""
    if picture is not None:
        sent = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
        address = f"data:image/jpeg;base64,{base64.b64encode(sent).decode()}"
    person.page.evaluate(LAY, [SENSOR.device_id, address])


def posts(person: Person) -> list[str]:
    """Every paper that the page gives away from now on."""
    found: list[str] = []

    def note(url: str, method: str) -> None:
        if method == "POST" and "/papers/" in url:
            found.append(url)

    person.page.on("request", lambda one: note(one.url, one.method))
    return found


def ask(kodomo: Person) -> None:
    kodomo.press("番号をかくして写す")
    kodomo.press(CARDS[1].name)


def test_the_number_never_leaves_the_branch(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    posted = posts(ayama)
    picture, number = draw(Scene(width=3840, seed=3))
    ask(kodomo)
    asking = ayama.page.get_by_role("alertdialog", name="番号をかくして写します")
    expect(asking).to_be_visible()
    kodomo.page.wait_for_timeout(500)
    assert kodomo.page.evaluate(PAUSED, PAPER), "nobody sees the camera meanwhile"
    ayama.page.wait_for_timeout(2500)
    ayama.shot("cover-look")
    kodomo.shot("cover-desk")
    assert not posted, "no mat, no picture"
    lay(ayama, picture)
    check = ayama.page.get_by_role("alertdialog", name="この絵を送ってもよろしいですか")
    expect(check).to_be_visible(timeout=45_000)
    ayama.shot("cover-check")
    assert not posted, "the resident has not decided"
    ayama.press("送る")
    expect(kodomo.page.locator(STILL)).to_be_visible(timeout=45_000)
    assert len(posted) == 1
    raw = base64.b64decode(kodomo.page.evaluate(RECEIVED, STILL))
    seen = cv2.imdecode(np.frombuffer(BytesIO(raw).read(), np.uint8), cv2.IMREAD_COLOR)
    assert seen is not None
    assert seen.shape == picture.shape
    assert float((seen.max(axis=2)[number > 0] < 24).mean()) > 0.999, "black, but for the JPEG"
    kodomo.shot("cover-done")
    ayama.shot("cover-remove")
    kodomo.press("ライブ")
    assert kodomo.page.evaluate(PAUSED, PAPER), "the card still lies there"
    lay(ayama, None)
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)


def test_what_the_resident_does_not_send_is_not_sent(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    posted = posts(ayama)
    lay(ayama, draw(Scene(width=3840, seed=4))[0])
    ask(kodomo)
    expect(ayama.page.get_by_role("alertdialog", name="この絵を送ってもよろしいですか")).to_be_visible(
        timeout=20_000
    )
    ayama.press("やめる")
    expect(kodomo.page.get_by_text("お客さまがやめました。何も届いていません。")).to_be_visible()
    lay(ayama, None)
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)
    assert not posted


def test_a_page_that_comes_anew_shows_no_camera_before_the_card_is_gone(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    ask(kodomo)
    expect(ayama.page.get_by_role("alertdialog")).to_be_visible()
    kodomo.page.wait_for_timeout(1000)
    kodomo.page.evaluate(WATCH, PAPER)
    ayama.page.add_init_script(LATE)
    ayama.page.reload()
    ayama.on("kiosk.in_call")
    expect(ayama.page.get_by_role("alertdialog", name="番号をかくして写します")).to_be_visible(timeout=15_000)
    ayama.press("やめる")
    expect(ayama.page.get_by_role("button", name="取りました")).to_be_visible()
    kodomo.page.wait_for_timeout(1000)
    assert kodomo.page.evaluate("seen") == 0, "not one picture came through"
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)


def test_an_order_while_another_picture_is_on_its_way_darkens_the_camera_at_once(cast: Cast) -> None:
    ayama, kodomo = connect(cast)

    def slowly(route: Route) -> None:
        time.sleep(4)
        route.continue_()

    ayama.page.route("**/papers/*", slowly)
    kodomo.press("番号をかくして写す")
    ayama.press("書類を写す")
    kodomo.press(CARDS[1].name)
    kodomo.page.wait_for_timeout(1500)
    assert kodomo.page.evaluate(PAUSED, PAPER), "dark before the other picture is through"
    expect(ayama.page.get_by_role("alertdialog", name="番号をかくして写します")).to_be_visible(timeout=45_000)
    ayama.press("やめる")
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)


def test_a_picture_that_was_begun_before_the_order_is_not_sent_after_it(cast: Cast) -> None:
    happened: list[str] = []
    ayama, kodomo = connect(cast)

    def note(text: str | bytes) -> None:
        if '"cover"' in str(text):
            happened.append("the order is heard")

    def note_post(url: str, method: str) -> None:
        if method == "POST" and "/papers/" in url:
            happened.append("a picture is sent")

    ayama.page.on("websocket", lambda socket: socket.on("framereceived", note))
    ayama.page.on("request", lambda one: note_post(one.url, one.method))
    ayama.page.reload()  # so that the socket is one we listen to
    ayama.on("kiosk.in_call")
    ayama.sees(PAPER, SENSOR)
    lay(ayama, draw(Scene(width=3840, seed=3))[0])
    kodomo.press("番号をかくして写す")
    ayama.press("書類を写す")
    kodomo.press(CARDS[1].name)
    ayama.page.wait_for_timeout(10_000)
    assert happened[:1] == ["the order is heard"], happened
    assert "a picture is sent" not in happened, happened
    ayama.press("やめる")
    lay(ayama, None)
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)


def test_with_the_paper_put_away_the_order_fails_and_the_camera_is_dark_all_the_same(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    ayama.press("用紙を見せるのをやめる")
    expect(kodomo.page.get_by_text("用紙は映っていません。")).to_be_visible()
    kodomo.page.evaluate(WATCH, PAPER)
    ask(kodomo)
    expect(kodomo.page.get_by_text("お客さまが用紙を見せるのを止めています。", exact=False)).to_be_visible()
    ayama.press("用紙を見せる")
    ayama.page.wait_for_timeout(2000)
    assert kodomo.page.evaluate("seen") == 0, "the resident may have laid the card there already"
    ayama.press("取りました")
    kodomo.sees(PAPER, SENSOR)


def test_the_desk_records_who_was_shown_and_keeps_no_picture(cast: Cast) -> None:
    _, kodomo = connect(cast)
    kodomo.page.locator("summary", has_text="本人確認").click()
    kodomo.page.get_by_label("見せていただいたもの").select_option(label="運転免許証")
    kodomo.press("ご本人と一致")
    expect(kodomo.page.get_by_text("運転免許証　ご本人と一致", exact=False)).to_be_visible()
    kodomo.shot("identity")
    assert not kodomo.page.locator(STILL).count()
    hidden_by_one_key(kodomo)


def hidden_by_one_key(desk: Person) -> None:
    """F2: everything at once, before the server knows; nothing is lost."""
    memo = desk.page.get_by_label("見せていただいたもの")
    memo.select_option(label="パスポート")
    desk.press("転送")  # a dialog lies below it
    pressed = "window.dispatchEvent(new KeyboardEvent('keydown', { code: 'F2', cancelable: true }))"
    seen = desk.page.evaluate(f"() => {{ {pressed}; return getComputedStyle(document.body).visibility; }}")
    assert seen == "hidden"
    blind = desk.page.get_by_role("region", name="画面を隠しています")
    expect(blind).to_be_visible()
    top = "() => document.elementFromPoint(innerWidth / 2, innerHeight / 3).closest('.blind') !== null"
    assert desk.page.evaluate(top)
    desk.shot("desk-blind")
    desk.page.keyboard.press("F2")
    expect(blind).to_have_count(0)
    desk.page.keyboard.press("Escape")
    expect(memo).to_have_value("passport")
    desk.press("画面を隠す")
    desk.press("画面を出す")
    expect(blind).to_have_count(0)


def test_the_desk_hides_a_place_and_only_a_lead_brings_it_back(cast: Cast) -> None:
    from tests.e2e.test_paper import drag, shoot

    ayama, kodomo = connect(cast)
    shoot(ayama, kodomo)
    kodomo.press("かくす")
    drag(kodomo, (0.4, 0.4), (0.6, 0.6))
    expect(kodomo.page.get_by_text("かくした所　1")).to_be_visible(timeout=10_000)
    kodomo.shot("mask-desk")
    ayama.shot("mask-branch")
    kodomo.page.get_by_label("もどす所").select_option(label="1番目")
    kodomo.page.get_by_label("もどす理由").select_option(label="手続きに要る")
    kodomo.press("もどす")
    expect(kodomo.page.get_by_text("課の責任者だけ", exact=False)).to_be_visible()
