"""The slip that a resident takes home after a talk: what to do next, what is still missing, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iga_madoguchi.domain.calls.views import CallView
from iga_madoguchi.domain.printing.readings import EASY
from iga_madoguchi.domain.printing.sheets import Block, Box, Code, Heading, Points, Text, sheet
from iga_madoguchi.domain.procedures.content import Content, Said
from iga_madoguchi.domain.terminals.views import DepartmentView, name_in
from iga_madoguchi.kit import ruby
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.languages import LANGUAGES


def slip(
    call: CallView,
    content: Content | None,
    department: DepartmentView,
    phone: str,
    lacking: Sequence[str],
    now: datetime,
) -> str:
    """One HTML document in the language of the call; no name of a resident, also not in the code.

    `content` is the procedure, None for a talk without one; `lacking` are names of documents in Japanese.
    """
    language = call.language
    text = LANGUAGES[language].takeaway
    blocks: list[Block] = [Box(f"{text.number}　{call.ticket}", text.number_note)]
    if content is not None:
        blocks += [Heading(text.about), Text(content.name.told(language), "large")]
        if content.next_steps:
            steps = [step.told(language) for step in content.next_steps]
            blocks += [Heading(text.steps), Points(steps, "steps")]
    if lacking:
        named = [_in_language(name, content, language) for name in lacking]
        blocks += [Heading(text.lack), Points(named, "check"), Text(text.lack_note)]
    if content is not None and content.deadline.ja:
        blocks.append(Box(text.deadline, content.deadline.told(language)))
    office = f"{call.department_name}　{phone}"
    own = name_in(department.words, language, call.department_name)
    shown = f"{own}\n{office}" if ruby.plain(own) != call.department_name else f"{own}　{phone}"
    ask = f"{shown}\n{text.phone_note}\n{text.own_note}"
    blocks.append(Code(_note(call, content, office, now), text.phone, ask))
    here = local(now)
    day = text.date.format(year=here.year, month=here.month, day=here.day)
    note = f"{call.branch_name}　{call.department_name}　{day}"
    return sheet(text.title, blocks, EASY if language == EASY else text.tag, note=note)


def _in_language(name: str, content: Content | None, language: str) -> str:
    said = [document.name for document in content.documents] if content is not None else []
    found: Said | None = next((one for one in said if one.ja == name), None)
    return name if found is None else found.told(language)


def _note(call: CallView, content: Content | None, office: str, now: datetime) -> str:
    """What the code holds, for the resident's own notes."""
    about = "" if content is None else content.name.ja
    lines = ("伊賀市 つながる窓口", f"{local(now):%Y-%m-%d} No.{call.ticket}", about, office)
    return "\n".join(line for line in lines if line)
