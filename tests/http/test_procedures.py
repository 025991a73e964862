"""The catalogue over HTTP: saved without losing anybody's text, written to a file and taken back."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.procedures.decoding import SIZE_LIMIT
from iga_madoguchi.http import procedures as routes
from tests.domain.procedures.samples import sample
from tests.http.conftest import Site

pytestmark = pytest.mark.anyio
NINTEI = "/procedures/kaigo.nintei"


@pytest.fixture
async def admin(site: Site) -> httpx.AsyncClient:
    return await site.logged_in("digital", "bureau", "admin")


async def content(browser: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    return {**(await browser.get(NINTEI)).json()["content"], **changes}


async def put(browser: httpx.AsyncClient, expected: object, content: object) -> httpx.Response:
    return await browser.put(NINTEI, json={"expected": expected, "content": content})


async def send(browser: httpx.AsyncClient, file: bytes, query: str = "") -> httpx.Response:
    return await browser.post(f"/procedures/import{query}", files={"file": ("a.csv", file, "text/csv")})


def rows_of(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def file_of(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def test_a_procedure_is_read_saved_and_its_old_version_read(admin: httpx.AsyncClient) -> None:
    first = await admin.get(NINTEI)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-store")
    assert (first.json()["version"], first.json()["by"]) == (1, "system")
    saved = await put(admin, 1, await content(admin, minutes=45))
    assert (saved.status_code, saved.json()) == (200, {"version": 2})
    assert (await admin.get(NINTEI)).json()["content"]["minutes"] == 45
    assert (await admin.get(f"{NINTEI}?version=1")).json() == first.json()
    absent = await admin.get("/procedures/kaigo.nothing")
    for query in ("?version=9", "?version=x", "?version=", "?version=-1", f"?version={'9' * 99}"):
        found = await admin.get(NINTEI + query)
        assert (found.status_code, found.content) == (404, absent.content)


async def test_who_comes_second_gets_both_texts_and_loses_none(site: Site, admin: httpx.AsyncClient) -> None:
    other = await site.logged_in("digital", "suzuki", "admin")
    theirs = await content(other, minutes=45, proxy="家族だけ")
    assert (await put(other, 1, theirs)).status_code == 200
    late = await put(other, 1, await content(other, minutes=50, proxy="家族だけ"))
    told = late.json()
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert (told["code"], told["version"], told["by"]) == ("procedures.version.changed", 2, "suzuki")
    assert told["differences"] == [{"label": "分数", "mine": "50", "theirs": "45"}]
    assert told["content"]["minutes"] == 45
    again = await put(other, told["version"], await content(other, minutes=50))
    assert (again.status_code, again.json()) == (200, {"version": 3})


async def test_every_problem_is_named_with_its_field(site: Site, admin: httpx.AsyncClient) -> None:
    wrong = await content(admin, minutes="many", line={"ja": "<b>"}, phone="110 番")
    answer = await put(admin, 1, wrong)
    problems = {one["field"]: one["sentence"] for one in answer.json()["problems"]}
    assert (answer.status_code, set(problems)) == (422, {"minutes", "line.ja", "phone"})
    assert problems["minutes"] == "1から240までの数字にしてください。"
    assert procedures.get(site.services.database, "kaigo.nintei").version == 1


async def test_a_new_procedure_is_named_by_the_server(site: Site, admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/procedures", json={"content": sample()})
    assert answer.status_code == 201, answer.text
    made = answer.json()["id"]
    assert made.startswith("kaigo.")
    assert procedures.get(site.services.database, made).content.name.ja == "車いすの貸し出し"
    wrong = await admin.post("/procedures", json={"content": sample(name={})})
    assert [one["field"] for one in wrong.json()["problems"]] == ["name.ja"]
    for department in ("", "nobody", "x" * 500, "../etc", 7):
        refused = await admin.post("/procedures", json={"content": sample(department=department)})
        assert refused.status_code == 422
        assert "department" in {one["field"] for one in refused.json()["problems"]}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b"{", 422),
        (b"\xff", 422),
        (b'{"expected": 1}', 422),
        (b'{"expected": 1, "content": []}', 422),
        (b'{"expected": true, "content": {}}', 422),
        (b'{"expected": "1", "content": {}}', 422),
        (b'{"expected": 1, "content": {}}', 422),
        (b'{"a":' * 20_000, 422),
        (b" " * (routes.CONTENT_LIMIT + 1), 413),
    ],
)
async def test_what_is_no_procedure_is_refused(
    site: Site, admin: httpx.AsyncClient, body: bytes, status: int
) -> None:
    answer = await admin.put(NINTEI, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert procedures.get(site.services.database, "kaigo.nintei").version == 1


async def test_the_longest_that_fits_the_rules_fits_the_road(admin: httpx.AsyncClient) -> None:
    said = {code: "あ" * 100 for code in ("ja", "ja-easy", "pt", "vi", "zh", "es", "en")}
    long = {code: "あ" * 300 for code in said}
    document = {"name": said, "kind": "fill", "who": "self", "when": said, "cover": "", "form": ""}
    whole = await content(admin, documents=[document] * 20, next_steps=[long] * 10, purpose="あ" * 1000)
    answer = await put(admin, 1, whole)
    assert answer.status_code == 200, answer.text


async def test_the_file_goes_out_and_comes_back(site: Site, admin: httpx.AsyncClient) -> None:
    out = await admin.get("/procedures.csv")
    assert (out.status_code, out.headers["cache-control"]) == (200, "no-store")
    assert "attachment" in out.headers["content-disposition"]
    assert out.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(out.content)
    (one,) = [row for row in rows if row["番号"] == "kaigo.nintei"]
    one["分数"] = "45"
    told = (await send(admin, file_of(rows))).json()
    assert told["counts"] == {"new": 0, "changed": 1, "same": len(rows) - 1}
    assert [(row["procedure_id"], row["columns"]) for row in told["rows"]] == [("kaigo.nintei", ["分数"])]
    assert procedures.get(site.services.database, "kaigo.nintei").version == 1, "told, not done"
    done = await send(admin, file_of(rows), "?apply=1")
    assert done.status_code == 200
    assert procedures.get(site.services.database, "kaigo.nintei").content.minutes == 45


async def test_a_bad_row_names_itself_and_nothing_changes(site: Site, admin: httpx.AsyncClient) -> None:
    rows = rows_of((await admin.get("/procedures.csv")).content)
    rows[0]["分数"], rows[2]["分数"] = "50", "9999"
    for query, status in (("", 200), ("?apply=1", 422)):
        answer = await send(admin, file_of(rows), query)
        assert answer.status_code == status
        (fault,) = answer.json()["faults"]
        assert (fault["row"], fault["column"], fault["where"]) == (4, "分数", "4行目 分数")
        assert fault["sentence"] == "1から240までの数字にしてください。"
    assert {view.version for view in procedures.of_admin(site.services.database)} == {1}


async def test_a_file_has_its_bounds(admin: httpx.AsyncClient) -> None:
    large = await send(admin, b"x" * (SIZE_LIMIT + 1))
    assert large.json()["faults"][0]["sentence"].startswith("ファイルが大きすぎます。")
    assert (await send(admin, b"x" * (SIZE_LIMIT + 2))).status_code == 413
    assert (await admin.post("/procedures/import", content=b"x")).status_code == 415
    assert (await admin.post("/procedures/import", data={"a": "b"}, files={})).status_code == 415
    two = [("file", ("a.csv", b"1")), ("file", ("b.csv", b"2"))]
    assert (await admin.post("/procedures/import", files=two)).status_code == 422


async def test_nobody_else_may_and_no_foreign_page(site: Site, admin: httpx.AsyncClient) -> None:
    body, file = {"expected": 1, "content": await content(admin, minutes=9)}, b"a"
    kiosk, desk = await site.enrolled("ayama"), await site.logged_in("kaigo", "kaigo2")
    for browser, status in ((site.browser(), 401), (kiosk, 403), (desk, 403)):
        for act in (
            browser.get(NINTEI),
            browser.get("/procedures.csv"),
            browser.put(NINTEI, json=body),
            browser.post("/procedures", json=body),
            send(browser, file),
            send(browser, file, "?apply=1"),
        ):
            assert (await act).status_code == status
    for origin in ("https://evil.example", ""):
        admin.headers["Origin"] = origin
        for act in (admin.put(NINTEI, json=body), admin.post("/procedures", json=body), send(admin, file)):
            assert (await act).status_code == 403
    assert procedures.get(site.services.database, "kaigo.nintei").version == 1


async def test_too_many_at_once_are_told_to_wait(admin: httpx.AsyncClient) -> None:
    answers = [(await send(admin, b"a")).status_code for _ in range(40)]
    assert answers[0] == 200
    assert 429 in answers
