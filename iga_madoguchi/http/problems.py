"""From a domain error to an RFC 9457 problem document; says nothing that the code does not already say."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from iga_madoguchi.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Unavailable,
    WrongOrder,
)
from iga_madoguchi.kit.ids import new_id

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Conflict: 409,
    WrongOrder: 409,
    NotAllowed: 403,
    InvalidInput: 422,
    Unavailable: 503,
}
# Codes whose status is not that of their class.
EXCEPTIONS = {
    "media.sdp.too_large": 413,
    "media.sdp.malformed": 400,
    "http.body.too_large": 413,
    "http.form.malformed": 400,
    "papers.upload.too_large": 413,
    "papers.upload.form": 415,
    "papers.upload.type": 415,
    "papers.picture.too_large": 413,
    "papers.picture.type": 415,
    "papers.document.too_large": 413,
    "papers.document.too_many_pages": 413,
    "http.too_many": 429,
}

TITLES = {
    400: "読み取れない内容です。",
    401: "もう一度、端末の登録かログインをしてください。",
    403: "この操作は許可されていません。",
    404: "見つかりません。",
    405: "この方法では使えません。",
    409: "いまはできません。画面のようすを確かめてください。",
    413: "大きすぎます。",
    415: "この形式は使えません。",
    422: "この内容は使えません。",
    429: "回数が多すぎます。少し待ってから、もう一度お試しください。",
    500: "思わぬことが起きました。番号を添えてお知らせください。",
    503: "いま使えません。少し待ってから、もう一度お試しください。",
}


def problem(status: int, code: str, headers: dict[str, str] | None = None, **more: str | int) -> Response:
    """A problem document. 404 is byte for byte the same for an absent and a forbidden object."""
    document = {"type": "about:blank", "title": TITLES[status], "status": status, "code": code, **more}
    if status == 404:
        document["code"] = "not_found"
    return JSONResponse(document, status, headers, media_type="application/problem+json")


def from_error(error: DomainError) -> Response:
    status = EXCEPTIONS.get(error.code)
    if status is None:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return problem(status, error.code)


async def on_domain_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return from_error(error)


async def on_unidentified(_request: Request, error: Exception) -> Response:
    """401 rather than 403: logging in, or a fresh token, would help."""
    assert isinstance(error, DomainError)
    return problem(401, error.code, {"WWW-Authenticate": "Bearer"})


async def on_unexpected(request: Request, error: Exception) -> Response:
    """The number is in the log beside the kind of error; its words are not, they may hold anything."""
    number = new_id()[:8]
    log.error("incident number=%s type=%s path=%s", number, type(error).__name__, request.url.path)
    return problem(500, f"incident.{number}")


async def on_http_error(_request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    return problem(status if status in TITLES else 400, f"http.{status}")
