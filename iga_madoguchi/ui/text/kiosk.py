"""The shape of the resident's text: a language is complete when it fills every field, and not before."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.ui.text.counting import First, one
from iga_madoguchi.ui.text.dates import DateText

CALL_WORDS = (
    *("lost", "own", "poor", "back", "refused", "server.lost"),
    *("step.voice", "step.text", "voiceOnly", "still"),
    *("camera.refused", "camera.absent", "camera.busy", "camera.gone", "camera.insecure"),
    *("mic.refused", "mic.absent", "mic.busy", "mic.gone"),
    *("paper.refused", "paper.absent", "paper.busy", "paper.gone"),
    *("none.face", "none.faceOff", "none.paper", "none.paperOff"),
    *("none.ownPaperOff", "none.ownPaper", "none.own"),
    *("good", "slow", "rejoining", "play", "self.show", "self.hide", "self.guide", "self.guideOff"),
    *("pick.face", "pick.paper", "pick.mic", "pick.speaker", "pick.handset"),
    *("pick.auto", "pick.kept", "pick.notKept"),
    "clock.moved",
)
"""What the browser's parts of a call say; their own words are Japanese, other languages give theirs."""

PAPER_WORDS = (
    *("tag.live", "tag.live.note", "tag.still", "tag.still.note", "tag.document", "tag.document.note"),
    *("tag.sample", "tag.sample.note", "tag.blank", "tag.blank.note"),
    *("inset", "waiting", "finger", "finger.note", "shoot"),
    *("asked", "taking", "taken", "done", "paper.off", "otherwise"),
    *("cover.stopped", "cover.late", "papers.cover.lying", "papers.marks.full", "mark.refused"),
    *("hide.title", "hide.check", "hide.black", "hide.whole", "hide.send", "hide.stop"),
    *("hide.remove", "hide.dark", "hide.gone"),
    *("mask.absent", "mask.mat", "mask.size", "mask.askew", "mask.covered", "mask.light"),
)
"""What the table with the paper says, by the names in paper.jsx."""
TOGETHER_WORDS = (
    "interpreter",
    *("look_title", "look_note", "look_yes", "look_no", "look_wait", "looking", "look_end"),
    *("look_help", "look_trouble", "look_training", "look_quality"),
    *("sit_down", "bench_title", "bench_number", "bench_note", "bench_others", "turn_title"),
    *("vigil_title", "vigil_note", "vigil_yes", "vigil_no", "vigil_on", "vigil_end"),
)
"""When more than two belong together: an interpreter, the bureau looks in, a ticket on the bench, a vigil."""

MATTER_WORDS = (
    *("here", "common", "search", "hint", "search_title", "field", "type", "none"),
    *("keys", "keyboard", "dots", "ring", "small", "space", "erase", "clear"),
    *("bring", "nothing", "comma", "lack", "minutes", "where", "talk", "back"),
    *("reach_apply", "reach_consult", "reach_check"),
    *("kind_show", "kind_copy", "kind_original", "kind_fill"),
)
"""What is said when somebody chooses by matter. `keys` is kana or latin; `{n}` minutes, `{department}`."""

PHRASE_WORDS = (
    *("hear", "read", "stop", "number", "date", "money", "body", "family"),
    *("choose", "send", "back", "yen", "no_day"),
)
"""What is said around a sentence of the phrase board and its answers, by the names in phrases.jsx."""

TALK_WORDS = (
    *("write", "title", "hand", "keys", "close", "pad", "hint", "undo", "clear", "send", "full", "field"),
    *("caption", "none", "answers", "sent", "drawn", "refused", "again"),
    *("voice_on", "voice_off", "voice_away", "machine"),
)
"""What is said about writing instead of speaking, by the names in talk.jsx and speech.jsx."""

PRIVATE_WORDS = (
    *("wish", "wish_stop", "wish_title", "wish_note"),
    *("note", "japanese", "unsaid", "unknown", "send", "sending", "sent", "away"),
    *("erase", "pad_yen", "pad_age", "pad_month", "pad_range"),
    *("voice", "voice_still", "voice_low", "voice_good", "voice_loud"),
    *("handset", "speaker", "private.answer.unfit", "private.question.unknown"),
)
"""ないしょで答える: the sheet, the voice's meter and the handset. `{low}` and `{high}` bound a number."""

TONE_WORDS = ("name", "plain", "clear", "deep")
POWER_WORDS = ("battery", "held", "prepare", "halt", "left", "talk", "kept", "restart")
"""What is said in a power cut: by its stage, then how long, then what becomes of the talk. And before a
planned restart."""

SURVEY_WORDS = ("title", "good", "fair", "poor", "thanks")
"""How it was, after the talk."""

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
        "yes",
        "no",
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

    tag: str  # the language as browsers and screen readers know it
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
    power: dict[str, str]  # POWER_WORDS
    date: DateText
    # standby
    hero: tuple[str, str]
    hero_note: tuple[str, str]
    start: str
    start_note: str
    departments_title: str
    # choose
    choose_title: str
    unsure: str
    unsure_note: str
    unsure_state: str
    unsure_go: str
    talk_now: str
    talk_wait: str
    needs_title: str
    needs: dict[str, str]
    spoken_title: str
    matters: dict[str, str]  # MATTER_WORDS
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
    talk: dict[str, str]  # TALK_WORDS
    paper_on: str
    paper_off: str
    quieter: str
    louder: str
    volume: str
    tone: dict[str, str]  # TONE_WORDS
    own_picture: str
    call_words: dict[str, str]
    form: dict[str, str]  # FORM_WORDS
    labels: dict[str, str]  # what is printed on the city's forms, by the Japanese words
    hang_up: str
    held_title: str
    held_note: str
    held_paper: str
    asked_title: str
    asked_note: str  # `{department}`
    asked_yes: str
    asked_no: str
    together: dict[str, str]  # TOGETHER_WORDS
    phrases: dict[str, str]  # PHRASE_WORDS
    private: dict[str, str]  # PRIVATE_WORDS
    print_coming: str
    # finished and closed
    survey: dict[str, str]  # SURVEY_WORDS
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
    # the terminal's own check: the note while it runs, and what staff press and read
    check_title: str
    check_note: str
    check_button: str
    check_running: str
    check_good: str
    check_failed: str
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
    # which numbers take the first of two forms, as in "{n} {n:minute|minutes}"
    first_form: First = one
