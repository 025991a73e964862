"""Three faces to touch, and thanks."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.records.policy import FACES
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.kiosk.say import say
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.survey.state import SurveyState

ANSWERED = (KioskState.over != "") & (SurveyState.answered == KioskState.over)


def faces() -> rx.Component:
    return rx.el.div(
        rx.cond(KioskState.asks & ~ANSWERED, _ask()),
        rx.cond(ANSWERED, rx.el.p(icon("ok"), say("survey", "thanks"), class_name="survey-thanks")),
        custom_attrs={"aria-live": "polite"},
    )


def _ask() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say("survey", "title"), id="survey-title"),
        rx.el.div(
            *(
                rx.el.button(
                    icon(f"face_{face}", "ico ico-l"),
                    rx.el.span(say("survey", face)),
                    type="button",
                    class_name="btn face-btn",
                    on_click=SurveyState.answer(face),
                )
                for face in FACES
            ),
            role="group",
            class_name="survey-faces",
            custom_attrs={"aria-labelledby": "survey-title"},
        ),
        class_name="survey",
    )
