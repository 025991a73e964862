"""Why something about papers or forms was refused is said to the desk, in a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from iga_madoguchi.ui.text.ja import form, paper

ROOT = Path(__file__).resolve().parents[3] / "iga_madoguchi"
ROOMS = ("domain/papers", "http/papers.py", "http/live/papers.py", "http/multipart.py", "adapters")
# What our own pages never send, and what only the command line meets.
NEVER = {
    *("papers.mark.shape", "papers.mark.points", "papers.mark.outside", "papers.mark.empty"),
    *("papers.mark.tmp", "papers.upload.kind", "papers.upload.request", "papers.upload.form"),
    *("papers.width.range", "papers.turn.unknown", "papers.picture.turn", "papers.cover.unknown"),
    *("papers.vault.key_given", "papers.vault.key_missing", "papers.vault.key_wrong"),
}
ABSENT = "NotFound"  # the wire says `not_found` for all of them


def refusals() -> Iterator[tuple[str, str]]:
    """(class, code) of every error that is raised with a code of papers."""
    rooms = [ROOT / room for room in ROOMS]
    for path in (file for room in rooms for file in ([room] if room.is_file() else room.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and str(code.value).startswith("papers."):
                    yield node.func.id, str(code.value)


def test_the_desk_has_a_sentence_for_every_refusal_about_papers() -> None:
    errors = {"NotFound", "Conflict", "NotAllowed", "InvalidInput", "WrongOrder", "Unavailable"}
    found = {(kind, code) for kind, code in refusals() if kind in errors}
    assert len(found) > 40
    unsaid = {code for kind, code in found if kind != ABSENT and code not in paper.DESK}
    assert unsaid <= NEVER, unsaid - NEVER
    assert {"not_found", "http.too_many", "db.full"} <= set(paper.DESK)


def test_the_desks_words_have_no_gaps() -> None:
    filled_by_the_page = {"forms.none", "forms.not_found"}
    assert {code for code, words in paper.DESK.items() if "{" in words} == filled_by_the_page


@pytest.mark.parametrize("code", ["papers.disk.full", "db.full", "http.too_many", "not_found"])
def test_a_form_that_cannot_be_taken_up_says_so(code: str) -> None:
    assert code in form.DESK
    assert '.code] ?? ""' not in (ROOT.parent / "assets" / "form.jsx").read_text(encoding="utf-8")
