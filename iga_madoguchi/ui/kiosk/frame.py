"""What every screen of the resident has in the same place: head, dock, panels."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.calls.policy import PRIORITIES
from iga_madoguchi.ui.components.buttons import button, toggle
from iga_madoguchi.ui.components.call_media import BellSound, Clock, DevicePicker, RingSound
from iga_madoguchi.ui.components.check import SelfTestButton, SelfTestWatch
from iga_madoguchi.ui.components.icons import city_mark
from iga_madoguchi.ui.components.keys import EscapeKey
from iga_madoguchi.ui.components.notices import notice
from iga_madoguchi.ui.components.phrases import ReadAloud, drawings
from iga_madoguchi.ui.components.said import said
from iga_madoguchi.ui.functions import where_on
from iga_madoguchi.ui.kiosk.reservations.booking import BookingState
from iga_madoguchi.ui.kiosk.say import dates, phrase_words, say, tag, words
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.languages import LANGUAGES


def head() -> rx.Component:
    return rx.el.header(
        city_mark(),
        rx.el.span(say("brand"), class_name="k-name"),
        rx.el.span(said(KioskState.branch), class_name="k-place", lang=KioskState.branch_lang),
        Clock.create(offset_s=KioskState.clock_offset, dates=dates(), class_name="k-time num"),
        class_name="k-head",
    )


def dock(*right: rx.Component, middle: rx.Component | None = None) -> rx.Component:
    """Left how the screen looks, right people and the end; the same everywhere."""
    return rx.el.footer(
        button(say("larger"), "letters", on_click=KioskState.enlarge),
        button(say("colour"), "contrast", on_click=KioskState.recolour),
        button(say("language"), "globe", on_click=KioskState.open_languages, lang="ja"),
        ReadAloud.create(words=phrase_words(), lang=tag(), drawing=drawings({"speaker"})["speaker"]),
        *([middle] if middle is not None else []),
        rx.el.span(
            button(say("call_staff"), "bell", on_click=KioskState.call_staff), *right, class_name="dock-right"
        ),
        class_name="dock",
    )


def to_start() -> rx.Component:
    return button(say("to_start"), on_click=KioskState.leave)


def language_toggles() -> list[rx.Component]:
    """One pressed button per complete language, in its own name."""
    return [
        toggle(
            said(language.name),
            KioskState.language == language.code,
            # Two events: the new words are on the screen before anything is written down.
            on_click=[KioskState.speak(language.code), KioskState.tell_language],
            lang=language.tag,
        )
        for language in LANGUAGES.values()
    ]


def overlays() -> rx.Component:
    """Panels over any screen, and the sentences that come and go."""
    return rx.fragment(
        notice(KioskState.notice, say("close"), KioskState.close_notice, said),
        BellSound.create(count=KioskState.bells),
        EscapeKey.create(on=KioskState.panel != "", on_escape=KioskState.close_panel),
        rx.cond((KioskState.asked != "") & (KioskState.call == ""), _asked_panel()),
        rx.match(
            KioskState.panel,
            ("staff", _staff_panel()),
            ("language", _language_panel()),
            rx.fragment(),
        ),
    )


def _staff_panel() -> rx.Component:
    return sheet(
        "staff-title",
        rx.el.h2(rx.cond(KioskState.coming, say("staff_coming", 0), say("staff_title")), id="staff-title"),
        rx.el.p(rx.cond(KioskState.coming, say("staff_coming", 1), say("staff_note")), role="status"),
        rx.el.div(
            button(say("staff_again"), "bell", on_click=KioskState.call_staff),
            button(say("close"), kind="btn-solid", on_click=KioskState.close_panel, auto_focus=True),
            class_name="row",
        ),
        rx.cond((KioskState.screen == "waiting") & ~KioskState.recalled, _prefer()),
        rx.cond(
            KioskState.call == "",
            where_on(
                "reservations",
                rx.el.div(button(say("booking"), "clock", on_click=BookingState.open), class_name="row"),
            ),
        ),
        rx.el.div(
            rx.cond(KioskState.call == "", SelfTestButton.create(words=_check_words())),
            rx.el.p(say("staff_devices")),
            DevicePicker.create(kind="branch"),
            class_name="for-staff",
        ),
    )


def _asked_panel() -> rx.Component:
    return sheet(
        "asked-title",
        rx.el.h2(say("asked_title"), id="asked-title"),
        rx.el.p(said(KioskState.asked_by), role="status"),
        rx.el.div(
            button(say("asked_yes"), "phone", "btn-solid", on_click=KioskState.join, auto_focus=True),
            button(say("asked_no"), on_click=KioskState.refuse),
            class_name="row",
        ),
        RingSound.create(on=KioskState.asked != ""),
    )


def _prefer() -> rx.Component:
    """Only while somebody waits, and only one reason."""
    return rx.fragment(
        rx.el.p(say("prefer_title")),
        rx.el.div(
            *(
                toggle(
                    say("priorities", name),
                    KioskState.priority == name,
                    on_click=KioskState.prefer(name),
                )
                for name in PRIORITIES
            ),
            class_name="row",
        ),
    )


def _language_panel() -> rx.Component:
    return sheet(
        "language-title",
        rx.el.h2(say("language_title"), id="language-title"),
        rx.el.div(*language_toggles(), class_name="row"),
        rx.el.div(button(say("close"), on_click=KioskState.close_panel, auto_focus=True), class_name="row"),
        kind="veil-languages",  # who is asked something must be able to read it first
    )


def self_test() -> rx.Component:
    """The terminal tests itself only where nobody has begun anything; a touch on the screen ends it."""
    nobody = (KioskState.call == "") & (KioskState.panel == "") & (KioskState.asked == "")
    resting = (KioskState.screen == "standby") | (KioskState.screen == "closed")
    return SelfTestWatch.create(
        idle=resting & nobody & ~KioskState.elsewhere, words=words(title="check_title", note="check_note")
    )


def _check_words() -> rx.Var[dict[str, str]]:
    return words(button="check_button", running="check_running", good="check_good", failed="check_failed")


def sheet(title_id: str, *parts: rx.Component, kind: str = "") -> rx.Component:
    """A panel over the screen, named by the heading with this id. `kind`: extra class names."""
    return rx.el.div(
        rx.el.section(
            *parts,
            role="dialog",
            class_name="panel sheet",
            custom_attrs={"aria-modal": "true", "aria-labelledby": title_id},
        ),
        class_name=f"veil {kind}".strip(),
    )
