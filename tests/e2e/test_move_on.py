"""Nobody is turned away: a call that waits, moves on to another department, gains a third, and survives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

import iga_madoguchi.db.tables  # noqa: F401  a call names terminals and departments
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.calls.models import Call
from iga_madoguchi.kit.clock import SystemClock, local
from iga_madoguchi.kit.hub import Hub
from tests import fakecam
from tests.e2e.people import (
    AOYAMA_FACE,
    AOYAMA_PAPER,
    AYAMA_FACE,
    HOKEN_FACE,
    KODOMO_FACE,
    LOOKS,
    PAPER,
    REMOTE,
    Cast,
    Person,
    face,
)
from tests.e2e.server import Server
from tests.fakecam import Camera

pytestmark = pytest.mark.e2e
KAIGO_FACE, KAIGO_HZ = face(7), 880
MARK = """(faces) => [...document.querySelectorAll(faces)].map((video, at) => {
    video.dataset.under = `face-${at}`;
    return video.dataset.under;
})"""
NOTE = "保険証の切り替えは済みました。\n介護の認定について、お聞きになりたいそうです。"


@pytest.fixture
def own_cast(browser: Browser, own_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, own_server)
    yield cast
    problems = [problem for person in cast.people for problem in person.problems]
    cast.close()
    assert problems == []


def place(branch: Person, department: str) -> None:
    branch.press("相談をはじめる", exact=False)
    branch.page.get_by_role("button", name=re.compile(f"^{department}")).click()
    branch.on("kiosk.waiting")


def remember_calls(server: Server, department: str, minutes: float) -> None:
    """As if the department had finished twenty calls of this length yesterday."""
    engine = open_engine(f"sqlite:///{server.data_dir / 'madoguchi.db'}")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with Database(engine, Hub(), SystemClock()).transaction() as session:
        for number in range(20):
            session.add(
                Call(
                    id=f"history-{number}",
                    day=local(yesterday).date(),
                    ticket=number + 1,
                    branch_id="iga",
                    department_id=department,
                    state="ended",
                    placed_at=yesterday,
                    answered_at=yesterday,
                    ended_at=yesterday + timedelta(minutes=minutes),
                    end_reason="desk",
                )
            )
    engine.dispose()


def sees_face(person: Person, camera: Camera) -> None:
    """One of the faces on this page is this camera's, and it moves."""
    seen = []
    for _ in range(LOOKS):
        marks = person.page.evaluate(MARK, REMOTE)
        seen = [person.page.evaluate(fakecam.MOVES, f"[data-under={mark}]") for mark in marks]
        if any(one and one["id"] == camera.ident and one["pictures"] >= 2 for one in seen):
            return
        person.page.wait_for_timeout(250)
    raise AssertionError(f"no face of camera {camera.ident} among {seen}")


def test_wait_transfer_with_a_note_interpreter_and_a_killed_server(
    own_cast: Cast, own_server: Server
) -> None:
    ayama, aoyama, hoken = own_cast.ayama(), own_cast.aoyama(), own_cast.hoken()
    kaigo, kodomo = own_cast.desk("kaigo", KAIGO_FACE, KAIGO_HZ), own_cast.kodomo()

    remember_calls(own_server, "hoken", minutes=12)
    place(ayama, "保険年金課")
    hoken.press("応答する")
    hoken.on("desk.in_call")
    place(aoyama, "保険年金課")
    expect(aoyama.page.get_by_text("あと10分ほどで、おつなぎできそうです。")).to_be_visible()
    expect(aoyama.page.get_by_role("status").filter(has_text=re.compile(r"お待ちの人数\D*1"))).to_be_visible()
    expect(aoyama.page.get_by_text("マイナンバーカード")).to_be_visible()
    expect(hoken.page.get_by_role("status").filter(has_text="青山支所")).to_be_visible()
    aoyama.shot("move-on-waiting")

    hoken.press("通話を終わる")
    ring = hoken.page.get_by_role("alertdialog", name=re.compile("青山支所"))
    expect(ring).to_be_visible(timeout=3_000)
    hoken.press("応答する")
    hoken.on("desk.in_call")
    hoken.sees(PAPER, AOYAMA_PAPER)

    hoken.press("保留")
    expect(aoyama.page.get_by_role("status").filter(has_text="少しお待ちください")).to_be_visible()
    expect(aoyama.page.locator(REMOTE)).to_have_count(0)
    aoyama.shot("move-on-held-kiosk")
    hoken.shot("move-on-held-desk")
    hoken.press("再開")
    aoyama.sees(REMOTE, HOKEN_FACE)

    hoken.press("転送")
    dialog = hoken.page.get_by_role("dialog", name="転送")
    dialog.get_by_role("radio", name="介護高齢福祉課").check()
    dialog.get_by_role("textbox", name="引き継ぎメモ").fill(NOTE)
    hoken.shot("move-on-transfer-dialog")
    dialog.get_by_role("button", name="転送", exact=True).click()
    hoken.on("desk.board")

    ring = kaigo.page.get_by_role("alertdialog", name=re.compile("青山支所.*介護高齢福祉課"))
    expect(ring).to_be_visible()
    expect(ring.get_by_text("介護の認定について")).to_be_visible()
    expect(ring.get_by_text("保険年金課からの転送")).to_be_visible()
    kaigo.shot("move-on-ring-with-note")
    expect(aoyama.page.get_by_text("介護の認定について")).to_have_count(0)
    aoyama.on("kiosk.waiting")
    aoyama.shot("move-on-handed-kiosk")
    kaigo.press("応答する")
    kaigo.on("desk.in_call")
    aoyama.sees(REMOTE, KAIGO_FACE)

    kaigo.press("参加者を追加")
    dialog = kaigo.page.get_by_role("dialog", name="参加者を追加")
    dialog.get_by_role("radio", name="こども未来課").check()
    dialog.get_by_role("checkbox", name=re.compile("通訳")).check()
    dialog.get_by_role("button", name="参加者を追加").click()
    invited = kodomo.page.get_by_role("alertdialog", name=re.compile("青山支所"))
    expect(invited.get_by_text("通訳")).to_be_visible()
    kodomo.shot("move-on-invited")
    kodomo.press("参加する")
    kodomo.on("desk.in_call")
    expect(aoyama.page.locator(REMOTE)).to_have_count(2)
    sees_face(kodomo, AOYAMA_FACE)
    sees_face(aoyama, KODOMO_FACE)
    kaigo.shot("move-on-three-desk")
    kodomo.shot("move-on-three-guest")
    aoyama.shot("move-on-three-kiosk")

    own_server.kill()
    own_server.start()
    for person, camera in (
        (aoyama, KAIGO_FACE),
        (aoyama, KODOMO_FACE),
        (kaigo, AOYAMA_FACE),
        (kodomo, KAIGO_FACE),
    ):
        sees_face(person, camera)
    expect(
        kaigo.page.get_by_role("list", name="引き継ぎメモ").get_by_text("介護の認定について")
    ).to_be_visible()

    kodomo.press("退室する")
    kodomo.on("desk.board")
    expect(aoyama.page.locator(REMOTE)).to_have_count(1)
    aoyama.press("通話を終わる")
    aoyama.on("kiosk.finished")
    kaigo.on("desk.board")
    aoyama.nothing_left()
    ayama.nothing_left()


def test_who_leaves_is_called_back(cast: Cast) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    place(ayama, "こども未来課")
    ayama.press("番号をあずけて帰る")
    ayama.on("kiosk.finished")
    expect(ayama.page.get_by_role("heading", name=re.compile("おあずかりしました"))).to_be_visible()
    ayama.shot("move-on-parked")
    kodomo.shot("move-on-parked-desk")
    kodomo.press("折り返す", exact=False)
    expect(kodomo.page.get_by_role("status").filter(has_text="画面の前に来ると")).to_be_visible()
    expect(ayama.page.get_by_role("button", name="話をはじめる")).to_be_visible()
    ayama.shot("move-on-recalled")
    kodomo.shot("move-on-recalling-desk")
    ayama.press("話をはじめる")
    ayama.on("kiosk.in_call")
    kodomo.on("desk.in_call")
    kodomo.sees(REMOTE, AYAMA_FACE)
    kodomo.press("通話を終わる")
    ayama.on("kiosk.finished")


def test_a_refused_transfer_says_why_and_keeps_what_was_written(cast: Cast) -> None:
    ayama, kodomo, _ = cast.ayama(), cast.kodomo(), cast.hoken()
    place(ayama, "こども未来課")
    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    kodomo.press("転送")
    dialog = kodomo.page.get_by_role("dialog", name="転送")
    expect(dialog.get_by_role("radio", name="障がい福祉課")).to_be_disabled()
    expect(dialog.get_by_role("radio", name="保育幼稚園課")).to_have_count(0)
    memo = dialog.get_by_role("textbox", name="引き継ぎメモ")
    memo.evaluate("(memo) => { memo.value = 'あ'.repeat(100_000); }")  # as one would paste it
    dialog.get_by_role("button", name="転送", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("課を選んでください")
    dialog.get_by_role("radio", name="保険年金課").check()
    dialog.get_by_role("button", name="転送", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("長すぎます（100000文字）")
    assert len(memo.input_value()) == 100_000
    kodomo.shot("move-on-transfer-refused")
    dialog.get_by_role("button", name="やめる").click()
    kodomo.sees(REMOTE, AYAMA_FACE)
    kodomo.press("通話を終わる")
    ayama.on("kiosk.finished")


def test_a_desk_lets_somebody_go_first_for_a_reason(own_cast: Cast) -> None:
    ayama, hoken = own_cast.ayama(), own_cast.hoken()
    place(ayama, "保険年金課")
    hoken.press("お待ちいただく")
    hoken.page.get_by_role("button", name=re.compile("3分")).click()
    hoken.page.get_by_label(re.compile("先にご案内 番号")).click()
    hoken.shot("board-prefer")
    hoken.page.set_viewport_size({"width": 1280, "height": 1024})
    hoken.shot("board-prefer-1280")
    hoken.press("車いす")
    expect(hoken.page.get_by_text("先にご案内：車いす")).to_be_visible()
    expect(hoken.page.get_by_label(re.compile("先にご案内 番号"))).to_have_count(0)
