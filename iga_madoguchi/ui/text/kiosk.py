"""The shape of the resident's text: a language is complete when it fills every field, and not before."""

from __future__ import annotations

from dataclasses import dataclass

CALL_WORDS = (
    *("lost", "own", "poor", "back", "refused"),
    *("camera.refused", "camera.absent", "camera.busy", "camera.gone", "camera.insecure"),
    *("mic.refused", "mic.absent", "mic.busy", "mic.gone"),
    *("paper.refused", "paper.absent", "paper.busy", "paper.gone"),
    *("none.face", "none.faceOff", "none.paper", "none.paperOff"),
    *("none.ownPaperOff", "none.ownPaper", "none.own"),
    *("good", "slow", "rejoining", "play", "self.show", "self.hide", "self.guide", "self.guideOff"),
)
"""What the browser's parts of a call say; their own words are Japanese, other languages give theirs."""


FORM_WORDS = (
    *(
        "empty",
        "note",
        "progress",
        "missing",
        "writing",
        "asked",
        "sure",
        "fix",
        "ok",
        "list",
        "all_ok",
        "back",
    ),
    *("to_sign", "to_final", "ask_note", "ask_staff", "pad_ok", "erase", "western", "year", "month", "day"),
    *(
        "sign_title",
        "sign_note",
        "redo",
        "sign_again",
        "sign_ok",
        "signature",
        "final_note",
        "send",
        "sending",
    ),
    *("done_title", "done_note", "close", "away"),
    *("forms.value.date", "forms.value.phone", "forms.value.number", "forms.value.too_long"),
    *("forms.value.newer", "forms.value.changed", "forms.filling.changed", "forms.value.my_number"),
    *("forms.signature.empty", "forms.signature.unusable"),
)
"""What the browser's part of a form says to the resident; `{n}` and `{all}` are filled there."""


@dataclass(frozen=True)
class KioskText:
    """`{n}` `{time}` `{date}` `{department}` are filled on the way to the screen; dicts are by stable id."""

    # on every screen
    brand: str
    larger: str
    colour: str
    language: str
    call_staff: str
    to_start: str
    close: str
    stay: str
    idle: str
    clock_moved: str
    date: str  # `{month}` `{day}` `{weekday}`
    weekdays: tuple[str, str, str, str, str, str, str]  # from Monday
    # the names the city gives its places; what is missing here is shown as the city wrote it
    departments: dict[str, str]
    examples: dict[str, str]
    branches: dict[str, str]
    # standby
    hero: tuple[str, str]
    hero_note: tuple[str, str]
    start: str
    start_note: str
    departments_title: str
    # choose
    choose_title: str
    choose_note: str
    unsure: str
    unsure_note: str
    unsure_state: str
    unsure_go: str
    talk_now: str
    talk_wait: str
    needs_title: str
    needs: dict[str, str]
    spoken_title: str
    # how a department is
    states: dict[str, str]
    busy_waiting: str
    busy_until: str  # `{time}`
    closed: str
    closed_for: str  # `{day}`, the name of a holiday as the city says it
    opens_today: str
    opens_later: str
    opens_unknown: str
    not_now: dict[str, str]
    short_today: str
    short_later: str
    # waiting
    waiting_title: str
    ringing_title: str
    ringing: str
    people_before: str
    ahead: str
    ahead_unit: str
    estimate: str  # `{n}` minutes
    next_one: str
    declined: dict[str, str]
    ticket: str
    queue: str
    queue_other: str
    queue_you: str
    leave_note: tuple[str, str]
    give_up: str
    park: str
    handed: str
    recalled_title: str
    recalled_note: str  # `{ticket}` `{department}`
    recalled_yes: str
    recalled_no: str
    prefer_title: str
    priorities: dict[str, str]
    preferred: str
    ready_title: str
    ready: tuple[tuple[str, str], ...]
    ready_lack: str
    # in call
    connected: str
    no_recording: str
    officer: str
    paper: str
    paper_note: str
    paper_on: str
    paper_off: str
    quieter: str
    louder: str
    volume: str
    own_picture: str
    call_words: dict[str, str]
    form: dict[str, str]
    hang_up: str
    held_title: str
    held_note: str
    held_paper: str
    asked_title: str
    asked_note: str  # `{department}`
    asked_yes: str
    asked_no: str
    # finished and closed
    ended: dict[str, tuple[str, str]]
    countdown: str
    staying: str
    again: str
    closed_title: str
    closed_note: str
    # panels
    staff_title: str
    staff_note: str
    staff_again: str
    staff_devices: str
    language_title: str
    # errors by code; a code without its own sentence gets the last one
    errors: dict[str, str]
    error: str
