"""Posts a letter as JSON to another system of the city."""

from __future__ import annotations

import asyncio
import json
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from iga_madoguchi.domain.monitoring.alerts.views import Letter
from iga_madoguchi.errors import Unavailable

ANSWER_S = 10.0  # s, for all of it
BODY_LIMIT = 64 * 1024  # bytes
VERSION = 1


class Webhook:
    """Any 2xx is an arrival. Redirects are not followed; of the answer nothing but its status is read."""

    name = "webhook"

    def __init__(self, url: str, ca: Path | None = None) -> None:
        self._url = url
        self._context = ssl.create_default_context(cafile=ca)

    @property
    def where(self) -> str:
        parts = urlsplit(self._url)
        return f"{parts.hostname}:{parts.port or {'http': 80, 'https': 443}[parts.scheme]}"

    def send(self, letter: Letter) -> str:
        body = json.dumps(told(letter), ensure_ascii=False).encode()
        if len(body) > BODY_LIMIT:
            raise Unavailable("alerts.webhook.large")
        try:
            status = asyncio.run(self._post(body))
        except aiohttp.ClientSSLError as error:
            raise Unavailable("alerts.tls") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise Unavailable("alerts.webhook.away") from error
        if not 200 <= status < 300:
            raise Unavailable("alerts.webhook.refused", status=str(status))
        return ""

    async def _post(self, body: bytes) -> int:
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        async with (
            aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
            session.post(
                self._url, data=body, headers=headers, ssl=self._context, allow_redirects=False
            ) as response,
        ):
            return response.status


def told(letter: Letter) -> dict[str, object]:
    """What other systems rely on: add names, change none (`docs/operate/shirase.md`)."""
    return {
        "version": VERSION,
        "id": letter.id,
        "event": letter.event,
        "drill": letter.drill,
        "urgent": letter.urgent,
        "at": letter.at.isoformat(timespec="seconds"),
        "level": str(letter.level),
        "open": letter.open,
        "title": letter.subject,
        "items": list(letter.items),
        "more": letter.more,
    }
