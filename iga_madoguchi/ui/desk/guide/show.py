"""What a clerk reads of a procedure and of the record: pure, Japanese only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.procedures.content import Content, Document
from iga_madoguchi.domain.procedures.views import CardView, ProcedureView
from iga_madoguchi.domain.records.views import Draft
from iga_madoguchi.ui.text.ja.office import DOCUMENT_KINDS, ITEM_KINDS, REACHES


class Item(TypedDict):
    """One line to work off. `kind` is doc, ask or close, `title` stands above the first of a kind; `state`
    open, done or missing; `always` False: needed only in some cases."""

    id: str
    kind: str
    title: str
    name: str
    how: str
    state: str
    always: bool


class Option(TypedDict):
    id: str
    name: str


class Fact(TypedDict):
    name: str
    text: str


class FormRow(TypedDict):
    """A form that can lie beside the paper; `near`: the call's procedure asks for it."""

    id: str
    title: str
    near: bool


def forms(content: Content | None, department_id: str) -> list[FormRow]:
    """Those that the procedure asks for, then those of the department, then all others."""
    asked = set() if content is None else {document.form for document in content.documents}
    found = sorted(all_forms(), key=lambda form: (form.id not in asked, form.department != department_id))
    return [FormRow(id=form.id, title=form.title.ja, near=form.id in asked) for form in found]


def options(cards: Sequence[CardView], department_id: str) -> list[Option]:
    own = [card for card in cards if card.department_id == department_id]
    return [Option(id=card.id, name=card.name.ja) for card in own]


def items(content: Content, draft: Draft) -> list[Item]:
    """Documents, questions and the closing checklist, each with what the clerk has said of it."""
    groups = [
        [_document(f"d{at}", document, draft) for at, document in enumerate(content.documents)],
        [_plain(f"q{at}", "ask", text, draft) for at, text in enumerate(content.questions)],
        [_plain(f"c{at}", "close", text, draft) for at, text in enumerate(content.checklist)],
    ]
    for group in groups:
        for item in group[:1]:
            item["title"] = ITEM_KINDS[item["kind"]]
    return [item for group in groups for item in group]


def progress(found: Sequence[Item]) -> str:
    done = sum(item["state"] != "open" for item in found)
    return f"{done} / {len(found)}"


def facts(view: ProcedureView) -> list[Fact]:
    content = view.content
    told = [
        ("ここまで", REACHES[content.reach]),
        ("期限", content.deadline.ja),
        ("代理", content.proxy),
        ("目安", f"{content.minutes}分"),
        ("電話", view.phone),
    ]
    return [Fact(name=name, text=text) for name, text in told if text]


def open_ends(found: Sequence[Item], began: bool) -> tuple[list[str], list[str]]:
    """(missing documents, what nobody has looked at yet); nothing of the second if the list was not used."""
    missing = [item["name"] for item in found if item["state"] == "missing"]
    looked_at = [item for item in found if item["kind"] != "ask" and item["always"]]
    waiting = [item["name"] for item in looked_at if item["state"] == "open"]
    return missing, waiting if began else []


def _document(key: str, document: Document, draft: Draft) -> Item:
    how = DOCUMENT_KINDS[document.kind]
    if document.when.ja:
        how = f"{document.when.ja}　{how}"
    state = "missing" if document.name.ja in draft.missing else "done" if key in draft.ticks else "open"
    return _item(key, "doc", document.name.ja, state, how, always=not document.when.ja)


def _plain(key: str, kind: str, text: str, draft: Draft) -> Item:
    return _item(key, kind, text, "done" if key in draft.ticks else "open")


def _item(key: str, kind: str, name: str, state: str, how: str = "", *, always: bool = True) -> Item:
    return Item(id=key, kind=kind, title="", name=name, how=how, state=state, always=always)
