"""Reads request bodies with a bound, piece by piece."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import Request

from iga_madoguchi.errors import InvalidInput, NotFound

SDP_LIMIT = 65_536
FORM_LIMIT = 4_096
JSON_LIMIT = 4_096


async def bounded(request: Request, limit: int, code: str = "http.body.too_large") -> bytes:
    """The body, at most `limit` bytes. Raises InvalidInput `code` without reading further."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise InvalidInput(code)
    return bytes(body)


async def form(request: Request) -> dict[str, str]:
    """Fields of an urlencoded form; the first of each name."""
    text = (await bounded(request, FORM_LIMIT)).decode("utf-8", "replace")
    fields: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=20):
        fields.setdefault(name, value)
    return fields


async def json_object(request: Request, limit: int = JSON_LIMIT) -> dict[str, Any]:
    """A JSON object, {} for no body. Raises InvalidInput `http.json.malformed`, `http.body.too_large`."""
    body = await bounded(request, limit)
    if not body:
        return {}
    try:
        found = parse_json(body.decode("utf-8"))
    except ValueError as error:
        raise InvalidInput("http.json.malformed") from error
    if not isinstance(found, dict):
        raise InvalidInput("http.json.malformed")
    return found


def counting_number(text: str, code: str) -> int:
    """A number in an address. Raises NotFound `code`: nothing is called otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFound(code)
    return int(text)


def parse_json(text: str) -> object:
    """JSON as the standard has it: no NaN, no infinity, no depth without end; halves of letters are left out.

    Whoever types may send half a letter; it can be neither stored nor sent on. Raises ValueError.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
        plain = json.dumps(found, ensure_ascii=False)
        whole = plain.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        return found if whole == plain else json.loads(whole)
    except RecursionError as error:
        raise ValueError("too deep") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
