"""What a clerk reads of the records: pure, Japanese only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from iga_madoguchi.domain.forms.views import KeptFormView
from iga_madoguchi.domain.papers.views import PaperView
from iga_madoguchi.domain.records.views import RecordLine, RecordView, RevisionView, Unwritten
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import RESULTS

WEEKDAYS = "月火水木金土日"


class Line(TypedDict):
    """A record in the list. `about` is the procedure or the department."""

    id: str
    when: str
    where: str
    about: str
    result: str
    by: str
    text: str


class Blank(TypedDict):
    """A talk of which nothing is finished yet."""

    call: str
    department: str
    text: str
    begun: bool


class Detail(TypedDict):
    """One record. `earlier` are the texts before, newest first."""

    id: str
    call: str
    department: str
    title: str
    facts: list[str]
    name: str
    memo: str
    result: str
    missing: list[str]
    notes: list[str]
    finished: bool
    amended: bool
    saved: str


class Kept(TypedDict):
    """A paper that is kept with the record. `pages` are addresses of pictures; a form has a `pdf` instead."""

    id: str
    name: str
    until: str
    pages: list[str]
    pdf: str


class Earlier(TypedDict):
    id: str
    head: str
    text: str


def line(found: RecordLine) -> Line:
    return Line(
        id=str(found.id),
        when=f"{_day(found.day)}　{found.ticket}番",
        where=found.branch_name,
        about=found.procedure_name or found.department_name,
        result="書きかけ" if found.state != "finished" else RESULTS.get(found.result, ""),
        by="　".join(part for part in (found.clerk, found.resident_name) if part),
        text=found.excerpt,
    )


def blank(found: Unwritten) -> Blank:
    return Blank(
        call=found.call_id,
        department=found.department_id,
        text=f"{_day(found.day)}　{found.ticket}番　{found.branch_name}　{found.department_name}",
        begun=bool(found.record_id),
    )


def detail(record: RecordView) -> Detail:
    draft = record.draft
    facts = [
        f"{_day(record.day)}　受付番号 {record.ticket}",
        f"{record.branch_name} → {record.department_name}",
        *([f"担当　{record.clerk}"] if record.clerk else []),
        f"{record.minutes}分",
    ]
    if record.papers:
        facts.append(f"保存した書類　{record.papers}件")
    return Detail(
        id=str(record.id),
        call=record.call_id,
        department=record.department_id,
        title=draft.procedure_name or "ご用は選ばれていません",
        facts=facts,
        name=draft.resident_name,
        memo=draft.memo,
        result=draft.result,
        missing=list(draft.missing),
        notes=[f"{note.place} {note.author}：{note.text}" for note in record.notes],
        finished=record.state == "finished",
        amended=record.amended,
        saved=_saved(record),
    )


def kept(call_id: str, papers: Sequence[PaperView], forms: Sequence[KeptFormView]) -> list[Kept]:
    stills = [paper.id for paper in papers if paper.kind == "still"]
    return [
        Kept(
            id=paper.id,
            name=paper.title or (f"静止画 {stills.index(paper.id) + 1}" if paper.id in stills else "資料"),
            until=until(paper.kept_until),
            pages=[f"/papers/{call_id}/{paper.id}/{page.number}" for page in paper.pages],
            pdf="",
        )
        for paper in papers
    ] + [
        Kept(
            id=one.id,
            name=one.form.title.ja,
            until=until(one.kept_until),
            pages=[],
            pdf=f"/forms/{call_id}/{one.id}/pdf",
        )
        for one in forms
    ]


def until(moment: datetime | None) -> str:
    return "" if moment is None else f"{_day(local(moment).date())}まで"


def earlier(found: Sequence[RevisionView]) -> list[Earlier]:
    return [
        Earlier(
            id=str(at),
            head=_head(one),
            text=one.draft.memo + (f"\n結果：{RESULTS[one.draft.result]}" if one.draft.result else ""),
        )
        for at, one in enumerate(found)
    ]


def _head(one: RevisionView) -> str:
    why = "同時に書かれた文" if one.aside else one.reason
    return "　".join(part for part in (_moment(one.at), one.author, why) if part)


def _saved(record: RecordView) -> str:
    if record.saved_at is None:
        return ""
    return f"{_moment(record.saved_at)}　{record.saved_by}" + (f"　{record.reason}" if record.reason else "")


def _moment(at: datetime) -> str:
    here = local(at)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
