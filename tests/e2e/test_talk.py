"""A resident who asked for 筆談 and Português, and a desk: a talk in writing, of which nothing stays."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.eyes import unfit
from tests.e2e.layout import covered
from tests.e2e.people import Cast, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

FIRST = "お名前を書いてください"
SECOND = "ありがとうございます。これで終わりです。"
TYPED = "obrigado"
PAPER_LEAST = 900 * 200  # pixels of the paper that captions must leave
KEPT = "来週の火曜日に、お電話します"
HAND = ((200, 150), (420, 330), (260, 340))


def rows(server: Server, table: str) -> int:
    with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base:
        return int(base.execute(f"select count(*) from {table}").fetchone()[0])


def keys(server: Server) -> set[Path]:
    return set((server.data_dir / "keys").iterdir())


def begin(cast: Cast, *needs: str) -> tuple[Person, Person]:
    """A resident who touches these needs and speaks Portuguese, answered by the desk of 国保."""
    ayama, hoken = cast.ayama(), cast.hoken()
    ayama.press("Português")
    ayama.press("Começar")
    for need in needs:
        ayama.press(need)
    ayama.page.get_by_role("button", name=re.compile("^Seguro e Aposentadoria")).click()
    hoken.press("応答する")
    ayama.on("kiosk.in_call")
    hoken.on("desk.in_call")
    return ayama, hoken


def draw(ayama: Person) -> None:
    """A stroke by the resident's hand."""
    board = ayama.page.locator(".ink-board")
    box = board.bounding_box()
    assert box is not None
    mouse = ayama.page.mouse
    mouse.move(box["x"] + HAND[0][0], box["y"] + HAND[0][1])
    mouse.down()
    for x, y in HAND[1:]:
        mouse.move(box["x"] + x, box["y"] + y, steps=12)
    mouse.up()


def lines_of(ink: Locator) -> int:
    return ink.locator("path").count()


def test_a_whole_talk_in_writing_and_nothing_of_it_stays(cast: Cast, server: Server) -> None:
    before = keys(server)
    ayama, hoken = begin(cast, "Por escrito")
    caption = ayama.page.locator(".talk-caption")
    log = hoken.page.get_by_role("log", name="やりとり")
    # The resident asked to write: the sheet is open, and face and caption are seen beside it.
    sheet = ayama.page.get_by_role("dialog", name="Escreva o que quer dizer")
    expect(sheet).to_be_visible()
    expect(ayama.page.locator(".face")).to_be_visible()
    ayama.page.wait_for_timeout(1500)
    assert unfit(ayama.page) == []
    ayama.shot("talk-kiosk-begin")
    hoken.shot("talk-desk-begin")

    # No server for speech is set: nothing offers it.
    expect(hoken.page.get_by_role("button", name="話したことを字幕に")).to_have_count(0)

    # What the desk writes is seen while it is typed, and only then said.
    field = hoken.page.get_by_role("textbox", name="書いて伝える")
    field.press_sequentially(FIRST[:4])
    expect(caption.locator(".talk-writing")).to_have_text(FIRST[:4])
    ayama.shot("talk-kiosk-while-typed")
    field.press_sequentially(FIRST[4:])
    field.press("Enter")
    expect(caption.get_by_role("status")).to_contain_text(FIRST)
    expect(caption.locator(".talk-writing")).to_have_count(0)
    expect(field).to_have_value("")

    # The hand of the resident is seen while it draws, and its ink stays in the list.
    draw(ayama)
    drawing = hoken.page.locator(".talk-writing .ink")
    expect(drawing).to_be_visible()
    assert lines_of(drawing) >= 1
    ayama.shot("talk-kiosk-hand")
    hoken.shot("talk-desk-drawing")
    ayama.press("Enviar")
    ink = log.locator("[data-kind=ink] .ink")
    expect(ink).to_be_visible()
    expect(drawing).to_have_count(0)
    hoken.press("手で書いたものを大きく見る")
    expect(hoken.page.get_by_role("dialog", name="手で書いたもの")).to_be_visible()
    hoken.shot("talk-desk-ink")
    hoken.page.keyboard.press("Escape")
    expect(hoken.page.get_by_role("dialog")).to_have_count(0)

    # By keys on the screen, seen while it is typed.
    ayama.press("Usar as teclas")
    for letter in TYPED:
        ayama.press(letter)
    expect(log.locator(".talk-writing")).to_contain_text(TYPED)
    assert unfit(ayama.page) == []
    ayama.shot("talk-kiosk-keys")
    ayama.press("Enviar")
    expect(log.locator("[data-kind=text]").last).to_contain_text(TYPED)
    ayama.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(ayama.page.get_by_role("button", name="Escrever", exact=True)).to_be_focused()

    # By one touch, in the resident's language here and in Japanese there.
    ayama.press("Sim")
    expect(ayama.page.locator(".talk-mine")).to_contain_text("Sim")
    expect(log.locator("[data-kind=answer]")).to_contain_text("はい")
    field.fill(SECOND)
    hoken.press("送る")
    expect(caption.get_by_role("status")).to_contain_text(SECOND)
    ayama.page.wait_for_timeout(300)
    ayama.shot("talk-kiosk-answers")
    assert unfit(ayama.page) == []
    hoken.shot("talk-desk")
    hoken.page.set_viewport_size({"width": 1280, "height": 1024})
    hoken.shot("talk-desk-1280")
    assert covered(hoken.page) == []
    hoken.page.set_viewport_size({"width": 1920, "height": 1080})

    # A line of it goes into the memo of the record.
    hoken.page.get_by_role("button", name=f"メモに写す {TYPED}").click()
    expect(hoken.page.get_by_text("メモに写しました")).to_be_visible()

    # It outlives a reload of either page.
    ayama.page.reload()
    ayama.on("kiosk.in_call")
    expect(caption.get_by_role("status")).to_contain_text(SECOND)
    assert rows(server, "utterance") == 5
    assert len(keys(server) - before) == 1

    end(hoken)
    ayama.on("kiosk.finished")
    assert FIRST not in ayama.page.content()
    assert SECOND not in ayama.page.content()
    for _ in range(40):
        if not rows(server, "talk") and keys(server) <= before:
            break
        ayama.page.wait_for_timeout(100)
    assert (rows(server, "talk"), rows(server, "utterance")) == (0, 0)
    assert keys(server) <= before
    ayama.nothing_left()
    assert (ayama.problems, hoken.problems) == ([], [])


def test_what_the_desk_keeps_is_read_beside_the_record(cast: Cast, server: Server) -> None:
    ayama, hoken = begin(cast)
    # Nobody asked for writing: one button, and everything else as ever until somebody writes.
    expect(ayama.page.locator(".talk")).to_have_count(0)
    ayama.press("Escrever")
    draw(ayama)
    ayama.press("Enviar")
    ayama.press("Fechar")
    field = hoken.page.get_by_role("textbox", name="書いて伝える")
    field.fill(KEPT)
    field.press("Enter")
    expect(ayama.page.locator(".talk-caption")).to_contain_text(KEPT)
    for size in ("100", "150", "200"):
        ayama.page.wait_for_timeout(400)
        ayama.shot(f"talk-kiosk-{size}")
        assert unfit(ayama.page) == [], size
        assert area(ayama, ".paper-box") > PAPER_LEAST, size
        ayama.press("Letras maiores")
    hoken.page.locator(".talk-keep").get_by_role("button", name="残す").click()
    expect(hoken.page.locator(".talk-keep")).to_contain_text("まで課に残します")
    hoken.shot("talk-desk-kept")
    end(hoken)
    ayama.on("kiosk.finished")
    hoken.press("記録", exact=False)
    hoken.page.locator(".blanks, .record-list").get_by_role("button").first.click()
    kept = hoken.page.get_by_role("region", name="残した字幕と筆談")
    kept.get_by_role("button", name="見る").click()
    expect(kept).to_contain_text(KEPT)
    expect(kept.locator(".ink")).to_be_visible()
    hoken.shot("talk-record")
    assert rows(server, "utterance") == 2
    with contextlib.closing(sqlite3.connect(server.data_dir / "madoguchi.db")) as base:
        call = base.execute("select call_id from talk").fetchone()[0]
    path = f"{server.url}/talk/{call}"
    assert hoken.page.request.get(path).status == 200
    kodomo = cast.kodomo()
    for stranger in (ayama, kodomo):
        assert stranger.page.request.get(path).status == 404


def area(person: Person, selector: str) -> float:
    box = person.page.locator(selector).first.bounding_box()
    assert box is not None
    return box["width"] * box["height"]


def end(desk: Person) -> None:
    """The desk hangs up; what its record still lacks may wait."""
    desk.press("通話を終わる")
    desk.page.wait_for_timeout(300)
    if desk.page.get_by_role("button", name="このまま終わる").count():
        desk.press("このまま終わる")
