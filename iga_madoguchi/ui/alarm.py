"""What every page of the bureau says and sounds when something is wrong; nothing while all is well."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.alerts import service as alerts
from iga_madoguchi.domain.monitoring.alerts.outbox import CHANGED
from iga_madoguchi.domain.monitoring.alerts.policy import urgent
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.live import follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.ja import alerts as text

RINGS = 50


class Alarm(rx.Component):
    """The strip and its sound. `rings`: what is to be heard, `again` until somebody has seen it.

    `told`: the newest alert; the page answers how it was heard.
    """

    library = "$/public/alarm.jsx"
    tag = "Alarm"

    sentence: rx.Var[str]
    rings: rx.Var[list[dict[str, str]]]
    told: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_heard: rx.EventHandler[rx.event.passthrough_event_spec(str)]


@needs(Permission.ADMIN_VIEW)
class AlarmState(rx.State):
    """`rings`: id, and `again` "yes" for what hampers somebody now."""

    sentence: str = ""
    rings: list[dict[str, str]] = []
    told: int = 0

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self, incidents.CHANGED, CHANGED)
        await self.refresh()

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def refresh(self) -> None:
        """Read again what is wrong and has been seen by nobody."""
        who(self)
        made = services()
        around = made.lookout.around
        unseen = [one for one in made.lookout.standing().incidents if one.acknowledged is None]
        quiet = around.outbox.quiet
        hushed = quiet is not None and quiet.until(made.clock.now()) is not None
        drill = None
        try:
            self.told, drill = await offload(alerts.on_pages, made.database, around.server)
        except DomainError:  # what is wrong lies in memory, and is said without the database
            pass
        # A real fault is said in a drill, too.
        self.sentence = (text.STRIP_DRILL if drill is not None else "") + _sentence(unseen)
        self.rings = [_ring(one) for one in unseen if urgent(one) or not hushed][:RINGS]
        if drill is not None:
            self.rings = [{"id": f"drill {drill}", "again": "", "drill": "yes"}, *self.rings]

    @rx.event
    @allow(Permission.ADMIN_VIEW)
    async def heard(self, how: str) -> None:
        """The page has shown it, and says whether it rang."""
        made = services()
        try:
            await offload(alerts.on_screen, made.database, made.lookout.around.server, how)
        except DomainError:  # said again with the next one
            return


def alarm() -> rx.Component:
    """The strip under everything; the page gives it room (style.css)."""
    return Alarm.create(
        sentence=AlarmState.sentence,
        rings=AlarmState.rings,
        told=AlarmState.told,
        words=text.STRIP_WORDS,
        on_heard=AlarmState.heard,
    )


def _sentence(unseen: list[IncidentView]) -> str:
    if not unseen:
        return ""
    more = text.STRIP_MORE.format(n=len(unseen) - 1) if len(unseen) > 1 else ""
    return text.STRIP.format(title=checks.title(unseen[0])) + more


def _ring(one: IncidentView) -> dict[str, str]:
    name = f"{one.cause.check}:{one.cause.subject}:{one.raised_at.timestamp():.0f}:{one.worst}"
    return {"id": name, "again": "yes" if urgent(one) else ""}
