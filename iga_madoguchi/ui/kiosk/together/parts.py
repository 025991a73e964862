"""The panels and lines beside the resident's own screen: one touch answers, one touch ends."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.calls.policy import OBSERVER_REASONS
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.call_media import BellSound, CallVideo
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.timers import Elapsed
from iga_madoguchi.ui.kiosk.frame import dock, head
from iga_madoguchi.ui.kiosk.say import say
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.state import TogetherState


def looking_line() -> rx.Component:
    """Stands in the head of the call for as long as the bureau is in."""
    return rx.cond(
        TogetherState.looking == "in",
        rx.el.div(
            rx.el.p(icon("eye"), say("together", "looking"), role="status"),
            button(say("together", "look_end"), on_click=TogetherState.dismiss),
            class_name="looking",
        ),
    )


def together_overlays() -> rx.Component:
    """What asks for an answer, over any screen; the call goes on behind it."""
    idle = (KioskState.call == "") & (KioskState.screen != "choose")
    return rx.fragment(
        rx.match(
            TogetherState.looking,
            ("asked", _look_panel()),
            ("waiting", _waiting_line()),
            rx.fragment(),
        ),
        rx.cond((TogetherState.vigil_state == "asked") & idle, _vigil_panel()),
        rx.cond((TogetherState.vigil_state == "on") & (KioskState.call == ""), _vigil_line()),
    )


def bench() -> rx.Component:
    """Nothing but the numbers of those who wait on the bench, and the way in for everybody else."""
    return rx.fragment(
        head(),
        rx.el.main(
            rx.el.h1(say("together", "bench_title")),
            rx.el.p(
                rx.el.span(say("together", "bench_number")),
                rx.foreach(TogetherState.bench, lambda ticket: rx.el.b(ticket, class_name="num")),
                role="status",
                class_name="bench-numbers",
            ),
            rx.el.p(say("together", "bench_note")),
            rx.el.div(
                button(say("start"), kind="btn-solid start", after="arrow", on_click=KioskState.begin),
                rx.el.p(say("together", "bench_others")),
                class_name="bench-others",
            ),
            class_name="calm bench-screen",
        ),
        dock(),
    )


def _look_panel() -> rx.Component:
    return _ask(
        "look-title",
        say("together", "look_title"),
        rx.el.p(
            rx.match(
                TogetherState.reason,
                *((reason, say("together", f"look_{reason}")) for reason in OBSERVER_REASONS),
                rx.fragment(),
            ),
            class_name="why",
        ),
        rx.el.p(say("together", "look_note")),
        rx.el.div(
            button(say("together", "look_yes"), kind="btn-solid", on_click=TogetherState.agree),
            button(say("together", "look_no"), on_click=TogetherState.dismiss),
            class_name="row",
        ),
    )


def _waiting_line() -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("clock"), say("together", "look_wait"), role="status"),
        button(say("together", "look_no"), on_click=TogetherState.dismiss),
        class_name="ask-panel ask-line",
    )


def _vigil_panel() -> rx.Component:
    return _ask(
        "vigil-title",
        say("together", "vigil_title"),
        rx.el.p(TogetherState.vigil_name, class_name="why", lang="ja"),
        rx.el.p(say("together", "vigil_note")),
        rx.el.div(
            button(say("together", "vigil_yes"), kind="btn-solid", on_click=TogetherState.keep_company),
            button(say("together", "vigil_no"), on_click=TogetherState.end_vigil),
            class_name="row",
        ),
        kind="ask-aside",  # a resident who comes now finds the start free
    )


def _vigil_line() -> rx.Component:
    """In the head of every idle screen, so that nobody stands unseen before a running camera."""
    return rx.el.div(
        rx.el.div(
            CallVideo.create(what="remote-camera", label=TogetherState.vigil_name),
            class_name="vigil-face",
        ),
        rx.el.p(
            rx.el.strong(say("together", "vigil_on")),
            rx.el.span(
                rx.el.span(TogetherState.vigil_name, lang="ja"),
                " ",
                Elapsed.create(start=TogetherState.vigil_s, look="clock", class_name="num"),
            ),
            role="status",
        ),
        button(say("together", "vigil_end"), on_click=TogetherState.end_vigil),
        class_name="vigil-line",
    )


def _ask(title_id: str, title: rx.Component, *parts: rx.Component, kind: str = "") -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=title_id),
        *parts,
        BellSound.create(count=1),
        role="alertdialog",
        class_name=f"ask-panel {kind}".strip(),
        custom_attrs={"aria-labelledby": title_id},
    )
