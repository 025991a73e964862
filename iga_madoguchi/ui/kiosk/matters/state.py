"""Choosing by matter: the most asked for, the search by everyday words, and one matter with its papers."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.procedures.views import ProcedureView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.services import Services
from iga_madoguchi.ui import matter as matters
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import allow, needs
from iga_madoguchi.ui.kiosk.matters import show
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.live import elsewhere, follow
from iga_madoguchi.ui.session import who
from iga_madoguchi.ui.text.languages import LANGUAGES

SEARCH, MATTER = "search", "matter"
"""Panels over the choosing screen."""
FOUND = 5
"""As many as stand beside the keys."""
NOTHING = matters.Detail(id="", department="", name="", line="", reach="", facts=[], docs=[])


@needs(Permission.KIOSK_USE)
class MattersState(rx.State):
    """`found` belongs to `searched`; `matter` is the one that is looked at, `reason` why it cannot be called.

    `ready` are the papers of the call that waits.
    """

    common: list[show.Row] = []
    searched: str = ""
    found: list[show.Row] = []
    matter: matters.Detail = NOTHING
    where: str = ""
    reason: str = ""
    ready: list[matters.Doc] = []

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def opened(self) -> None:
        """The page was loaded or has found its way back."""
        follow(self)
        await self.refresh()

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def refresh(self) -> None:
        """Read again what the city offers, in the language of the screen."""
        who(self)
        if elsewhere(self):
            return
        kiosk, made = await self.get_state(KioskState), services()
        text, language = LANGUAGES[kiosk.language].kiosk, kiosk.language
        offer = await offload(_offer, made)
        self.common = [show.row(view, icon, text, language) for view, icon in offer]
        self.ready = []
        if kiosk.matter:
            view = await offload(procedures.get, made.database, kiosk.matter, kiosk.matter_version)
            self.ready = matters.docs(view.content, text, language)
        if self.matter["id"]:
            await self._look(self.matter["id"])
        if self.searched:
            await self._find(self.searched)

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def open_search(self) -> None:
        """ことばで探す"""
        self.searched, self.found = "", []
        (await self.get_state(KioskState)).panel = SEARCH

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def search(self, words: str) -> None:
        """Something was typed: what fits is shown beside the keys."""
        await self._find(words.strip())

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def look(self, procedure: str) -> None:
        """One matter was touched: what to have ready, how far it goes here, and the way to talk."""
        await self._look(procedure)
        if self.matter["id"]:
            (await self.get_state(KioskState)).panel = MATTER

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def back(self) -> None:
        """もどる: to what was searched for, or to the choice."""
        self.matter = NOTHING
        (await self.get_state(KioskState)).panel = SEARCH if self.searched else ""

    @rx.event
    @allow(Permission.KIOSK_USE)
    async def forget(self) -> None:
        """The choosing screen is gone: nothing of this person stays for the next one."""
        self.searched, self.found, self.matter, self.where, self.reason = "", [], NOTHING, "", ""

    async def _look(self, procedure: str) -> None:
        kiosk, made = await self.get_state(KioskState), services()
        try:
            view = await offload(procedures.get, made.database, procedure)
        except DomainError:
            self.matter = NOTHING
            return
        card = next((card for card in kiosk.cards if card["id"] == view.content.department), None)
        if view.retired or card is None:
            self.matter = NOTHING
            return
        text = LANGUAGES[kiosk.language].kiosk
        self.matter = matters.detail(view.id, view.content, text, kiosk.language)
        self.where, self.reason = text.matters["where"].format(department=card["name"]), card["reason"]

    async def _find(self, words: str) -> None:
        kiosk, made = await self.get_state(KioskState), services()
        try:
            hits = await offload(made.catalogue.find, made.database, words, FOUND)
        except DomainError:
            hits = ()
        self.searched, self.found = words, [show.found(hit.card, kiosk.language) for hit in hits]


def _offer(made: Services) -> list[tuple[ProcedureView, str]]:
    """The matters most asked for, with their drawings."""
    cards = procedures.of_kiosk(made.database)
    icons = {card.id: card.icon for card in cards}
    chosen = show.common(cards, look.asked_most(made.database))
    return [(procedures.get(made.database, procedure), icons[procedure]) for procedure in chosen]
