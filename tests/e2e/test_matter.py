"""From the standby screen to the record: a matter is found, guided, written down, printed and asked about."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.e2e.people import AYAMA_FACE, AYAMA_HZ, AYAMA_PAPER, HOKEN_FACE, HOKEN_HZ, Cast, Person
from tests.e2e.server import Server
from tests.printers import RealPrinter, wait_for

pytestmark = pytest.mark.e2e

NINTEI = "要介護・要支援認定の申請"
CARD = "介護保険被保険者証"
MEMO = "退院が近いので、急いで申請したい。"
PORTUGUESE = ("Sua consulta de hoje", "Cartão do seguro de cuidados", "0595-00-0004")


def branch(cast: Cast) -> Person:
    return cast.branch("ayama", [AYAMA_FACE, AYAMA_PAPER], AYAMA_HZ)


def test_a_newcomer_finds_the_matter_and_the_talk_leaves_a_record(cast: Cast, server: Server) -> None:
    kaigo, ayama = cast.desk("kaigo", HOKEN_FACE, HOKEN_HZ), branch(cast)
    expect(ayama.page.locator(".slides")).to_contain_text("ここでできるご用")

    # Two touches from standby.
    ayama.press("相談をはじめる", exact=False)
    ayama.press(NINTEI)
    matter = ayama.page.get_by_role("dialog", name=NINTEI, exact=False)
    expect(matter).to_contain_text(CARD)
    expect(matter).to_contain_text("ここで申請まで終わります")
    matter.get_by_role("button", name="この用で話す", exact=False).click()
    ayama.on("kiosk.waiting")
    expect(ayama.page.locator(".ready")).to_contain_text(CARD)

    ring = kaigo.page.get_by_role("alertdialog")
    expect(ring).to_contain_text(NINTEI)
    kaigo.press("応答する")
    kaigo.on("desk.in_call")
    guide = kaigo.page.get_by_role("region", name="手続きの案内")
    guide.get_by_role("button", name="申請書", exact=False).first.click()
    expect(guide).to_contain_text("1 / ")
    kaigo.press(f"ない {CARD}")
    memo = kaigo.page.get_by_label("メモ", exact=True)
    memo.fill(MEMO)
    expect(kaigo.page.get_by_text("保存しました")).to_be_visible()

    # The page is loaded anew in the middle of the talk: nothing of it is lost.
    kaigo.page.reload()
    expect(kaigo.page.get_by_label("メモ", exact=True)).to_have_value(MEMO)
    expect(kaigo.page.get_by_role("button", name=f"ない {CARD}")).to_have_attribute("aria-pressed", "true")

    # What is missing is said before the end; it may end all the same.
    kaigo.press("通話を終わる")
    ending = kaigo.page.get_by_role("alertdialog", name="終わる前に")
    expect(ending).to_contain_text(CARD)
    kaigo.shot("ending")
    kaigo.press("もどる")
    kaigo.on("desk.in_call")
    kaigo.press("通話を終わる")
    kaigo.press("このまま終わる")
    kaigo.on("desk.board")

    ayama.on("kiosk.finished")
    ayama.press("よかった")
    expect(ayama.page.get_by_text("ありがとうございました。")).to_be_visible()
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    assert MEMO not in ayama.page.content()

    # Written to the end after the talk, and found again by two letters.
    kaigo.press("記録", exact=False)
    kaigo.press("続きを書く")
    kaigo.press("書類が足りない")
    kaigo.press("記録を終える")
    expect(kaigo.page.get_by_text("まだ書かれていない相談")).to_have_count(0)
    kaigo.press("一覧にもどる")
    kaigo.page.get_by_role("searchbox", name="ことば").fill("退院")
    kaigo.press("さがす")
    found = kaigo.page.get_by_role("listitem").filter(has_text=MEMO[:8])
    expect(found).to_have_count(1)
    found.get_by_role("button").click()
    expect(kaigo.page.get_by_text(MEMO)).to_be_visible()
    kaigo.shot("record")


def test_everyday_words_typed_with_the_keys_on_the_screen_find_the_matter(cast: Cast) -> None:
    cast.desk("kaigo", HOKEN_FACE, HOKEN_HZ)
    ayama = branch(cast)
    for _ in range(2):  # in the largest letters what fits stands beside the keys
        ayama.press("文字を大きく")
    ayama.press("相談をはじめる", exact=False)
    ayama.press("ことばで探す", exact=False)
    for key in ("お", "む", "つ"):
        ayama.press(key)
    hit = ayama.page.get_by_role("button", name="紙おむつ", exact=False).first
    for shown in (hit, ayama.page.get_by_role("button", name="閉じる")):
        expect(shown).to_be_in_viewport(ratio=1)
    ayama.shot("search-large")
    ayama.press("ぜんぶけす")
    for key in ("か", "てんてん", "て"):
        ayama.press(key)
    expect(ayama.page.get_by_role("searchbox", name="探すことば")).to_have_value("がて")
    ayama.press("ぜんぶけす")
    ayama.page.get_by_role("searchbox", name="探すことば").fill("zzzz")
    expect(ayama.page.get_by_text("合うご用が見つかりません", exact=False)).to_be_visible()
    ayama.shot("search-none")
    ayama.press("閉じる")
    ayama.press("はじめにもどる")
    ayama.on("kiosk.standby")
    # What one person typed is not there for the next.
    ayama.press("相談をはじめる", exact=False)
    ayama.press("ことばで探す", exact=False)
    expect(ayama.page.get_by_role("searchbox", name="探すことば")).to_have_value("")


def test_the_slip_comes_out_beside_the_resident_in_portuguese(
    cast: Cast, server: Server, printer: RealPrinter
) -> None:
    kaigo, ayama = cast.desk("kaigo", HOKEN_FACE, HOKEN_HZ), branch(cast)
    server.command("printer", "set", "ayama", printer.uri)
    ayama.press("Português")
    ayama.page.locator(".start").click()
    ayama.on("kiosk.choose")
    ayama.page.locator(".chip").filter(has_text="Seguro de cuidados").click()
    dialog = ayama.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Cartão do seguro de cuidados")
    dialog.locator(".btn-solid").click()
    ayama.on("kiosk.waiting")
    # However much there is to get ready, the way out is in sight.
    for width, height in ((1920, 1080), (1280, 1024)):
        ayama.page.set_viewport_size({"width": width, "height": height})
        expect(ayama.page.get_by_role("button", name="Desistir")).to_be_in_viewport(ratio=1)
        ayama.shot(f"waiting-{width}")
    ayama.page.set_viewport_size({"width": 1920, "height": 1080})
    kaigo.press("応答する")
    kaigo.on("desk.in_call")
    kaigo.press(f"ない {CARD}")
    kaigo.press("お持ち帰り用紙を印刷")
    wait_for(lambda: len(printer.printed()) == 1)
    document = pypdfium2.PdfDocument(printer.printed()[0])
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    for words in PORTUGUESE:
        assert words in text, text
    server.command("printer", "forget", "ayama")
    kaigo.press("通話を終わる")
    kaigo.press("このまま終わる")
    ayama.on("kiosk.finished")


def test_what_the_bureau_switches_off_is_on_no_screen(cast: Cast) -> None:
    bureau, ayama = cast.admin(), branch(cast)
    strip, number = (
        ayama.page.locator(".slides"),
        ayama.page.get_by_role("button", name="予約番号をお持ちの方"),
    )
    expect(strip).to_be_visible()
    expect(number).to_be_visible()
    bureau.page.get_by_role("link", name="使う機能").click()
    bureau.on("admin.functions")
    for name in ("用件から選ぶ", "予約"):
        group = bureau.page.get_by_role("group", name=name, exact=True)
        group.get_by_role("button", name="使わない").click()
        expect(bureau.page.get_by_text(f"「{name}」を、使わないことにしました。")).to_be_visible()
    expect(strip).to_have_count(0)
    expect(number).to_have_count(0)
    bureau.shot("functions")
    ayama.press("相談をはじめる", exact=False)
    expect(ayama.page.get_by_role("button", name="ことばで探す", exact=False)).to_have_count(0)
    bureau.page.get_by_role("group", name="用件から選ぶ").get_by_role(
        "button", name="使う", exact=True
    ).click()
    expect(ayama.page.get_by_role("button", name="ことばで探す", exact=False)).to_be_visible()
    bureau.page.get_by_role("group", name="予約", exact=True).get_by_role(
        "button", name="使う", exact=True
    ).click()
    expect(bureau.page.get_by_text("「予約」を、使うことにしました。")).to_be_visible()
