"""What every page of the office says in a power cut; nothing while there is power."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.power import service as power
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja.power import office_sentence


@needs()
class PowerNoteState(rx.State):
    """Everybody with a page may know it."""

    sentence: str = ""

    @rx.event
    @allow()
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow()
    async def refresh(self) -> None:
        """Read again how it stands with the power."""
        who(self)
        standing = await offload(power.standing, services().database)
        self.sentence = office_sentence(standing, services().clock.now())


def power_note() -> rx.Component:
    """The strip above everything; the page gives it room (style.css)."""
    return strip(PowerNoteState.sentence, PowerNoteState.sentence)


def strip(sentence: rx.Var[str], shown: rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.cond(sentence != "", rx.el.p(icon("warn"), rx.el.span(shown), class_name="power-note")),
        class_name="power-region",
        custom_attrs={"aria-live": "polite"},
    )
