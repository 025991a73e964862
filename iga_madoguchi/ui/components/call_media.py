"""The call's parts in the browser, as Reflex components; what they do is in assets/call.jsx and js/."""

from __future__ import annotations

from typing import Any

import reflex as rx


class _Part(rx.Component):
    library = "$/public/call.jsx"


class CallSession(_Part):
    """The call this page is in. `call` empty: none. `phase`: "", "ringing" or "in_call".

    `held`: this desk has the resident on hold. `signs`: the resident signs.
    `words`: what the parts say in another language than Japanese.
    """

    tag = "CallSession"
    call: rx.Var[str]
    me: rx.Var[str]
    peers: rx.Var[list[dict[str, str]]]
    kind: rx.Var[str]
    phase: rx.Var[str]
    held: rx.Var[bool]
    signs: rx.Var[bool]
    words: rx.Var[dict[str, str]]
    on_trouble: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class CallVideo(_Part):
    """`what`: "local-camera", "remote-camera" (of `participant`, else the first) or "paper-live"."""

    tag = "CallVideo"
    what: rx.Var[str]
    participant: rx.Var[str]
    label: rx.Var[str]


class CallQuality(_Part):
    """`plain`: words only, for residents."""

    tag = "CallQuality"
    plain: rx.Var[bool]


class CallNotice(_Part):
    tag = "CallNotice"


class VolumeControl(_Part):
    """`words`: down, up, name in the screen's language."""

    tag = "VolumeControl"
    words: rx.Var[dict[str, str]]


class ToneSwitch(_Part):
    """`words`: name and one per tone; `wanted`: there from the start."""

    tag = "ToneSwitch"
    words: rx.Var[dict[str, str]]
    wanted: rx.Var[bool]


class PaperSwitch(_Part):
    """`on`, `off`: the button's words."""

    tag = "PaperSwitch"
    on: rx.Var[str]
    off: rx.Var[str]


class SelfView(_Part):
    tag = "SelfView"
    label: rx.Var[str]


class BlurSwitch(_Part):
    tag = "BlurSwitch"


class DevicePicker(_Part):
    """`kind`: "branch" or "desk"; a desk has no document camera."""

    tag = "DevicePicker"
    kind: rx.Var[str]


class RingSound(_Part):
    tag = "RingSound"
    on: rx.Var[bool]


class BellSound(_Part):
    """One stroke for every new `count`."""

    tag = "BellSound"
    count: rx.Var[int]


class LineSound(_Part):
    """A quiet sign whenever `count` grows."""

    tag = "LineSound"
    count: rx.Var[int]


class Clock(_Part):
    """`dates`: how the page's language writes a day, Japanese without it."""

    tag = "Clock"
    offset_s: rx.Var[float]
    dates: rx.Var[dict[str, Any]]
