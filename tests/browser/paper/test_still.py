"""A still at the sensor's own resolution while the live picture runs on, and its way to the server."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests import fakecam
from tests.fakecam import Camera

pytestmark = pytest.mark.e2e

SENSOR = Camera(2, "書画カメラ", 3840, 2160, 15)
OPEN = """async () => {
    window.still = await import("/js/paper/still.js");
    const stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: "fakecam-2" } });
    window.track = stream.getVideoTracks()[0];
    const srcObject = new MediaStream([track.clone()]);
    window.film = Object.assign(document.createElement("video"), { muted: true, srcObject });
    await film.play();
}"""
TAKE = """async (count) => {
    const blobs = [await still.take(track, count)];
    const pictures = await Promise.all(blobs.map((blob) => createImageBitmap(blob)));
    return {
        types: blobs.map((blob) => blob.type),
        sizes: pictures.map(({ width, height }) => [width, height]),
        cameras: pictures.map((one) => fakecam.read(Object.assign(one, { videoWidth: one.width }))?.id),
        tracks: fakecam.live.size,
    };
}"""


@pytest.fixture
def bench(page: Page) -> Page:
    """The page with a document camera of 8 megapixels, running."""
    camera = fakecam.devices_script([SENSOR])
    page.evaluate(camera[camera.rindex("fakecam.install") :])
    page.evaluate(OPEN)
    return page


def test_one_picture_of_the_whole_sensor_made_of_four(bench: Page) -> None:
    found = bench.evaluate(TAKE, 4)
    assert found["sizes"] == [[3840, 2160]]
    assert found["types"] == ["image/jpeg"]
    assert found["cameras"] == [SENSOR.ident]
    assert found["tracks"] == 2, "the camera's track and the live picture's, nothing else is left"


DEVELOP = """async (pictures) => {
    const worker = new Worker("/js/paper/developer.js", { type: "module" });
    const done = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
    for (const grey of pictures) {
        const canvas = new OffscreenCanvas(640, 360);
        const pen = canvas.getContext("2d");
        pen.fillStyle = `rgb(${grey} ${grey} ${grey})`;
        pen.fillRect(0, 0, 640, 360);
        const picture = canvas.transferToImageBitmap();
        worker.postMessage({ picture }, [picture]);
    }
    worker.postMessage({ last: true });
    const { blob } = await done;
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.drawImage(await createImageBitmap(blob), 0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data[0];
}"""


@pytest.mark.parametrize(
    ("pictures", "grey"),
    [([100], 100), ([100, 104], 102), ([100, 102, 104, 102], 102), ([100, 180], 100), ([100, 180, 102], 101)],
)
def test_pictures_of_one_scene_are_averaged_and_what_moved_is_left_out(
    bench: Page, pictures: list[int], grey: int
) -> None:
    assert abs(bench.evaluate(DEVELOP, pictures) - grey) <= 1


def test_the_live_picture_runs_on(bench: Page) -> None:
    pictures, gap = bench.evaluate(
        """async () => {
            const log = fakecam.watch(film);
            await still.take(track, 4);
            const times = log.map(({ at }) => at);
            return [times.length, Math.max(...times.slice(1).map((at, n) => at - times[n]))];
        }"""
    )
    assert pictures >= 4
    assert gap < 500


def test_a_track_that_was_opened_small_is_widened_first(bench: Page) -> None:
    asked = bench.evaluate(
        """async () => {
            const asked = [];
            track.getCapabilities = () => ({ width: { max: 4608 }, height: { max: 3456 } });
            track.applyConstraints = async (wanted) => asked.push(wanted);
            await still.take(track, 1);
            return asked;
        }"""
    )
    assert asked == [{"width": {"exact": 4608}, "height": {"exact": 3456}}]


def test_a_camera_that_is_not_there_is_said(bench: Page) -> None:
    codes = bench.evaluate(
        """async () => {
            const codes = [await still.take(null, 4).catch((error) => error.code)];
            track.stop();
            return [...codes, await still.take(track, 4).catch((error) => error.code)];
        }"""
    )
    assert codes == ["paper.absent", "paper.absent"]


def test_a_camera_that_gives_nothing_does_not_keep_anybody_waiting(bench: Page) -> None:
    found = bench.evaluate(
        """async () => {
            track.clone = () => document.createElement("canvas").captureStream(0).getVideoTracks()[0];
            const began = performance.now();
            const code = await still.take(track, 4).catch((error) => error.code);
            return [code, performance.now() - began];
        }"""
    )
    assert found[0] == "paper.silent"
    assert found[1] < 6000


def test_it_is_posted_as_the_server_takes_it(bench: Page) -> None:
    bodies: list[tuple[str, bytes]] = []

    def take(route: Route) -> None:
        bodies.append((route.request.url, route.request.post_data_buffer or b""))
        route.fulfill(status=201, json={"paper": "p1", "page": 1})

    bench.route(re.compile("/papers/"), take)
    place = bench.evaluate(
        """() => still.post("c1", "still", [new Blob(["one"]), new Blob(["two"])],
            { request: "r1", paper: "" })"""
    )
    assert place == {"paper": "p1", "page": 1}
    url, body = bodies[0]
    assert url.endswith("/papers/c1")
    assert body.count(b'name="file"; filename=') == 2
    assert b'name="kind"\r\n\r\nstill' in body
    assert b'name="request"\r\n\r\nr1' in body
    assert b'name="paper"' not in body


def test_the_servers_refusal_is_a_code_for_words(bench: Page) -> None:
    answers: list[dict[str, Any]] = [
        {"status": 422, "json": {"code": "papers.picture.damaged"}},
        {"status": 413, "body": "no"},
    ]
    bench.route(re.compile("/papers/"), lambda route: route.fulfill(**answers.pop(0)))
    post = """() => still.post("c1", "still", [new Blob(["one"])]).catch((error) => error.code)"""
    assert [bench.evaluate(post), bench.evaluate(post)] == ["papers.picture.damaged", "http.413"]
    bench.route(re.compile("/papers/"), lambda route: route.abort())
    assert bench.evaluate(post) == "unreachable"


def test_the_desk_learns_which_cameras_there_are_and_how_near_they_go(bench: Page) -> None:
    found = bench.evaluate(
        """async () => {
            const { described, zoom } = await import("/js/paper/camera.js");
            const devices = await navigator.mediaDevices.enumerateDevices();
            const plain = described(devices, track);
            const asked = [];
            track.getCapabilities = () => ({ zoom: { min: 100, max: 400 } });
            track.applyConstraints = async (wanted) => asked.push(wanted.advanced[0].zoom);
            await zoom(track, 900);
            await zoom(null, 2);
            return [plain, described(devices, track).zoom, asked, described([], null)];
        }"""
    )
    plain, range_, asked, nothing = found
    assert plain == {"t": "cameras", "devices": ["書画カメラ"], "device": "書画カメラ", "zoom": None}
    assert range_ == {"min": 100, "max": 400, "now": 100}
    assert asked == [400]
    assert nothing == {"t": "cameras", "devices": [], "device": "", "zoom": None}
