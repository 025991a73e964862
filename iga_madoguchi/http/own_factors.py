"""`/account/second`: the apps and passkeys of whoever is logged in; every change asks for the password."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.accounts import codes, factors, passkeys
from iga_madoguchi.domain.accounts.views import FactorView, Identity
from iga_madoguchi.errors import DomainError, InvalidInput
from iga_madoguchi.http import front
from iga_madoguchi.http.bodies import bounded, counting_number, form, json_object
from iga_madoguchi.http.identity import Unidentified, require_origin
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.shortly import Shortly
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

SET_UP_S = 600


@dataclass
class _Begun:
    """What somebody has begun to add: the secret of an app; what a passkey is to sign."""

    proposal: str = field(default_factory=factors.proposal)
    challenge: bytes = b""


class OwnFactorRoutes:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._begun: Shortly[_Begun] = Shortly(SET_UP_S)
        # Per device: a stranger at one terminal cannot keep anybody out at another.
        self._throttle = Throttle(per_second=0.2, burst=10)

    def routes(self) -> list[Route]:
        return [
            Route("/account/second", self.page, methods=["GET"]),
            Route("/account/second", self.act, methods=["POST"]),
            Route("/account/second/options", self.options, methods=["POST"]),
            Route("/account/second/passkey", self.passkey, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        who = await front.person(self._services, request)
        if who is None:
            return RedirectResponse("/", 303)
        # A secret that somebody saw here a moment ago is not set up by the next one.
        self._begun.take(who.ref)
        done = next((key for key in ("added", "removed") if key in request.query_params), "")
        return await self._page(request, who, done=front.SENTENCES.get(done, ""))

    async def act(self, request: Request) -> Response:
        """アプリを加える, or 外す of one of the list."""
        require_origin(self._services, request)
        who = await front.person(self._services, request)
        if who is None:
            return RedirectResponse("/", 303)
        if not self._throttle.allow(who.ref):
            return await self._page(request, who, 429, front.SENTENCES["many"])
        fields, made, login = await form(request), self._services, who.staff_login
        act, _, number = fields.get("act", "app").partition(":")
        try:
            await offload(codes.require_own, made.database, who, fields.get("now", ""))
            if act == "remove":
                factor_id = counting_number(number, "accounts.factor.unknown")
                await offload(factors.remove, made.database, made.sealer, login, factor_id, who.actor)
            else:
                secret, code = self._of(who).proposal, fields.get("code", "")
                await offload(factors.add_code, made.database, made.sealer, login, secret, code, who.actor)
                self._begun.take(who.ref)
        except DomainError as error:
            return await self._page(request, who, 422, front.sentence(error))
        done = "removed" if act == "remove" else "added"
        return RedirectResponse(f"/account/second?{done}", 303, {"Cache-Control": "no-store"})

    async def options(self, request: Request) -> Response:
        """What the browser asks a new passkey for; the password comes with it."""
        who = await self._require(request)
        now_is = (await json_object(request)).get("now")
        if not isinstance(now_is, str):
            raise InvalidInput("http.json.malformed")
        await offload(codes.require_own, self._services.database, who, now_is)
        site = front.site(self._services, request)
        challenge, options = await offload(passkeys.to_add, self._services.database, who.staff_login, site)
        self._of(who).challenge = challenge
        return Response(options, media_type="application/json", headers={"Cache-Control": "no-store"})

    async def passkey(self, request: Request) -> Response:
        who = await self._require(request)
        challenge, self._of(who).challenge = self._of(who).challenge, b""
        if not challenge:
            raise InvalidInput("accounts.passkey.refused")
        credential = (await bounded(request, front.CREDENTIAL_LIMIT)).decode("utf-8", "replace")
        made, site = self._services, front.site(self._services, request)
        row = await offload(passkeys.made, site, made.clock.now(), challenge, credential)
        await offload(passkeys.add, made.database, who.staff_login, row, who.actor)
        return RedirectResponse("/account/second?added", 303, {"Cache-Control": "no-store"})

    async def _require(self, request: Request) -> Identity:
        require_origin(self._services, request)
        who = await front.person(self._services, request)
        if who is None or not front.site(self._services, request).usable:
            raise Unidentified("session.none")
        if not self._throttle.allow(who.ref):
            raise InvalidInput("http.too_many")
        return who

    def _of(self, who: Identity) -> _Begun:
        begun = self._begun.get(who.ref) or _Begun()
        self._begun.put(who.ref, begun)
        return begun

    async def _page(
        self, request: Request, who: Identity, status: int = 200, notice: str = "", done: str = ""
    ) -> Response:
        found = await offload(factors.of, self._services.database, who.staff_login)
        site = front.site(self._services, request)
        parts = {
            **front.app_parts(self._of(who).proposal, who.staff_login, site),
            "list": "".join(_item(one) for one in found),
            "no_nothing": "hidden" if found else "",
        }
        return front.page(
            "account.second",
            status,
            who.terminal_name,
            parts,
            notice=notice,
            done=done,
            name=who.staff_name,
            login=who.staff_login,
            home=front.home(who),
        )


def _item(one: FactorView) -> str:
    name = html.escape(one.name)
    used = "まだ使っていません" if one.used_at is None else f"{local(one.used_at):%Y年%m月%d日}に使いました"
    return (
        f"<li><span><strong>{name}</strong> {local(one.added_at):%Y年%m月%d日}から、{used}</span>"
        f'<button class="btn" type="submit" name="act" value="remove:{one.id}" aria-label="{name}を外す">外す'
        "</button></li>"
    )
