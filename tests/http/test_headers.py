"""The headers of every class of answer: pages, problems, redirects, files, whoever asks and however."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.http.headers import content_policy
from tests.http.conftest import Site
from tests.http.test_every_route import ABSENT, tries
from tests.permissions import ROUTES

pytestmark = pytest.mark.anyio
EXPECTED = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
YEAR = "max-age=31536000"


async def test_every_answer_has_them(site: Site) -> None:
    looked = 0
    for browser in (site.browser(), await site.enrolled("ayama"), await site.logged_in("kodomo", "kodomo2")):
        for method, path in tries(site, *set(ROUTES.values())):
            answer = await browser.request(method, path.format(**ABSENT, call="x"))
            for name, value in EXPECTED.items():
                assert answer.headers.get(name) == value, (method, path, name)
            assert "strict-transport-security" not in answer.headers, "http promises no TLS"
            looked += 1
    assert looked > 150


@pytest.mark.parametrize("more_settings", [{"IGA_PUBLIC_URL": "https://madoguchi.example"}])
async def test_over_tls_every_class_of_answer_asks_to_stay_there(site: Site) -> None:
    for path in ("/healthz", "/enrol", "/", "/desk", "/nothing-here", "/media/choice", "/_upload"):
        answer = await site.browser().get(path)
        assert answer.headers["strict-transport-security"] == YEAR, path


def test_nobody_frames_us_and_nothing_old_is_run(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<script>1</script><script src='/a.js'></script>")
    policy = content_policy(tmp_path).split("; ")
    for directive in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"):
        assert directive in policy
    assert sum("sha256-" in directive for directive in policy) == 1


async def test_trace_and_listings_are_not_there(site: Site) -> None:
    assert (await site.browser().request("TRACE", "/healthz")).status_code in (400, 404, 405)
    for path in ("/media/", "/papers/", "/audit/"):
        assert (await site.browser().get(path)).status_code in (401, 404, 405)
