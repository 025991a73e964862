"""In call: the officer's face near life size, the paper as large, volume, help and the end. No figures."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import (
    CallNotice,
    CallQuality,
    CallVideo,
    PaperSwitch,
    SelfView,
    ToneSwitch,
    VolumeControl,
)
from iga_madoguchi.ui.components.form import FormKiosk
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.components.later import Later
from iga_madoguchi.ui.components.notices import clock_note
from iga_madoguchi.ui.components.paper import PaperInset, PaperTable, PaperTag, PaperTouch
from iga_madoguchi.ui.components.private import HandsetSwitch, PrivateKiosk, PrivateWish
from iga_madoguchi.ui.components.said import plain, said
from iga_madoguchi.ui.components.talk import TalkKiosk, TalkOpen, quick_answers
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.kiosk.frame import dock
from iga_madoguchi.ui.kiosk.itinerary import steps
from iga_madoguchi.ui.kiosk.printing.parts import paper_coming
from iga_madoguchi.ui.kiosk.say import (
    form_labels,
    form_words,
    matter_words,
    name,
    paper_words,
    phrase_parts,
    private_words,
    say,
    tag,
    talk_words,
    text,
    tone_words,
    words,
)
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.parts import looking_line

WRITES = KioskState.needs.contains("writing")
LARGE = WRITES | KioskState.needs.contains("hearing")


def in_call() -> rx.Component:
    return rx.fragment(
        rx.el.header(
            city_mark(),
            rx.el.h1(said(KioskState.department), lang=KioskState.department_lang),
            rx.el.span(say("connected")),
            CallQuality.create(plain=True, class_name="state"),
            rx.el.span(icon("record_off"), say("no_recording"), class_name="rec"),
            clock_note(KioskState.clock_offset, say("clock_moved")),
            looking_line(),
            class_name="call-head",
        ),
        rx.el.main(
            _face(),
            _paper(),
            Later.create(
                where_on("talk", _talk()),
                _tools(),
                FormKiosk.create(
                    call=KioskState.call, lang=KioskState.language, words=form_words(), labels=form_labels()
                ),
                PrivateKiosk.create(lang=KioskState.language, words=private_words()),
            ),
            class_name=rx.cond(KioskState.needs.contains("sign"), "stage stage-sign", "stage"),
        ),
        dock(
            button(say("hang_up"), "hang_up", "btn-end", on_click=KioskState.hang_up),
            middle=VolumeControl.create(words=words(down="quieter", up="louder", name="volume")),
        ),
    )


def _face() -> rx.Component:
    return rx.el.section(
        rx.cond(KioskState.held, _held()),
        rx.el.div(
            rx.foreach(
                KioskState.peers,
                lambda peer: rx.el.div(
                    CallVideo.create(what="remote-camera", participant=peer["id"], label=plain(peer["name"])),
                    rx.el.p(
                        rx.el.span(said(peer["name"]), lang=peer["lang"]),
                        rx.cond(
                            peer["name"] == KioskState.officer,
                            rx.el.small(said(KioskState.department), lang=KioskState.department_lang),
                        ),
                        rx.cond(peer["kind"] == "interpreter", rx.el.small(say("together", "interpreter"))),
                        rx.cond(peer["kind"] == "observer", rx.el.small(say("together", "looking"))),
                        class_name="nameplate",
                    ),
                    key=peer["id"],
                ),
            ),
            class_name="faces",
        ),
        rx.cond(KioskState.held, rx.fragment(), Later.create(PaperInset.create(words=paper_words()))),
        class_name="face",
        custom_attrs={"aria-label": name("officer")},
    )


def _held() -> rx.Component:
    """Instead of the officer's picture, so that nobody sits before a dead screen."""
    return rx.el.div(
        icon("clock"),
        rx.el.strong(say("held_title")),
        rx.el.p(say("held_note")),
        role="status",
        class_name="held",
    )


def _paper() -> rx.Component:
    return rx.el.section(
        PaperTag.create(words=paper_words()),
        rx.el.div(
            rx.cond(
                KioskState.held,
                rx.el.p(say("held_paper"), class_name="no-picture"),
                Later.create(PaperTable.create(words=paper_words(), label=name("paper"))),
            )
        ),
        class_name="paper-box",
        custom_attrs={"aria-label": name("paper")},
    )


def _talk() -> rx.Component:
    """Captions from the start for who hears badly; who wants to write finds the sheet open."""
    return TalkKiosk.create(
        words=talk_words(),
        keys=matter_words(),
        answers=quick_answers(),
        phrases=phrase_parts(),
        language=KioskState.language,
        lang=tag(),
        large=LARGE,
        writes=WRITES,
    )


def _tools() -> rx.Component:
    return rx.el.div(
        where_on("talk", TalkOpen.create(label=text("talk", "write"), large=LARGE)),
        rx.cond(KioskState.held, rx.fragment(), PaperTouch.create(words=paper_words())),
        PaperSwitch.create(on=text("paper_on"), off=text("paper_off")),
        where_on("private", PrivateWish.create(words=private_words())),
        HandsetSwitch.create(words=private_words()),
        ToneSwitch.create(words=tone_words(), wanted=KioskState.needs.contains("hearing")),
        SelfView.create(label=text("own_picture")),
        steps(),
        CallNotice.create(),
        paper_coming(),
        class_name="call-tools",
    )
