"""A paper is taken away, or turned: what is on both screens meanwhile is true."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests import papers
from tests.e2e.people import Cast, Person
from tests.e2e.test_paper import STILL, connect

pytestmark = pytest.mark.e2e
THUMBS = ".paper-thumb"


def lay_out(kodomo: Person, pages: int = 1) -> None:
    kodomo.page.get_by_label("資料のファイル").set_input_files(
        {"name": "guide.pdf", "mimeType": "application/pdf", "buffer": papers.pdf(pages)}
    )
    expect(kodomo.page.locator(STILL)).to_be_visible(timeout=20_000)


def test_what_the_desk_takes_away_goes_also_when_it_looks_at_something_else(cast: Cast) -> None:
    _, kodomo = connect(cast)
    lay_out(kodomo)
    expect(kodomo.page.locator(THUMBS)).to_have_count(2)
    kodomo.press("消す")
    expect(kodomo.page.get_by_text("この書類を消します。")).to_be_visible()
    kodomo.press("ライブ")
    expect(kodomo.page.get_by_role("button", name="もどす")).to_be_visible()
    expect(kodomo.page.locator(THUMBS)).to_have_count(0, timeout=8_000)


def test_what_could_not_be_taken_away_says_so(cast: Cast) -> None:
    _, kodomo = connect(cast)
    lay_out(kodomo)

    def refuse(route: Route) -> None:
        if route.request.method == "DELETE":
            route.fulfill(
                status=503, content_type="application/problem+json", body='{"code":"papers.disk.full"}'
            )
        else:
            route.continue_()

    kodomo.page.route("**/papers/**", refuse)
    kodomo.press("消す")
    kodomo.press("すぐ消す")
    expect(kodomo.page.get_by_text("この書類を消します。")).to_have_count(0)
    expect(kodomo.page.get_by_text("サーバーに空きがなく", exact=False)).to_be_visible()


def test_a_page_whose_picture_does_not_come_is_not_another_pages_picture(cast: Cast) -> None:
    ayama, kodomo = connect(cast)
    lay_out(kodomo, 2)
    expect(ayama.page.locator(STILL)).to_be_visible(timeout=20_000)
    refused = []

    def busy(route: Route) -> None:
        if "/2?" in route.request.url and not refused:
            refused.append(route.request.url)
            route.fulfill(status=429, content_type="application/problem+json", body="{}")
        else:
            route.continue_()

    ayama.page.route("**/papers/**", busy)
    kodomo.press("guide.pdf 2ページ")
    expect(ayama.page.locator(".paper-table")).to_have_attribute("data-page", "2")
    ayama.page.wait_for_timeout(6_000)
    assert refused
    shown = ayama.page.locator(STILL)
    assert shown.count() == 0 or "/2?" in (shown.get_attribute("src") or ""), shown.get_attribute("src")
