"""A form is written at the hall, checked and signed at the branch, and leaves nothing behind."""

from __future__ import annotations

import re
import statistics

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.layout import cut
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

NAME, KANA, ADDRESS = "髙橋　𠮷郎", "たかはし　よしろう", "三重県伊賀市四十九町3184番地　ｺｰﾎﾟ上野201"
WRITTEN = {
    "届出日": "R8.11.25",
    "世帯主のフリガナ": KANA,
    "世帯主の生年月日": "S58.5.3",
    "世帯主の氏名": NAME,
    "電話番号": "0595-22-9600",
    "住所": ADDRESS,
    "理由の日（やめた日、転入した日など）": "2026/10/31",
    "入る方1の氏名": NAME,
    "入る方1のフリガナ": KANA,
    "入る方1の続柄": "本人",
    "入る方1の生年月日": "昭和58年5月3日",
}
VALUE = "[data-testid=form-value]"
NOW = "performance.timeOrigin + performance.now()"
WATCH = """(wanted) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`never saw ${wanted}`)), 5000);
    const look = () => {
        if (document.querySelector("[data-testid=form-value]")?.textContent !== wanted) return;
        watcher.disconnect();
        done(performance.timeOrigin + performance.now());
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
})"""
TYPE = """(text) => {
    const input = document.activeElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
    const at = performance.timeOrigin + performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return at;
}"""

LINE_IS_POOR = """() => {
    const notice = document.querySelector(".call-notice");
    notice.dataset.empty = "no";
    notice.prepend("映像がとぎれています。声はつながっています。");
}"""


def write(desk: Page, label: str, text: str) -> None:
    field = desk.get_by_label(label, exact=False).and_(desk.locator("input"))
    field.fill(text)
    field.press("Enter")


def draw_name(branch: Page) -> None:
    """Two lines with a pointer, as a finger moves."""
    pad = branch.get_by_test_id("signature-pad")
    box = pad.bounding_box()
    assert box is not None
    for left, right in ((0.1, 0.4), (0.5, 0.9)):
        branch.mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * 0.3)
        branch.mouse.down()
        for step in range(1, 30):
            x = left + (right - left) * step / 29
            y = 0.5 + 0.3 * (1 if step % 8 < 4 else -1)
            branch.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        branch.mouse.up()


def test_a_form_is_written_checked_signed_and_forgotten(cast: Cast, server: Server) -> None:
    ayama, hoken, kodomo = cast.ayama(), cast.hoken(), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^保険年金課")).click()
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    call = start_form(hoken)

    _sees_every_letter_at_once(ayama, hoken)
    _refuses_beside_the_field(hoken)
    for label, text in WRITTEN.items():
        write(hoken.page, label, text)
    hoken.page.get_by_label("会社の保険をやめた").check()
    expect(hoken.page.get_by_text("残り（必ず） 0")).to_be_visible()
    hoken.shot("form-desk")
    hoken.page.set_viewport_size({"width": 1280, "height": 1024})
    hoken.shot("form-desk-1280")
    hoken.page.set_viewport_size({"width": 1920, "height": 1080})
    ayama.shot("form-kiosk-page")

    _resident_checks(ayama, hoken)
    ayama.press("署名へすすむ")
    expect(ayama.page.get_by_test_id("signature-pad")).to_be_visible()
    draw_name(ayama.page)
    ayama.shot("form-kiosk-sign")
    ayama.page.get_by_role("dialog").get_by_role("button", name="これでよい").click()
    expect(ayama.page.get_by_role("button", name="この内容で出します")).to_be_visible()
    ayama.shot("form-kiosk-final")
    ayama.press("この内容で出します")
    expect(ayama.page.get_by_text("お出しいただきました")).to_be_visible(timeout=30_000)
    ayama.shot("form-kiosk-done")

    link = hoken.page.get_by_role("link", name="できた申請書を見る")
    expect(link).to_be_visible()
    hoken.shot("form-desk-done")
    _is_the_signed_form(hoken, kodomo, ayama, f"{server.url}{link.get_attribute('href')}")

    hoken.press("閉じる")
    hoken.press("通話を終わる")
    ayama.on("kiosk.finished")
    ayama.nothing_left()
    hoken.page.wait_for_timeout(3000)
    assert hoken.context.request.get(f"{server.url}{link_of(call)}").status == 404
    _nothing_readable_is_left(server)


def link_of(call: tuple[str, str]) -> str:
    return f"/forms/{call[0]}/{call[1]}/pdf"


def start_form(hoken: Person) -> tuple[str, str]:
    """The desk takes up the form; ids of call and filling."""
    hoken.press("申請書をいっしょに書く")
    hoken.shot("form-desk-choose")
    with hoken.page.expect_response(lambda answer: "/forms/" in answer.url and answer.status == 201) as made:
        hoken.press("国民健康保険 資格取得届")
    call = made.value.url.rpartition("/")[2]
    expect(hoken.page.get_by_label("世帯主の氏名")).to_be_visible()
    return call, made.value.json()["filling"]


def _sees_every_letter_at_once(ayama: Person, hoken: Person) -> None:
    """What is typed stands on the other side before it is kept."""
    field = hoken.page.get_by_label("世帯主の氏名")
    field.click()
    expect(ayama.page.locator(".fp-field.is-on")).to_have_attribute("data-field", "head_name")
    took = []
    for end in range(1, len(NAME) + 1):
        ayama.page.evaluate(f"(wanted) => {{ window.seen = ({WATCH})(wanted); }}", NAME[:end])
        typed = hoken.page.evaluate(TYPE, NAME[:end])
        took.append(ayama.page.evaluate("window.seen") - typed)
    ayama.shot("form-kiosk-typing")
    assert statistics.median(took) < 250, f"ms from letter to letter: {took}"
    print("typed to seen, ms:", [round(one) for one in took])  # noqa: T201
    assert "これでよい" not in ayama.page.locator(".fk-field").inner_text(), "nothing is kept yet"


def _refuses_beside_the_field(hoken: Person) -> None:
    write(hoken.page, "世帯主の生年月日", "昭和64年2月1日")
    expect(hoken.page.get_by_role("alert").filter(has_text="その日はありません")).to_be_visible()
    write(hoken.page, "前の保険の名前", "1234 5678 9018")
    expect(hoken.page.get_by_role("alert").filter(has_text="マイナンバーのようです")).to_be_visible()
    hoken.shot("form-desk-refused")
    write(hoken.page, "前の保険の名前", "")


def _resident_checks(ayama: Person, hoken: Person) -> None:
    """One yes by touch, one correction by keys, one asked of the desk, then all the rest at once."""
    page = ayama.page
    page.locator("[data-field=head_name]").click()
    expect(page.locator(VALUE)).to_have_text(NAME)
    page.locator(".fk-field").get_by_role("button", name="これでよい").click()
    expect(page.locator("[data-field=head_name].is-sure")).to_be_attached()

    page.locator("[data-field=head_birth]").click()
    page.locator(".fk-field").get_by_role("button", name="なおす").click()
    pad = page.get_by_role("dialog", name="世帯主の生年月日")
    pad.get_by_role("button", name="3 日").click()
    pad.get_by_role("button", name="4", exact=True).click()
    ayama.shot("form-kiosk-pad")
    _nothing_is_cut(ayama, pad.get_by_role("button", name="0", exact=True))
    pad.get_by_role("button", name="これにする").click()
    expect(hoken.page.get_by_label("世帯主の生年月日")).to_have_value("昭和58年5月4日")

    # What is wrong with the line is said beside the form: its buttons can be touched all the same.
    page.evaluate(LINE_IS_POOR)
    page.get_by_role("button", name="一覧で見る").click(timeout=5000)
    ayama.shot("form-kiosk-list")
    _nothing_is_cut(ayama, page.get_by_role("button", name="ぜんぶ、これでよい"))
    page.locator(".fk-list > div", has_text="住所").get_by_role("button", name="なおす").click()
    page.get_by_role("button", name="職員にたのむ").click()
    expect(hoken.page.get_by_text("なおしてほしい")).to_be_visible()
    write(hoken.page, "住所", ADDRESS + "号室")
    expect(page.locator(".fk-list > div", has_text="住所")).to_contain_text("号室")
    page.get_by_role("button", name="ぜんぶ、これでよい").click()
    expect(page.get_by_role("button", name="署名へすすむ")).to_be_visible()


def _nothing_is_cut(ayama: Person, last: Locator) -> None:
    """On the smaller monitor and in the largest letters, whose button a sheet may cover."""
    page = ayama.page
    page.set_viewport_size({"width": 1280, "height": 1024})
    _fits(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    larger = page.locator(".dock").get_by_text("文字を大きく")
    for size in ("big-1", "big-2", ""):
        larger.dispatch_event("click")
        expect(page.locator(".kiosk")).to_have_class(re.compile(size or r"^((?!big-).)*$"))
        if size == "big-2":
            expect(last).to_be_in_viewport(ratio=1)
            ayama.shot("form-kiosk-large")
            _fits(page)


def _fits(page: Page) -> None:
    for _ in range(20):  # the page of the form follows its box
        if not cut(page):
            break
        page.wait_for_timeout(200)
    assert cut(page) == []


def _is_the_signed_form(hoken: Person, kodomo: Person, ayama: Person, url: str) -> None:
    """The desk of the department reads it, everybody else learns nothing."""
    absent = kodomo.context.request.get(url.replace("/pdf", "x/pdf"))
    for outsider in (kodomo, ayama):
        answer = outsider.context.request.get(url)
        assert (answer.status, answer.body()) == (404, absent.body())
    answer = hoken.context.request.get(url)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert "inline" in answer.headers["content-disposition"]
    pdf = pypdfium2.PdfDocument(answer.body())
    text = pdf[0].get_textpage().get_text_range()
    for said in (NAME, "タカハシ　ヨシロウ", ADDRESS + "号室", "昭和58年5月4日", "阿山支所", "SHA-256"):
        assert said in text, said
    picture = pdf[0].render(scale=4).to_pil().convert("L")
    pdf.close()
    signed = picture.crop(tuple(int(mm / 25.4 * 288) for mm in (50, 240, 190, 260)))
    assert sum(shade < 128 for shade in signed.tobytes()) > 500, "the hand is on the paper"


def _nothing_readable_is_left(server: Server) -> None:
    raw = b"".join(path.read_bytes() for path in server.data_dir.glob("*.db*"))
    assert b"filling_value" in raw, "these are the right files"
    for value in (
        NAME,
        "髙橋",
        "𠮷郎",
        "ヨシロウ",
        KANA,
        "四十九町3184",
        "0595-22-9600",
        "昭和58年5月4日",
        "1983-05-04",
    ):
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert value.encode(coding) not in raw, (value, coding)
    assert "髙橋" not in server.log.read_text()
