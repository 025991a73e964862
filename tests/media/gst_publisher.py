"""Publishes voice, face and paper by WHIP with GStreamer's webrtcbin: neither a browser's stack nor ours.

Run by Debian's own Python, which has the GObject bindings:

    /usr/bin/python3 tests/media/gst_publisher.py --whip URL --token TOKEN [--tracks audio,video,video]
    /usr/bin/python3 tests/media/gst_publisher.py --stdio

With --stdio the offer goes to standard output as one JSON line and the answer is read from standard input as
one JSON line. Either way every change of the connection is one JSON line on standard output, and the end of
standard input, or a signal, ends the publication (by DELETE if it was made by HTTP).

It needs: gstreamer1.0-plugins-bad gstreamer1.0-plugins-good gstreamer1.0-nice python3-gst-1.0
gir1.2-gst-plugins-bad-1.0
"""

import argparse
import json
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import gi  # type: ignore[import-not-found]  # only Debian's own Python has it

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # type: ignore[import-not-found]  # noqa: E402

VOICE = (
    "audiotestsrc is-live=true wave=ticks ! audioconvert ! opusenc ! rtpopuspay pt=96 ! "
    "application/x-rtp,media=audio,encoding-name=OPUS,payload=96 ! queue ! w."
)
PICTURE = (
    "videotestsrc is-live=true pattern={pattern} ! "
    "video/x-raw,width={width},height={height},framerate=15/1 ! timeoverlay ! "
    "vp8enc deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=300 ! "
    "rtpvp8pay pt=97 picture-id-mode=15-bit ! "
    "application/x-rtp,media=video,encoding-name=VP8,payload=97 ! queue ! w."
)


class Publisher:
    def __init__(self, tracks: list[str], exchange: Callable[[str], str]) -> None:
        parts, pictures = ["webrtcbin name=w bundle-policy=max-bundle latency=0"], 0
        for track in tracks:
            if track == "audio":
                parts.append(VOICE)
            else:
                size = {"width": 640, "height": 480, "pattern": "ball"}
                if pictures:
                    size = {"width": 1280, "height": 720, "pattern": "smpte"}
                parts.append(PICTURE.format(**size))
                pictures += 1
        self.exchange = exchange
        self.pipeline = Gst.parse_launch(" ".join(parts))
        self.webrtc = self.pipeline.get_by_name("w")
        for index in range(len(tracks)):
            transceiver = self.webrtc.emit("get-transceiver", index)
            transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
            transceiver.set_property("do-nack", True)
        self.webrtc.connect("on-negotiation-needed", self.negotiate)
        self.webrtc.connect("notify::ice-gathering-state", self.gathered)
        self.webrtc.connect("notify::connection-state", self.changed)

    def negotiate(self, webrtc: Any) -> None:
        webrtc.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise: Any, _: object) -> None:
        reply = promise.get_reply()  # owns the offer, so it must outlive it
        offer = reply.get_value("offer")
        self.webrtc.emit("set-local-description", offer, Gst.Promise.new())

    def gathered(self, webrtc: Any, _: object) -> None:
        if webrtc.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            return
        threading.Thread(target=self.post, daemon=True).start()

    def post(self) -> None:
        answer = self.exchange(self.webrtc.get_property("local-description").sdp.as_text())
        _, message = GstSdp.SDPMessage.new_from_text(answer)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.webrtc.emit("set-remote-description", description, Gst.Promise.new())

    def changed(self, webrtc: Any, _: object) -> None:
        say(state=webrtc.get_property("connection-state").value_nick)


class Whip:
    """The HTTP half of RFC 9725."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.resource: str | None = None

    def post(self, offer: str) -> str:
        answer = self._send("POST", self.url, offer.encode())
        self.resource = urllib.parse.urljoin(self.url, answer.headers["Location"])
        say(resource=self.resource)
        return str(answer.read().decode())

    def delete(self) -> None:
        if self.resource is not None:
            self._send("DELETE", self.resource, None)

    def _send(self, method: str, url: str, body: bytes | None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/sdp"}
        request = urllib.request.Request(url, data=body, method=method, headers=headers)
        return urllib.request.urlopen(request, timeout=10)


def by_stdio(offer: str) -> str:
    say(offer=offer)
    return str(json.loads(sys.stdin.readline())["answer"])


def say(**line: str) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--whip")
    parser.add_argument("--token", default="")
    parser.add_argument("--stdio", action="store_true")
    parser.add_argument("--tracks", default="audio,video,video")
    given = parser.parse_args()
    Gst.init(None)
    whip = Whip(given.whip, given.token)
    publisher = Publisher(given.tracks.split(","), by_stdio if given.stdio else whip.post)
    loop = GLib.MainLoop()
    for number in (2, 15):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    if not given.stdio:
        threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    publisher.pipeline.set_state(Gst.State.PLAYING)
    try:
        loop.run()
    finally:
        whip.delete()
        publisher.pipeline.set_state(Gst.State.NULL)


if __name__ == "__main__":
    main()
