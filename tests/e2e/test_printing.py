"""A memo from the desk's screen to the paper beside the resident."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Cast
from tests.e2e.server import Server
from tests.printers import RealPrinter, wait_for

pytestmark = pytest.mark.e2e


def test_a_memo_comes_out_beside_the_resident(cast: Cast, server: Server, printer: RealPrinter) -> None:
    ayama, kodomo = cast.ayama(), cast.kodomo()
    ayama.press("相談をはじめる", exact=False)
    ayama.page.get_by_role("button", name=re.compile("^こども未来課")).click()
    kodomo.press("応答する")
    kodomo.on("desk.in_call")
    ayama.on("kiosk.in_call")

    kodomo.press("支所で印刷")
    expect(kodomo.page.get_by_text("まだ登録されていません")).to_be_visible()
    kodomo.shot("desk-printing-none")
    server.command("printer", "set", "ayama", printer.uri)
    kodomo.press("支所で印刷")
    kodomo.press("支所で印刷")
    expect(kodomo.page.get_by_text("プリンター：使えます")).to_be_visible()

    printer.mood("slow")
    field = kodomo.page.get_by_role("textbox", name="お渡しするメモ")
    field.fill("12月8日（火）までに、所得課税証明書を\n阿山支所の窓口へお持ちください。<b>")
    kodomo.press("メモを印刷")
    status = kodomo.page.get_by_role("status", name="印刷のようす")
    expect(status).to_contain_text("印刷しています", timeout=15_000)
    expect(field).to_have_value("")
    coming = ayama.page.get_by_text("となりのプリンターから紙が出ます。")
    expect(coming).to_be_visible()
    ayama.shot("kiosk-printing")
    kodomo.shot("desk-printing")

    printer.mood("empty")
    expect(status).to_contain_text("用紙がありません", timeout=10_000)
    expect(coming).to_have_count(0)
    kodomo.page.set_viewport_size({"width": 1280, "height": 1024})
    kodomo.shot("desk-printing-no-paper-1280")
    kodomo.page.set_viewport_size({"width": 1920, "height": 1080})
    printer.mood("ok")
    expect(status).to_contain_text("印刷できました", timeout=10_000)
    wait_for(lambda: len(printer.printed()) == 1)
    assert printer.settings(printer.printed()[0])["IPP_MEDIA"] == "iso_a4_210x297mm"

    printer.switch_off()
    field.fill("もう一枚")
    kodomo.press("メモを印刷")
    expect(status).to_contain_text("印刷できませんでした", timeout=15_000)
    kodomo.shot("desk-printing-failed")
    printer.switch_on()
    kodomo.press("もう一度印刷")
    expect(status.get_by_role("listitem").first).to_contain_text("印刷できました", timeout=15_000)
    assert len(printer.printed()) == 2
    server.command("printer", "forget", "ayama")
    ayama.press("通話を終わる")
    ayama.on("kiosk.finished")
