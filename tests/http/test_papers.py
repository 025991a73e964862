"""Papers over HTTP: who may put and look, what is refused and how, and that nothing else can be learned."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image

from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.papers import look
from iga_madoguchi.domain.papers.policy import IDENTITY_LIMIT
from iga_madoguchi.http.multipart import FIELDS_LIMIT
from iga_madoguchi.http.papers import PaperRoutes
from tests import papers
from tests.http.conftest import Town, put

pytestmark = pytest.mark.anyio


async def test_a_still_goes_in_and_a_picture_comes_out(town: Town) -> None:
    answer = await town.still(request="r1")
    assert answer.status_code == 201, answer.text
    paper = answer.json()["paper"]
    assert answer.json() == {"paper": paper, "page": 1}
    second = await town.still(paper=paper)
    assert second.json() == {"paper": paper, "page": 2}
    for browser in (town.ayama, town.kodomo):
        shown = await browser.get(f"/papers/{town.call}/{paper}/1")
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        assert shown.headers["cache-control"] == "no-store"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert Image.open(io.BytesIO(shown.content)).size == (800, 600)
    assert (await town.ayama.get(f"/papers/{town.call}/{paper}/1?as=received")).status_code == 200


async def test_a_document_goes_in_under_a_clean_title(town: Town) -> None:
    name = "../../tmp/\u202e申請" + "x" * 300 + ".pdf"
    answer = await town.document(papers.pdf(3), name)
    assert answer.status_code == 201
    paper = answer.json()["paper"]
    (view,) = look.table(town.site.services.database, town.identity(town.kodomo), town.call).papers
    assert (view.title, len(view.pages)) == (("申請" + "x" * 300)[:80], 3)
    wide = await town.ayama.get(f"/papers/{town.call}/{paper}/2?width=1000")
    assert (wide.headers["content-type"], Image.open(io.BytesIO(wide.content)).width) == ("image/jpeg", 1600)
    for width in ("399", "2401", "x", "", "-1", "99999999"):
        refused = await town.ayama.get(f"/papers/{town.call}/{paper}/2?width={width}")
        assert refused.status_code == 422


def form(kind: str = "sample", wanted: str = "jido_teate", **more: str) -> dict[str, tuple[None, str]]:
    """The fields of a form that is to be laid down."""
    return {name: (None, text) for name, text in {"kind": kind, "form": wanted, **more}.items()}


async def test_a_form_is_laid_by_the_desk_of_the_call_alone(town: Town) -> None:
    path, absent = f"/papers/{town.call}", await town.hoken.get("/papers/no-such-call/no-such-paper/1")
    for stranger in (town.hoken, town.aoyama):
        answer = await stranger.post(path, files=form())
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert (await town.ayama.post(path, files=form())).status_code == 403
    assert (await town.site.browser().post(path, files=form())).status_code == 401
    for wanted in ("", "../jido_teate", "x" * 200, "jido_teate\0", "JIDO_TEATE"):
        answer = await town.kodomo.post(path, files=form(wanted=wanted))
        assert (answer.status_code, answer.content) == (404, absent.content), wanted
    refused = await town.kodomo.post(path, files=form(kind="samples"))
    assert (refused.status_code, refused.json()["code"]) == (422, "papers.upload.kind")
    beside = await town.kodomo.post(path, files=form() | {"file": ("a.pdf", papers.pdf())})
    assert (beside.status_code, beside.json()["code"]) == (422, "papers.upload.count")
    services = town.site.services
    assert look.table(services.database, town.identity(town.kodomo), town.call).papers == ()

    paper = (await town.kodomo.post(path, files=form())).json()["paper"]
    assert (await town.kodomo.post(path, files=form())).json() == {"paper": paper, "page": 1}
    seen = await town.ayama.get(f"{path}/{paper}/1?width=2400")
    assert (seen.status_code, seen.headers["cache-control"]) == (200, "no-store")
    assert Image.open(io.BytesIO(seen.content)).width == 2400
    assert (await town.hoken.get(f"{path}/{paper}/1")).status_code == 404
    assert (await town.ayama.delete(f"{path}/{paper}")).status_code == 403
    calls.hang_up(services.database, services.presence, town.identity(town.kodomo), town.call)
    assert (await town.kodomo.post(path, files=form("blank"))).status_code == 404


async def test_what_one_may_not_know_looks_like_what_is_not_there(town: Town) -> None:
    paper = (await town.still()).json()["paper"]
    absent = await town.hoken.get("/papers/no-such-call/no-such-paper/1")
    assert absent.status_code == 404
    guesses = [
        f"/papers/{town.call}/{paper}/1",
        f"/papers/{town.other_call}/{paper}/1",
        f"/papers/{town.call}/{paper}/1?as=received",
        f"/papers/{town.call}/{paper}/99",
        f"/papers/{town.call}/{paper}/x",
        f"/papers/{town.call}/..%2f{paper}/1",
    ]
    for browser in (town.hoken, town.aoyama):
        for path in guesses:
            answer = await browser.get(path)
            assert (answer.status_code, answer.content) == (404, absent.content), path
        for verb in (
            browser.post(f"/papers/{town.call}", data={"kind": "still"}),
            browser.delete(f"/papers/{town.call}/{paper}"),
            browser.post(f"/papers/{town.call}/{paper}/keep", json={"days": 1}),
            browser.post(f"/papers/{town.call}/{paper}/1/straighten", json={"corners": None}),
            browser.post(f"/papers/{town.call}/{paper}/1/mask", json={"rect": [0, 0, 0.5, 0.5]}),
            browser.post(f"/papers/{town.call}/{paper}/1/unmask", json={"mask": "1", "reason": "needed"}),
        ):
            answer = await verb
            assert (answer.status_code, answer.content) == (404, absent.content)


async def test_nobody_without_a_session_and_no_foreign_page(town: Town) -> None:
    stranger, paper = town.site.browser(), (await town.still()).json()["paper"]
    path = f"/papers/{town.call}/{paper}"
    assert (await stranger.get(f"{path}/1")).status_code == 401
    assert (await put(stranger, town.call, ("a", papers.picture()), kind="still")).status_code == 401
    town.kodomo.headers["Origin"] = "http://evil.example"
    for verb in (
        put(town.kodomo, town.call, ("a.pdf", papers.pdf()), kind="document"),
        town.kodomo.delete(path),
        town.kodomo.post(f"{path}/keep", json={"days": 1}),
        town.kodomo.post(f"{path}/1/mask", json={"rect": [0, 0, 1, 1]}),
    ):
        assert (await verb).status_code == 403
    town.kodomo.headers["Origin"] = "http://127.0.0.1:8000"
    assert (await town.kodomo.get(f"{path}/1")).status_code == 200


REFUSED = {
    "encrypted": ("a.pdf", papers.encrypted_pdf, 422, "papers.document.encrypted"),
    "truncated": ("a.pdf", lambda: papers.pdf(3)[:300], 422, "papers.document.damaged"),
    "of itself": ("a.pdf", papers.pdf_of_itself, 422, "papers.document.damaged"),
    "10,000 pages": ("a.pdf", lambda: papers.pdf(10_000), 413, "papers.document.too_many_pages"),
    "a page of seven metres": (
        "a.pdf",
        lambda: papers.pdf(size=(20_000, 20_000)),
        413,
        "papers.document.too_large",
    ),
    "a bomb inside": ("a.pdf", papers.pdf_with_bomb, 413, "papers.document.too_large"),
    "a bomb": ("a.png", papers.png_bomb, 413, "papers.picture.too_large"),
    "two things": ("a.pdf", lambda: papers.with_zip(papers.pdf()), 422, "papers.upload.ambiguous"),
    "SVG": ("a.svg", lambda: b"<svg><script>1</script></svg>", 415, "papers.upload.type"),
    "HTML named .png": ("a.png", lambda: b"<html><script>1</script>", 415, "papers.upload.type"),
    "nothing": ("a.pdf", lambda: b"", 422, "papers.upload.empty"),
    "25 MiB": ("a.pdf", lambda: b"%PDF-" + bytes(25 << 20), 413, "papers.upload.too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_hostile_upload_is_refused_with_its_code(town: Town, name: str, tmp_path: Path) -> None:
    file_name, make, status, code = REFUSED[name]
    answer = await town.document(make(), file_name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert list((tmp_path / "papers" / "passing").iterdir()) == []
    assert look.table(town.site.services.database, town.identity(town.kodomo), town.call).papers == ()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\0b.pdf", "x" * 300, "\u202egnp.exe", "", '"; x="']
)
async def test_no_name_does_any_harm(town: Town, name: str, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    answer = await town.document(papers.pdf(), name or "?")
    assert answer.status_code == 201
    assert {path.name for path in tmp_path.iterdir()} == before
    (view,) = look.table(town.site.services.database, town.identity(town.kodomo), town.call).papers
    assert len(view.title) <= 80
    assert view.title.isprintable()


HEAD = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
KIND = HEAD % (b"kind", b"", b"document")
FILE = HEAD % (b"file", b'; filename="a.pdf"', b"%PDF-")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "papers.upload.form"),
        (b"", "", 415, "papers.upload.form"),
        (b"", "multipart/form-data", 415, "papers.upload.form"),
        (b"", "multipart/form-data; boundary=" + "b" * 500, 415, "papers.upload.form"),
        (b"junk", "multipart/form-data; boundary=b", 400, "http.form.malformed"),
        (KIND + FILE, "multipart/form-data; boundary=b", 400, "http.form.malformed"),
        (KIND + b"--b--\r\n", "multipart/form-data; boundary=b", 422, "papers.upload.count"),
        (KIND + FILE * 2 + b"--b--\r\n", "multipart/form-data; boundary=b", 422, "papers.upload.count"),
        (KIND + FILE * 9 + b"--b--\r\n", "multipart/form-data; boundary=b", 422, "papers.upload.count"),
        (FILE + b"--b--\r\n", "multipart/form-data; boundary=b", 422, "papers.upload.kind"),
        (
            HEAD % (b"kind", b"", b"x" * 201) + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            400,
            "http.form.malformed",
        ),
        (
            b"".join(HEAD % (b"f%d" % n, b"", b"") for n in range(11)) + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            400,
            "http.form.malformed",
        ),
        (
            HEAD % (b"kind", b"", b"\xff") + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            400,
            "http.form.malformed",
        ),
        (
            b"--b\r\n" + b"X: y\r\n" * 100 + b"\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            400,
            "http.form.malformed",
        ),
    ],
)
async def test_a_form_of_another_shape_is_refused(
    town: Town, body: bytes, kind: str, status: int, code: str
) -> None:
    path = f"/papers/{town.call}"
    answer = await town.kodomo.post(path, content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_whole_of_a_body_is_bounded(town: Town) -> None:
    files = [("f", papers.pdf() + bytes(20 << 20)) for _ in range(3)]
    answer = await put(town.kodomo, town.call, *files, kind="document")
    assert (answer.status_code, answer.json()["code"]) == (413, "papers.upload.too_large")


async def test_one_session_does_not_upload_everything_at_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PaperRoutes, "_lay_down", lambda *_: asyncio.sleep(0.2, InvalidPlace))
    answers = await asyncio.gather(*(town.still() for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 429, 429, 429]
    assert next(a for a in answers if a.status_code == 429).headers["retry-after"] == "1"


class InvalidPlace:
    paper, page = "p", 1


async def test_the_desk_decides_what_becomes_of_a_paper(town: Town) -> None:
    paper = (await town.still()).json()["paper"]
    path = f"/papers/{town.call}/{paper}"
    corners = [[0, 0], [800, 0], [800, 600], [0, 600]]
    for verb, bodies in {
        "1/straighten": ({"corners": corners, "turn": 90}, {"corners": None}),
        "keep": ({"days": 30},),
        "1/mask": ({"rect": [0.5, 0.5, 0.25, 0.25]},),
    }.items():
        for body in bodies:
            assert (await town.ayama.post(f"{path}/{verb}", json=body)).status_code == 403
            assert (await town.kodomo.post(f"{path}/{verb}", json=body)).status_code == 204
    masked = await town.ayama.get(f"{path}/1")
    assert max(Image.open(io.BytesIO(masked.content)).convert("RGB").getpixel((500, 380))) < 16
    assert (await town.ayama.get(f"{path}/1?as=received")).status_code == 403
    assert (await town.kodomo.post(f"{path}/1/straighten", json={"corners": None})).status_code == 409
    lift = {"mask": "1", "reason": "needed"}
    assert (await town.kodomo.post(f"{path}/1/unmask", json=lift)).status_code == 403
    bureau = await town.site.logged_in("digital", "bureau", "admin")
    assert (await bureau.post(f"{path}/1/unmask", json=lift)).status_code == 204
    assert (await town.ayama.delete(path)).status_code == 403
    assert (await town.kodomo.delete(path)).status_code == 204
    assert (await town.kodomo.delete(path)).status_code == 404


async def test_who_somebody_is_is_recorded_by_the_desk_and_read_by_desks_only(town: Town) -> None:
    path = f"/papers/{town.call}/identity"
    seen = {"document": "licence", "result": "match"}
    assert (await town.kodomo.post(path, json=seen)).status_code == 204
    for bad in ({**seen, "document": "face"}, {**seen, "result": ""}, {}):
        assert (await town.kodomo.post(path, json=bad)).status_code == 422
    assert (await town.ayama.post(path, json=seen)).status_code == 403
    found = await town.kodomo.get(path)
    assert [one["document"] for one in found.json()["checks"]] == ["licence"]
    assert found.headers["cache-control"] == "no-store"
    absent = await town.kodomo.get("/papers/AAAAAAAAAAAAAAAAAAAAAA/identity")
    for browser in (town.ayama, town.hoken):
        answer = await browser.get(path)
        assert (answer.status_code, answer.content) == (404, absent.content)


BODIES = (
    ("keep", b"{", 422),
    ("keep", b"[]", 422),
    ("keep", b"{}", 422),
    ("keep", b'{"days": true}', 422),
    ("keep", b'{"days": 0}', 422),
    ("keep", b'{"days": 1e3}', 422),
    ("keep", b'{"days": "1"}', 422),
    ("keep", b"[" * 4000, 422),
    ("keep", b" " * 5000, 413),
    ("1/mask", b'{"rect": [NaN, 0, 1, 1]}', 422),
    ("1/mask", b'{"rect": [0, 0, 1]}', 422),
    ("1/mask", b'{"rect": [0, 0, 1, 1e999]}', 422),
    ("1/mask", b'{"rect": [0, 0, 1, %s]}' % (b"9" * 400), 422),
    ("1/mask", b'{"rect": [0.5, 0.5, 0.6, 0.1]}', 422),
    ("1/straighten", b'{"corners": [[0, 0]]}', 422),
    ("1/straighten", b'{"corners": [[0,0],[9999,0],[1,1],[0,1]]}', 422),
    ("1/straighten", b'{"corners": null, "turn": 45}', 422),
    ("9/straighten", b'{"corners": null}', 404),
)


async def test_a_body_of_another_shape_changes_nothing(town: Town) -> None:
    paper = (await town.still()).json()["paper"]
    path = f"/papers/{town.call}/{paper}"
    before = (await town.kodomo.get(f"{path}/1")).content
    for verb, body, status in BODIES:
        assert (await town.kodomo.post(f"{path}/{verb}", content=body)).status_code == status, body
    assert (await town.kodomo.get(f"{path}/1")).content == before


async def test_after_the_call_only_what_was_kept_is_there(town: Town) -> None:
    from iga_madoguchi.jobs.papers import PaperKeeper

    services = town.site.services
    keeper = PaperKeeper(services.database, services.hub, services.vault, services.sealer)
    await keeper.start()
    passing, kept = (await town.still()).json()["paper"], (await town.still()).json()["paper"]
    await town.kodomo.post(f"/papers/{town.call}/{kept}/keep", json={"days": 1})
    await asyncio.to_thread(
        calls.hang_up, services.database, services.presence, town.identity(town.kodomo), town.call
    )
    async with asyncio.timeout(5):
        while len(list((services.settings.data_dir / "keys").iterdir())) > 1:
            await asyncio.sleep(0.02)
    await keeper.stop()
    assert (await town.kodomo.get(f"/papers/{town.call}/{passing}/1")).status_code == 404
    assert (await town.ayama.get(f"/papers/{town.call}/{kept}/1")).status_code == 404
    assert (await town.kodomo.get(f"/papers/{town.call}/{kept}/1")).status_code == 200


async def test_a_form_has_no_more_parts_than_it_may_have(town: Town) -> None:
    boundary = "x"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = part * (50 * FIELDS_LIMIT) + f"--{boundary}--\r\n"
    answer = await town.ayama.post(
        f"/papers/{town.call}",
        content=body.encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    assert answer.json()["code"] == "http.form.malformed", answer.text


async def test_a_file_by_another_name_counts(town: Town) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="b"; filename="b"\r\n\r\n1\r\n'
    answer = await town.ayama.post(
        f"/papers/{town.call}",
        content=(part * 500 + "--x--\r\n").encode(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.json()["code"] == "papers.upload.count", answer.text


async def test_checks_of_identity_have_an_end(town: Town) -> None:
    codes = []
    for _ in range(40):
        answer = await town.kodomo.post(
            f"/papers/{town.call}/identity", json={"document": "licence", "result": "match"}
        )
        codes.append(answer.status_code)
    assert codes[:IDENTITY_LIMIT] == [204] * IDENTITY_LIMIT
    assert set(codes[IDENTITY_LIMIT:]) <= {409, 429}
    assert 409 in codes or 429 in codes


async def test_a_hand_changes_papers_no_faster_than_a_hand(town: Town) -> None:
    paper = (await town.still()).json()["paper"]
    for verb, body in (("keep", {"days": 1}), ("1/mask", {}), ("1/unmask", {}), ("1/straighten", {})):
        codes = {
            (await town.kodomo.post(f"/papers/{town.call}/{paper}/{verb}", json=body)).status_code
            for _ in range(40)
        }
        assert 429 in codes, verb
