"""A department gets a new name and a branch is opened and closed, from the bureau's page alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import AOYAMA_FACE, AOYAMA_HZ, AOYAMA_PAPER, KODOMO_FACE, REMOTE, Cast, Person

pytestmark = pytest.mark.e2e


def test_a_department_is_renamed_and_a_branch_opened_and_closed(cast: Cast) -> None:
    ayama, kodomo, hoken, admin = cast.ayama(), cast.kodomo(), cast.hoken(), cast.admin()
    admin.page.get_by_role("link", name="課・支所・端末").click()
    admin.on("admin.terminals")
    ayama.press("相談をはじめる", exact=False)
    ayama.on("kiosk.choose")

    _in(admin, "課", "変える こども未来課")
    form = admin.page.get_by_role("region", name="こども未来課を変える")
    form.get_by_role("textbox", name="名前", exact=True).fill("こども家庭課")
    form.get_by_text("ほかの言語での名前").click()
    form.get_by_role("textbox", name="English 名前").fill("Children and Families")
    form.get_by_role("button", name="保存する").click()
    expect(admin.page.get_by_text("こども家庭課を変えました。")).to_be_visible()
    expect(ayama.page.get_by_role("button", name=re.compile("^こども家庭課"))).to_be_visible()
    expect(hoken.page.get_by_text("こども家庭課").first).to_be_visible()
    _rename_the_desk(admin, "こども未来課", "こども家庭課の窓口")
    expect(kodomo.page.get_by_role("banner")).to_contain_text("こども家庭課の窓口")
    ayama.page.get_by_role("button", name="ことば (Language)").click()
    ayama.page.get_by_role("dialog").get_by_role("button", name="English", exact=True).click()
    expect(ayama.page.get_by_role("button", name=re.compile("^Children and Families"))).to_be_visible()

    admin.press("支所を加える")
    form = admin.page.get_by_role("region", name="支所を加える")
    form.get_by_role("textbox", name="名前", exact=True).fill("上野支所")
    form.get_by_role("textbox", name="電話").fill("0595 00 0016")
    form.get_by_role("radio", name="西の列、北から6番め").check(force=True)
    form.get_by_role("button", name="加える").click()
    expect(form.get_by_role("alert")).to_contain_text("数字とハイフンで")
    expect(form.get_by_role("textbox", name="名前", exact=True)).to_have_value("上野支所")
    form.get_by_role("textbox", name="電話").fill("0595-00-0016")
    form.get_by_role("button", name="加える").click()
    admin.press("登録リンク 上野支所")
    admin.shot("admin-terminals-link")
    link = admin.page.get_by_role("textbox", name="登録リンク").input_value()

    ueno = cast.come_by(link, [AOYAMA_FACE, AOYAMA_PAPER], AOYAMA_HZ)
    ueno.on("kiosk.standby")
    expect(ueno.page.get_by_text("上野支所").first).to_be_visible()
    expect(admin.page.get_by_role("row", name=re.compile("^上野支所"))).to_contain_text("から")
    ueno.press("相談をはじめる", exact=False)
    ueno.page.get_by_role("button", name=re.compile("^こども家庭課")).click()
    ring = kodomo.page.get_by_role("alertdialog", name=re.compile("上野支所.*こども家庭課"))
    expect(ring).to_be_visible()
    kodomo.press("応答する")
    ueno.on("kiosk.in_call")
    ueno.sees(REMOTE, KODOMO_FACE)
    kodomo.sees(REMOTE, AOYAMA_FACE)

    admin.press("変える 上野支所")
    admin.press("使うのをやめる…")
    panel = admin.page.get_by_role("region", name="上野支所を使うのをやめますか")
    admin.shot("admin-terminals-retire")
    panel.get_by_role("button", name="使うのをやめる").click()
    expect(panel.get_by_role("alert")).to_contain_text("まだ1件の相談が続いています")
    ueno.press("通話を終わる")
    kodomo.on("desk.board")
    panel.get_by_role("button", name="使うのをやめる").click()
    expect(admin.page.get_by_text("上野支所を使うのをやめました。")).to_be_visible()
    admin.shot("admin-terminals-retired")
    ueno.on("enrol")
    _is_turned_away(cast, link)
    ueno.page.goto(cast.url + "/kiosk")
    ueno.on("enrol")
    admin.page.get_by_role("link", name="運用状況にもどる").click()
    admin.on("admin.overview")
    expect(admin.page.get_by_text("阿山支所").first).to_be_visible()
    expect(admin.page.get_by_text("上野支所")).to_have_count(0)

    _put_the_name_back(admin)
    expect(hoken.page.get_by_text("こども未来課").first).to_be_visible()
    expect(kodomo.page.get_by_role("banner")).to_contain_text("こども未来課")


def _in(admin: Person, section: str, button: str) -> None:
    """A desk may be called as its department."""
    region = admin.page.get_by_role("region", name=section, exact=True)
    region.get_by_role("button", name=button).click()


def _rename_the_desk(admin: Person, before: str, after: str) -> None:
    _in(admin, "端末", f"変える {before}")
    form = admin.page.get_by_role("region", name=f"{before}を変える")
    form.get_by_role("textbox", name="名前", exact=True).fill(after)
    form.get_by_role("button", name="保存する").click()
    expect(admin.page.get_by_text(f"{after}を変えました。")).to_be_visible()


def _is_turned_away(cast: Cast, link: str) -> None:
    stranger = cast.stranger()
    stranger.page.goto(link)
    stranger.on("enrol")


def _put_the_name_back(admin: Person) -> None:
    """The city is shared with the journeys that come after."""
    admin.page.get_by_role("link", name="課・支所・端末").click()
    _in(admin, "課", "変える こども家庭課")
    form = admin.page.get_by_role("region", name="こども家庭課を変える")
    form.get_by_role("textbox", name="名前", exact=True).fill("こども未来課")
    form.get_by_text("ほかの言語での名前").click()
    form.get_by_role("textbox", name="English 名前").fill("Children's Future")
    form.get_by_role("button", name="保存する").click()
    expect(admin.page.get_by_text("こども未来課を変えました。")).to_be_visible()
    _rename_the_desk(admin, "こども家庭課の窓口", "こども未来課")
