"""The shape of the resident's text: a language is complete when it fills every field, and not before."""

from __future__ import annotations

from dataclasses import dataclass

CALL_WORDS = (
    *("lost", "own", "poor", "back", "refused", "server.lost"),
    *("step.voice", "step.text", "voiceOnly", "still"),
    *("camera.refused", "camera.absent", "camera.busy", "camera.gone", "camera.insecure"),
    *("mic.refused", "mic.absent", "mic.busy", "mic.gone"),
    *("paper.refused", "paper.absent", "paper.busy", "paper.gone"),
    *("none.face", "none.faceOff", "none.paper", "none.paperOff"),
    *("none.ownPaperOff", "none.ownPaper", "none.own"),
    *("good", "slow", "rejoining", "play", "self.show", "self.hide", "self.guide", "self.guideOff"),
    *("pick.face", "pick.paper", "pick.mic", "pick.speaker", "pick.auto", "pick.kept", "pick.notKept"),
    "clock.moved",
)
"""What the browser's parts of a call say; their own words are Japanese, other languages give theirs."""

PAPER_WORDS = (
    *("tag.live", "tag.live.note", "tag.still", "tag.still.note", "tag.document", "tag.document.note"),
    *("inset", "waiting", "finger", "finger.note", "shoot"),
    *("asked", "taking", "taken", "done", "paper.off", "otherwise"),
)
"""What the table with the paper says, by the names in paper.jsx."""
TOGETHER_WORDS = (
    *("look_title", "look_note", "look_yes", "look_no", "look_wait", "looking", "look_end"),
    *("look_help", "look_trouble", "look_training", "look_quality"),
    *("sit_down", "bench_title", "bench_number", "bench_note", "bench_others", "turn_title"),
    *("vigil_title", "vigil_note", "vigil_yes", "vigil_no", "vigil_on", "vigil_end"),
)
"""What is said when more than two belong together: the bureau looks in, a ticket on the bench, a vigil."""


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
    # several matters in one visit
    plan_toggle: str
    plan_title: str
    plan_note: str
    plan_list: str
    plan_more: str
    plan_go: str
    plan_minutes: str  # `{n}` minutes of waiting in all
    plan_at_once: str
    plan_unknown: str
    steps: str
    step_states: dict[str, str]
    next_stop: str  # `{department}`
    # reservations
    has_number: str
    number_title: str
    number_note: str
    number_pressed: str
    number_erase: str
    number_go: str
    # reservations by the branch's staff
    booking: str
    booking_department: str
    booking_day: str
    booking_before: str
    booking_after: str
    booking_time: str
    booking_none: str
    booking_closed: str  # `{day}`, why it is closed
    booking_make: str
    booking_made: str
    booking_print: str
    booking_printed: str
    booking_expected: str
    booking_nobody: str
    booking_arrived: str
    # how a department is
    states: dict[str, str]
    busy_waiting: str
    busy_until: str  # `{time}`
    closed: str
    closed_for: str  # `{day}`, the name of a holiday as the city says it
    closed_days: dict[str, str]  # days by the name that the city gives them
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
    paper_words: dict[str, str]
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
    together: dict[str, str]  # TOGETHER_WORDS
    print_coming: str
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
    staff_coming: tuple[str, str]
    language_title: str
    # another page of this terminal has taken over
    elsewhere_title: str
    elsewhere_note: str
    elsewhere_again: str
    # the telephone, when neither picture nor voice come back
    phone_title: str
    phone_name: str  # `{who}`, the department
    phone_note: str
    phone_none: str
    # errors by code; a code without its own sentence gets the last one
    errors: dict[str, str]
    error: str
