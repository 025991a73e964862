"""The resident's page: which screen is on, and the media session that outlives the change of screens."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.call_media import CallSession
from iga_madoguchi.ui.components.elsewhere import elsewhere
from iga_madoguchi.ui.components.phone import PhonePanel
from iga_madoguchi.ui.components.residue import Residue
from iga_madoguchi.ui.components.said import PageLanguage, said
from iga_madoguchi.ui.kiosk.choose.page import choose
from iga_madoguchi.ui.kiosk.closed.page import closed
from iga_madoguchi.ui.kiosk.finished.page import finished
from iga_madoguchi.ui.kiosk.frame import overlays, self_test
from iga_madoguchi.ui.kiosk.in_call.page import in_call
from iga_madoguchi.ui.kiosk.matters.parts import matter_panels
from iga_madoguchi.ui.kiosk.matters.state import MattersState
from iga_madoguchi.ui.kiosk.reservations.booking_parts import booking_panel
from iga_madoguchi.ui.kiosk.reservations.parts import number_panel
from iga_madoguchi.ui.kiosk.say import call_words, name, say, tag, words
from iga_madoguchi.ui.kiosk.standby.page import standby
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.kiosk.together.parts import together_overlays
from iga_madoguchi.ui.kiosk.together.state import TogetherState
from iga_madoguchi.ui.kiosk.waiting.page import waiting
from iga_madoguchi.ui.power import strip

# A vigil gives way to every call of this terminal, at once and before the server says so.
VIGIL = (KioskState.call == "") & ~KioskState.elsewhere & (TogetherState.vigil_call != "")


def kiosk() -> rx.Component:
    return rx.el.div(
        PageLanguage.create(language=tag(), code=KioskState.language, on_change=MattersState.refresh),
        CallSession.create(
            call=rx.cond(VIGIL, TogetherState.vigil_call, KioskState.media_call),
            me=rx.cond(VIGIL, TogetherState.vigil_me, KioskState.me),
            peers=rx.cond(VIGIL, TogetherState.vigil_peers, KioskState.peers),
            kind="branch",
            phase=rx.cond(VIGIL, "in_call", KioskState.phase),
            signs=KioskState.needs.contains("sign"),
            words=call_words(),
        ),
        Residue.create(
            call=rx.cond(VIGIL, TogetherState.vigil_call, rx.cond(KioskState.elsewhere, "", KioskState.call))
        ),
        rx.el.div(
            rx.match(
                KioskState.screen,
                ("standby", standby()),
                ("choose", choose()),
                ("waiting", waiting()),
                ("in_call", in_call()),
                ("finished", finished()),
                ("closed", closed()),
                rx.fragment(),
            ),
            class_name="screen",
            custom_attrs={"inert": KioskState.panel != ""},
        ),
        strip(KioskState.power, said(KioskState.power)),
        overlays(),
        self_test(),
        together_overlays(),
        matter_panels(),
        number_panel(),
        booking_panel(),
        PhonePanel.create(
            ticket=KioskState.ticket,
            phone=KioskState.phone,
            who=KioskState.department,
            from_step="phone",
            words=words(
                title="phone_title",
                phone="phone_name",
                note="phone_note",
                none="phone_none",
                ticket="ticket",
            ),
        ),
        elsewhere(
            KioskState.elsewhere,
            KioskState.opened,
            say("elsewhere_title"),
            say("elsewhere_note"),
            say("elsewhere_again"),
            name("elsewhere_title"),
        ),
        class_name=_classes(),
        custom_attrs={"data-screen": "kiosk." + KioskState.screen, "lang": tag()},
    )


def _classes() -> rx.Var[str]:
    layout = rx.match(
        KioskState.screen, ("standby", "kiosk kiosk-standby "), ("in_call", "kiosk kiosk-call "), "kiosk "
    )
    easy = rx.cond(KioskState.language == "ja-easy", "easy ", "")
    return layout.to(str) + easy.to(str) + KioskState.look + " " + KioskState.size
