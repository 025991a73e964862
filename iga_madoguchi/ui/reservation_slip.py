"""The slip that somebody takes home: the number, when, where, what to bring. Complete HTML for paper."""

from __future__ import annotations

from html import escape

from iga_madoguchi.domain.reservations.views import ReservationView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.en import slip as en
from iga_madoguchi.ui.text.ja import slip as ja
from iga_madoguchi.ui.text.slip import SlipText

JAPANESE = ("ja", "ja-easy")

# A5; on A4 it is the upper half, large enough for weak eyes. Black on white only: it will be copied.
CSS = """
@page { size: A5 landscape; margin: 10mm 12mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font-family: "Noto Sans JP", "Noto Sans CJK JP", sans-serif; color: #000; }
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
section { margin-top: 2mm; border-top: 1pt solid #000; padding-top: 1mm; }
ul { list-style: none; columns: 2; column-gap: 8mm; }
li { break-inside: avoid; font-size: 12pt; padding-left: 1.4em; text-indent: -1.4em; }
li::before { content: "□ "; } h2 small { font-weight: 400; }
.late { font-size: 12pt; margin-top: 1mm; }
"""


def slip(view: ReservationView, language: str) -> str:
    """The slip as one HTML document; in Japanese, or in English for everybody who chose another language."""
    text = ja.TEXT if language in JAPANESE else en.TEXT
    start = local(view.starts_at)
    day = text.date.format(month=start.month, day=start.day, weekday=text.weekdays[start.weekday()])
    rows = (
        (text.when, f"{day}　{text.time.format(time=f'{start:%H:%M}')}", ""),
        (text.where, text.branches.get(view.branch_id, view.branch_name), ""),
        (text.department, text.departments.get(view.department_id, view.department_name), ""),
        (text.phone, view.phone, text.phone_note),
    )
    return (
        f'<!doctype html><html lang="{text.tag}"><head><meta charset="utf-8">'
        f"<title>{escape(text.title)}</title>"
        f"<style>{CSS}</style></head><body>"
        f"<header><h1>{escape(text.title)}</h1><p>{escape(text.city)}</p></header>"
        f'<p class="number"><span>{escape(text.number)}</span><strong>{escape(view.number)}</strong>'
        f"<span>{escape(text.number_note)}</span></p>"
        f"<dl>{''.join(_row(*row) for row in rows)}</dl>{_bring(text)}</body></html>"
    )


def _row(name: str, value: str, note: str) -> str:
    more = f"<small>{escape(note)}</small>" if note else ""
    return f"<dt>{escape(name)}</dt><dd>{escape(value)}{more}</dd>"


def _bring(text: SlipText) -> str:
    things = "".join(f"<li>{escape(thing)}</li>" for thing in text.things)
    return (
        f"<section><h2>{escape(text.bring)}　<small>{escape(text.bring_note)}</small></h2><ul>{things}</ul>"
        f'<p class="late">{escape(text.late)}</p></section>'
    )
