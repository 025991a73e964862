"""The desk's page: which screen is on, and the media session that outlives the change of screens."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.call_media import CallSession
from iga_madoguchi.ui.components.check import SelfTestWatch
from iga_madoguchi.ui.components.elsewhere import elsewhere
from iga_madoguchi.ui.components.keys import BlindKey, EscapeKey
from iga_madoguchi.ui.components.notices import clock_note, notice
from iga_madoguchi.ui.desk.bar import blind
from iga_madoguchi.ui.desk.board.page import board
from iga_madoguchi.ui.desk.in_call.page import in_call
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.together.state import DeskTogetherState
from iga_madoguchi.ui.power import power_note

# A vigil gives way to every call of this desk, at once and before the server says so.
VIGIL = (DeskState.call == "") & ~DeskState.elsewhere & (DeskTogetherState.vigil_call != "")

IDLE = (
    (DeskState.screen == "board")
    & (DeskState.ring.length() == 0)
    & (DeskState.dialog == "")
    & (DeskTogetherState.vigil_call == "")
    & ~DeskState.elsewhere
)
"""Nobody calls, and nothing is open over the board: the terminal may test itself."""


def desk() -> rx.Component:
    return rx.el.div(
        CallSession.create(
            call=rx.cond(VIGIL, DeskTogetherState.vigil_call, DeskState.call),
            me=rx.cond(VIGIL, DeskTogetherState.vigil_me, DeskState.me),
            peers=rx.cond(VIGIL, DeskTogetherState.vigil_peers, DeskState.peers),
            kind="desk",
            phase=rx.cond(VIGIL, "in_call", DeskState.phase),
            held=DeskState.held,
            signs=DeskState.signs,
        ),
        rx.el.div(
            rx.match(DeskState.screen, ("board", board()), ("in_call", in_call()), rx.fragment()),
            class_name="screen",
            custom_attrs={"inert": DeskState.hidden},
        ),
        rx.cond(DeskState.hidden, blind()),
        BlindKey.create(on=DeskState.hidden, on_hide=DeskState.hide),
        elsewhere(DeskState.elsewhere, DeskState.opened),
        EscapeKey.create(on=DeskState.dialog != "", on_escape=DeskState.close_dialog),
        SelfTestWatch.create(
            idle=IDLE, words={"title": "端末を点検しています", "note": "呼び出しがあれば、すぐにやめます。"}
        ),
        power_note(),
        notice(DeskState.notice, "閉じる", DeskState.close_notice),
        rx.cond(
            DeskState.screen == "in_call",
            clock_note(DeskState.clock_offset, "訓練のため、時計を動かしています"),
        ),
        class_name=rx.cond(DeskState.screen == "in_call", "work desk desk-call", "work desk"),
        custom_attrs={"data-screen": "desk." + DeskState.screen},
    )
