"""The bureau writes what residents read: seen at once, never lost between two, never half imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.e2e.people import Cast, Person, face
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e
SHOGAI_FACE, SHOGAI_HZ = face(8), 990
TECHO = "身体障害者手帳の交付申請"
SEEN_MS = 2_000


@pytest.fixture(scope="module")
def catalogue_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A city of its own: what is written here would be on everybody's screens."""
    server = Server(tmp_path_factory.mktemp("catalogue") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def cast(browser: Browser, catalogue_server: Server) -> Iterator[Cast]:
    cast = Cast(browser, catalogue_server)
    yield cast
    foreign = [url for person in cast.people for url in person.foreign]
    problems = [problem for person in cast.people for problem in person.problems]
    cast.close()
    assert (foreign, problems) == ([], [])


def second_admin(cast: Cast, server: Server) -> Person:
    person = cast.stranger()
    person.page.goto(server.enrol_url("console"))
    cast.log_in(person, server.credentials["admin2"])
    person.on("admin.overview")
    return person


def catalogue(admin: Person) -> None:
    admin.page.goto(f"{admin.page.url.split('/admin')[0]}/admin")
    admin.page.get_by_role("link", name="手続きの一覧").click()
    admin.on("admin.procedures")


def edit(admin: Person, name: str = TECHO) -> None:
    catalogue(admin)
    admin.page.get_by_role("link", name=name, exact=True).click()
    admin.on("admin.procedures.edit")
    expect(admin.page.locator(".pe-head h1")).to_have_text(name)


def field(admin: Person, name: str) -> Locator:
    return admin.page.locator(".pe").get_by_label(name, exact=True)


def said(admin: Person) -> Locator:
    return admin.page.locator(".pe-state")


def small(person: Person, name: str) -> None:
    person.shot(name)
    person.page.set_viewport_size({"width": 1280, "height": 1024})
    person.shot(f"{name}-1280")
    person.page.set_viewport_size({"width": 1920, "height": 1080})


def look(kiosk: Person, name: str = TECHO) -> Locator:
    """The sheet of a matter on the kiosk."""
    kiosk.press("相談をはじめる")
    kiosk.on("kiosk.choose")
    kiosk.page.get_by_role("button", name=name, exact=True).click()
    return kiosk.page.get_by_role("dialog")


def test_what_is_written_in_two_languages_is_on_the_kiosk_at_once(cast: Cast) -> None:
    admin, kiosk = cast.admin(), cast.ayama()
    sheet = look(kiosk)
    edit(admin)
    small(admin, "catalogue-edit")
    admin.press("ぜんぶのことばを出す")
    field(admin, "どんなとき").fill("はじめて手帳をつくる\nとき")
    field(admin, "どんなとき 英語").fill("For your first certificate")
    preview = admin.page.get_by_test_id("matter-preview")
    expect(preview).to_contain_text("はじめて手帳をつくる とき", timeout=SEEN_MS)
    admin.press("やさしい日本語")
    expect(preview.locator("ruby").first).to_be_visible()
    small(admin, "catalogue-easy")
    admin.press("English")
    expect(preview).to_contain_text("For your first certificate")
    expect(said(admin)).to_have_text("保存していない変更があります。")
    expect(sheet).not_to_contain_text("はじめて手帳をつくる")
    admin.press("保存する")
    expect(said(admin)).to_contain_text("保存しました（版2）")
    expect(sheet).to_contain_text("はじめて手帳をつくる とき", timeout=SEEN_MS)
    kiosk.page.get_by_role("dialog").get_by_role("button", name="もどる").click()
    kiosk.page.get_by_role("button", name="English", exact=True).first.click()
    kiosk.page.get_by_role("button", name="physical disability", exact=False).first.click()
    expect(kiosk.page.get_by_role("dialog")).to_contain_text("For your first certificate")
    expect(admin.page.locator(".cat-versions")).to_contain_text("版2（いまの版）")
    admin.press("版1を見る")
    expect(preview).not_to_contain_text("For your first certificate")


def test_rows_problems_and_leaving(cast: Cast) -> None:
    admin = cast.admin()
    edit(admin, "療育手帳の交付・更新")
    rows = admin.page.locator(".pe-documents > .pe-row")
    count, first = rows.count(), field(admin, "名前").nth(1).input_value()
    admin.press("書類1を下へ")
    expect(rows.nth(1).get_by_label("名前", exact=True)).to_have_value(first)
    expect(admin.page.get_by_role("button", name="書類2を下へ")).to_be_focused()
    admin.press("書類2をけす")
    expect(rows).to_have_count(count - 1)
    admin.press("もとに戻す")
    expect(rows).to_have_count(count)
    admin.press("書類を足す")
    field(admin, "分数").fill("９９９")
    admin.page.keyboard.press("Control+s")
    expect(admin.page.get_by_text("直すところが2か所あります。")).to_be_visible()
    problem = admin.page.locator("#pe-minutes-problem")
    expect(problem).to_have_text("1から240までの数字にしてください。")
    expect(admin.page.locator(f"#pe-documents-{count}-name-ja-problem")).to_have_text("書いてください。")
    small(admin, "catalogue-problems")
    field(admin, "分数").fill("４０")
    expect(problem).to_have_count(0)
    # A reload of the tab and a link to somewhere else lose nothing.
    admin.page.reload()
    expect(said(admin)).to_contain_text("前に書きかけた内容を出しています。")
    expect(rows).to_have_count(count + 1)
    admin.page.get_by_role("link", name="手続きの一覧にもどる").click()
    ask = admin.page.get_by_role("alertdialog")
    expect(ask).to_contain_text("保存していない変更があります。")
    admin.shot("catalogue-leaving")
    ask.get_by_role("button", name="書きつづける").click()
    admin.press(f"書類{count + 1}をけす")
    admin.page.get_by_role("link", name="手続きの一覧にもどる").click()
    ask.get_by_role("button", name="保存して移る").click()
    admin.on("admin.procedures")
    row = admin.page.get_by_role("row", name="療育手帳の交付・更新")
    expect(row).to_contain_text("40分")
    expect(row).to_contain_text("要確認")
    edit(admin, "療育手帳の交付・更新")
    admin.press("内容が正しいので、要確認を外す")
    expect(admin.page.get_by_text("要確認を外しました。")).to_be_visible()


def test_a_new_procedure_is_offered_once_it_is_whole(cast: Cast) -> None:
    admin, kiosk = cast.admin(), cast.ayama()
    catalogue(admin)
    small(admin, "catalogue-list")
    admin.page.get_by_role("combobox", name="課").select_option("介護高齢福祉課")
    expect(admin.page.locator(".cat-section")).to_have_count(1)
    admin.page.get_by_role("link", name="手続きを足す").click()
    admin.on("admin.procedures.edit")
    expect(field(admin, "課")).to_have_value("kaigo")
    field(admin, "名前").first.fill("車いすの貸し出し")
    admin.press("保存する")
    expect(admin.page.locator("#pe-line-ja-problem")).to_have_text("書いてください。")
    field(admin, "どんなとき").fill("しばらく車いすを使いたいとき")
    field(admin, "さがすことば").fill("くるまいす\nwheelchair")
    admin.press("保存する")
    expect(admin.page.locator(".cat-versions")).to_contain_text("版1（いまの版）")
    expect(said(admin)).to_contain_text("保存しました（版1）。")
    small(admin, "catalogue-new")
    kiosk.press("相談をはじめる")
    kiosk.page.get_by_role("button", name="ことばで探す").click()
    kiosk.page.get_by_role("searchbox").fill("wheelchair")
    expect(kiosk.page.get_by_role("button", name="車いすの貸し出し")).to_be_visible()


def test_two_who_write_at_the_same_time_lose_nothing(cast: Cast, catalogue_server: Server) -> None:
    one, two = cast.admin(), second_admin(cast, catalogue_server)
    name = "身体障害者手帳の再交付・変更・返還"
    for person in (one, two):
        edit(person, name)
    field(one, "代理").fill("家族だけ")
    field(two, "分数").fill("55")
    one.press("保存する")
    expect(said(one)).to_contain_text("保存しました（版2）")
    expect(said(two)).to_contain_text("さんが保存しました（版2）", timeout=SEEN_MS)
    two.press("保存する")
    clash = two.page.get_by_role("alertdialog")
    expect(clash).to_contain_text("先に保存しました（版2）。")
    expect(clash.get_by_role("row", name="分数")).to_contain_text("55")
    expect(clash.get_by_role("row", name="代理")).to_contain_text("家族だけ")
    expect(field(two, "分数")).to_have_value("55")
    small(two, "catalogue-clash")
    clash.get_by_role("button", name="内容を読みこむ").click()
    expect(field(two, "代理")).to_have_value("家族だけ")
    field(two, "分数").fill("66")
    field(one, "代理").fill("だれでも")
    two.press("保存する")
    expect(said(two)).to_contain_text("保存しました（版3）")
    one.press("保存する")
    one.press("あなたの内容で上書きする")
    expect(said(one)).to_contain_text("保存しました（版4）")
    expect(one.page.locator(".cat-versions li")).to_have_count(4)


def test_a_retired_procedure_stays_with_the_call_that_has_it(cast: Cast) -> None:
    admin, kiosk = cast.admin(), cast.ayama()
    desk = cast.desk("shogai", SHOGAI_FACE, SHOGAI_HZ)
    name = "自立支援医療（精神通院）"
    kiosk.press("相談をはじめる")
    kiosk.page.get_by_role("button", name="ことばで探す").click()
    kiosk.page.get_by_role("searchbox").fill("精神通院")
    kiosk.page.get_by_role("button", name=name).click()
    kiosk.page.get_by_role("button", name="この用で話す").click()
    desk.page.get_by_role("button", name="応答する").click()
    desk.on("desk.in_call")
    guide = desk.page.locator(".guide")
    expect(guide.locator("select")).to_have_value("shogai.tsuin")
    lines = guide.locator(".steps-list li").count()
    catalogue(admin)
    admin.press(f"「{name}」を使わない")
    expect(admin.page.get_by_text(f"「{name}」を、使わないことにしました。")).to_be_visible()
    small(admin, "catalogue-retired")
    desk.page.reload()
    desk.on("desk.in_call")
    expect(guide.locator("select")).to_have_value("shogai.tsuin")
    expect(guide.locator(".steps-list li")).to_have_count(lines)
    admin.press("もとに戻す")
    expect(admin.page.get_by_text(f"「{name}」を、もとに戻しました。")).to_be_visible()


def test_a_file_with_a_bad_row_changes_nothing_and_a_good_one_all(cast: Cast) -> None:
    admin = cast.admin()
    catalogue(admin)
    with admin.page.expect_download() as started:
        admin.page.get_by_role("link", name="CSVを書き出す").click()
    text = started.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    rows[1]["分数"], rows[2]["分数"] = "25", "9999"
    box = admin.page.locator(".cat-file")
    picker = box.locator("input[type=file]")
    picker.set_input_files(_file(rows))
    expect(box.get_by_text("直すところが1か所あります。何も変えていません。")).to_be_visible()
    expect(box.get_by_role("row", name="4行目 分数")).to_contain_text("1から240までの数字にしてください。")
    expect(box.get_by_role("button", name="この内容で入れかえる")).to_have_count(0)
    admin.page.locator(".cat-file table").scroll_into_view_if_needed()
    small(admin, "catalogue-import-bad")
    rows[2]["分数"] = "35"
    picker.set_input_files(_file(rows))
    expect(box).to_contain_text(f"新しい 0件、変わる 2件、同じ {len(rows) - 2}件")
    small(admin, "catalogue-import")
    box.get_by_role("button", name="この内容で入れかえる").click()
    expect(box).to_contain_text("入れかえました。新しい 0件、変わった 2件。")
    expect(admin.page.get_by_role("row", name=rows[2]["名前（日本語）"])).to_contain_text(
        "35分", timeout=SEEN_MS
    )


def _file(rows: list[dict[str, str]]) -> FilePayload:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return FilePayload(name="tetsuzuki.csv", mimeType="text/csv", buffer=out.getvalue().encode())
