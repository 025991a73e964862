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
    VolumeControl,
)
from iga_madoguchi.ui.components.form import FormKiosk
from iga_madoguchi.ui.components.icons import city_mark, icon
from iga_madoguchi.ui.components.paper import PaperInset, PaperTable, PaperTag, PaperTouch
from iga_madoguchi.ui.kiosk.frame import dock
from iga_madoguchi.ui.kiosk.itinerary import steps
from iga_madoguchi.ui.kiosk.printing.parts import paper_coming
from iga_madoguchi.ui.kiosk.say import form_words, paper_words, say, words
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.parts import looking_line


def in_call() -> rx.Component:
    return rx.fragment(
        rx.el.header(
            city_mark(),
            rx.el.strong(KioskState.department),
            rx.el.span(say("connected")),
            CallQuality.create(plain=True, class_name="state"),
            rx.el.span(icon("record_off"), say("no_recording"), class_name="rec"),
            looking_line(),
            class_name="call-head",
        ),
        rx.el.main(
            _face(),
            _paper(),
            _tools(),
            FormKiosk.create(call=KioskState.call, lang=KioskState.language, words=form_words()),
            class_name="stage",
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
                    CallVideo.create(what="remote-camera", participant=peer["id"], label=peer["name"]),
                    rx.el.p(
                        peer["name"],
                        rx.cond(peer["name"] == KioskState.officer, rx.el.small(KioskState.department)),
                        rx.cond(peer["kind"] == "observer", rx.el.small(say("together", "looking"))),
                        class_name="nameplate",
                    ),
                    key=peer["id"],
                ),
            ),
            class_name="faces",
        ),
        rx.cond(KioskState.held, rx.fragment(), PaperInset.create(words=paper_words())),
        class_name="face",
        custom_attrs={"aria-label": say("officer")},
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
                PaperTable.create(words=paper_words(), label=say("paper")),
            )
        ),
        class_name="paper-box",
        custom_attrs={"aria-label": say("paper")},
    )


def _tools() -> rx.Component:
    return rx.el.div(
        rx.cond(KioskState.held, rx.fragment(), PaperTouch.create(words=paper_words())),
        PaperSwitch.create(on=say("paper_on"), off=say("paper_off")),
        SelfView.create(label=say("own_picture")),
        steps(),
        CallNotice.create(),
        paper_coming(),
        class_name="call-tools",
    )
