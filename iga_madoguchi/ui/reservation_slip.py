"""The slip that somebody takes home: the number, when, where, what to bring. Complete HTML for paper."""

from __future__ import annotations

from html import escape

from iga_madoguchi.domain.printing import readings
from iga_madoguchi.domain.printing.sheets import font_of
from iga_madoguchi.domain.reservations.views import ReservationView
from iga_madoguchi.domain.terminals.views import WordsByLanguage, name_in
from iga_madoguchi.kit import ruby
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.languages import DEFAULT, LANGUAGES
from iga_madoguchi.ui.text.slip import SlipText

# A5; on A4 it is the upper half, large enough for weak eyes. Black on white only: it will be copied.
CSS = """
@page { size: A5 landscape; margin: 10mm 12mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font-size: 13pt; line-height: 1.5; }
header { display: flex; justify-content: space-between; border-bottom: 2pt solid #000; padding-bottom: 1mm; }
h1 { font-size: 18pt; } h2 { font-size: 13pt; }
.number { border: 3pt solid #000; border-radius: 3mm; padding: 1mm 6mm; margin: 3mm 0; }
.number { display: flex; gap: 8mm; align-items: center; }
.number span:first-child { white-space: nowrap; font-weight: 700; }
.number strong { font-size: 44pt; letter-spacing: .15em; line-height: 1.2; }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: .5mm 4mm; }
dt { font-weight: 700; } dd { font-size: 16pt; font-weight: 700; line-height: 1.3; }
dd small { font-size: 11pt; font-weight: 400; display: block; }
dd small:lang(ja) { display: inline; margin-left: 4mm; }
section { margin-top: 2mm; border-top: 1pt solid #000; padding-top: 1mm; }
ul { list-style: none; columns: 2; column-gap: 8mm; }
li { break-inside: avoid; font-size: 12pt; padding-left: 1.4em; text-indent: -1.4em; }
li::before { content: "□ "; } h2 small { font-weight: 400; }
.late { font-size: 12pt; margin-top: 1mm; }
"""


def slip(view: ReservationView, language: str) -> str:
    """The slip as one HTML document in one of LANGUAGES; in Japanese for what is none."""
    text = LANGUAGES.get(language, LANGUAGES[DEFAULT]).slip
    start = local(view.starts_at)
    rows = (
        (
            text.when,
            readings.html(f"{text.date.say(start.date())}　{text.time.format(time=f'{start:%H:%M}')}"),
        ),
        (text.where, _named(view.branch_words, language, view.branch_name)),
        (text.department, _named(view.department_words, language, view.department_name)),
        (text.phone, f"{readings.html(view.phone)}<small>{readings.html(text.phone_note)}</small>"),
    )
    family = f'body {{ font-family: "{font_of(language)}", sans-serif; color: #000; }}'
    return (
        f'<!doctype html><html lang="{text.tag}"><head><meta charset="utf-8">'
        f"<title>{escape(ruby.plain(text.title))}</title>"
        f"<style>{family}{CSS}{readings.STYLE}</style></head><body>"
        f"<header><h1>{readings.html(text.title)}</h1><p>{readings.html(text.city)}</p></header>"
        f'<p class="number"><span>{readings.html(text.number)}</span><strong>{escape(view.number)}</strong>'
        f"<span>{readings.html(text.number_note)}</span></p>"
        f"<dl>{''.join(_row(*row) for row in rows)}</dl>{_bring(text)}</body></html>"
    )


def _named(words: WordsByLanguage, language: str, name: str) -> str:
    """A place in the reader's language, and as it stands over its door where that is not the same."""
    own = name_in(words, language, name)
    beside = "" if own == name or ruby.plain(own) == name else f'<small lang="ja">{escape(name)}</small>'
    return readings.html(own) + beside


def _row(name: str, value: str) -> str:
    """`value` is HTML."""
    return f"<dt>{readings.html(name)}</dt><dd>{value}</dd>"


def _bring(text: SlipText) -> str:
    things = "".join(f"<li>{readings.html(thing)}</li>" for thing in text.things)
    note = readings.html(text.bring_note)
    return (
        f"<section><h2>{readings.html(text.bring)}　<small>{note}</small></h2><ul>{things}</ul>"
        f'<p class="late">{readings.html(text.late)}</p></section>'
    )
