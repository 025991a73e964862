"""The media endpoints: WHIP (RFC 9725) to publish, WHEP to watch, and the tokens for both."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iga_madoguchi.domain.calls import media
from iga_madoguchi.domain.calls.media import TOKEN_LIFE_S
from iga_madoguchi.errors import InvalidInput, NotFound
from iga_madoguchi.http.bodies import SDP_LIMIT, bounded
from iga_madoguchi.http.identity import Unidentified, require, require_origin
from iga_madoguchi.http.problems import problem
from iga_madoguchi.kit.ids import digest
from iga_madoguchi.kit.tasks import offload
from iga_madoguchi.kit.throttle import Throttle
from iga_madoguchi.services import Services

SDP = "application/sdp"
RESOURCES_LIMIT = 2000  # remembered owners; far more than a relay of this size carries


@dataclass(frozen=True)
class _Owner:
    call: str
    participant: str
    token_digest: str


class MediaRoutes:
    """One resource per publisher and per pair of viewer and publisher.

    `adjust(call)` brings the relay's gate to what the database says.
    """

    def __init__(self, services: Services, adjust: Callable[[str], Awaitable[None]]) -> None:
        self._services = services
        self._adjust = adjust
        self._owners: OrderedDict[str, _Owner] = OrderedDict()
        # A terminal that retries twice a second on every leg needs 6; a token costs a read of the database.
        self._throttle = Throttle(per_second=12, burst=40)

    def routes(self) -> list[Route]:
        return [
            Route("/media/token/{call}", self.token, methods=["POST"]),
            Route("/media/whip/{call}", self.publish, methods=["POST"]),
            Route("/media/whep/{call}/{participant}", self.watch, methods=["POST"]),
            Route("/media/whip/{call}", self.options, methods=["OPTIONS"]),
            Route("/media/whep/{call}/{participant}", self.options, methods=["OPTIONS"]),
            Route("/media/resource/{resource}", self.close, methods=["DELETE"]),
        ]

    async def token(self, request: Request) -> Response:
        require_origin(self._services, request)
        identity = await require(self._services, request)
        if not self._throttle.allow(identity.ref):
            return problem(429, "media.too_many_tokens", {"Retry-After": "1"})
        grant = await offload(media.grant, self._services.database, identity, request.path_params["call"])
        document = {
            "token": self._services.tokens.issue(grant),
            "participant": grant.participant,
            "expires_in": TOKEN_LIFE_S,
        }
        return JSONResponse(document)

    async def publish(self, request: Request) -> Response:
        call, participant, token = await self._redeem(request)
        offer = await self._offer(request)
        if isinstance(offer, Response):
            return offer
        made = await self._services.relay.publish(call, participant, offer)
        return await self._created(made.id, made.answer, _Owner(call, participant, digest(token)))

    async def watch(self, request: Request) -> Response:
        call, participant, token = await self._redeem(request)
        publisher = request.path_params["participant"]
        if publisher == participant or publisher not in await offload(
            media.seated, self._services.database, call
        ):
            raise NotFound("calls.participant.unknown")
        offer = await self._offer(request)
        if isinstance(offer, Response):
            return offer
        made = await self._services.relay.watch(call, participant, publisher, offer)
        return await self._created(made.id, made.answer, _Owner(call, participant, digest(token)))

    async def options(self, _request: Request) -> Response:
        return Response(status_code=204, headers={"Accept-Post": SDP})

    async def close(self, request: Request) -> Response:
        """End a resource: with the token that made it, or a fresh one of the same participant."""
        resource, token = request.path_params["resource"], _bearer(request)
        owner = self._owners.get(resource)
        if owner is None:
            raise NotFound("media.resource.unknown")
        if digest(token) != owner.token_digest:
            if self._services.tokens.redeem(token, owner.call) != owner.participant:
                raise NotFound("media.resource.unknown")
        self._owners.pop(resource, None)
        await self._services.relay.close(resource)
        return Response(status_code=200)

    async def _redeem(self, request: Request) -> tuple[str, str, str]:
        """(call, participant, token) of the bearer token, which is used up by this."""
        token, call = _bearer(request), request.path_params["call"]
        participant = self._services.tokens.redeem(token, call)
        if participant is None:
            raise Unidentified("media.token.unusable")
        await offload(media.seat, self._services.database, call, participant)
        return call, participant, token

    async def _offer(self, request: Request) -> str | Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != SDP:
            return problem(415, "media.sdp.type", {"Accept-Post": SDP})
        body = await bounded(request, SDP_LIMIT, "media.sdp.too_large")
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput("media.sdp.malformed") from error

    async def _created(self, resource: str, answer: str, owner: _Owner) -> Response:
        self._owners[resource] = owner
        if len(self._owners) > RESOURCES_LIMIT:
            self._owners.popitem(last=False)
        # A relay that was restarted knows no gate; the database does.
        await self._adjust(owner.call)
        headers = {"Location": f"/media/resource/{resource}"}
        return Response(answer, 201, headers, media_type=SDP)


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > 200:
        raise Unidentified("media.token.missing")
    return token.strip()
