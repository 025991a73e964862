"""What somebody writes becomes a content or all of its problems, each with its field and a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.calls.policy import LANGUAGES as CALL_LANGUAGES
from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.domain.procedures.content import Said, data, restored
from iga_madoguchi.domain.procedures.problems import SENTENCES, Problem, Unusable
from iga_madoguchi.domain.procedures.reading import parse
from iga_madoguchi.kit import ruby
from iga_madoguchi.kit.ruby import Part
from tests.domain.procedures.samples import KNOWN, sample


def problems(raw: Any) -> dict[str, str]:
    """Code by field."""
    with pytest.raises(Unusable) as error:
        parse(raw, KNOWN)
    for problem in error.value.problems:
        assert problem.sentence
        assert problem.label
    return {
        problem.field: problem.code.removeprefix("procedures.content.") for problem in error.value.problems
    }


def test_a_content_goes_through_plain_data_without_loss() -> None:
    content = parse(sample(), KNOWN)
    assert data(content) == sample()
    assert restored(data(content)) == content
    assert content.documents[1].when.ja == "代理のとき"


def test_what_may_be_empty_may_be_missing() -> None:
    least = {"department": "kaigo", "name": {"ja": "あ"}, "line": {"ja": "い"}, "minutes": 5}
    content = parse({**least, "reach": "check", "source": "other"}, KNOWN)
    assert (content.documents, content.phone, content.deadline.ja) == ((), "", "")


def document(**changes: Any) -> list[dict[str, Any]]:
    return [{**sample()["documents"][0], **changes}]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": {}}, "name.ja", "missing"),
        ({"name": {"en": "only"}}, "name.ja", "missing"),
        ({"line": {"ja": "  "}}, "line.ja", "missing"),
        ({"name": {"ja": "<b>車いす</b>"}}, "name.ja", "html"),
        ({"name": {"ja": "あ" * 101}}, "name.ja", "too_long"),
        ({"name": {"ja": "あ" * 1_000_000}}, "name.ja", "too_long"),
        ({"name": {"ja": "あ", "fr": "a"}}, "name.fr", "shape"),
        ({"name": "車いす"}, "name", "shape"),
        ({"name": {"ja": "車\u202eいす"}}, "name.ja", "characters"),
        ({"name": {"ja": "車\nいす"}}, "name.ja", "characters"),
        ({"purpose": "a\x00"}, "purpose", "characters"),
        ({"purpose": 7}, "purpose", "shape"),
        ({"name": {"ja": "あ", "ja-easy": "申請"}}, "name.ja-easy", "ruby"),
        ({"name": {"ja": "あ", "ja-easy": "申請《しんせい"}}, "name.ja-easy", "ruby_mark"),
        ({"department": "suido"}, "department", "department"),
        ({"department": ["kaigo"]}, "department", "department"),
        ({"documents": document(form="nothing")}, "documents.0.form", "form"),
        ({"documents": document(cover="nothing")}, "documents.0.cover", "cover"),
        ({"documents": document(kind="burn")}, "documents.0.kind", "choice"),
        ({"documents": document(who="")}, "documents.0.who", "choice"),
        ({"documents": document(name={"ja": ""})}, "documents.0.name.ja", "missing"),
        ({"documents": document(extra=1)}, "documents.0.extra", "shape"),
        ({"documents": document() * 21}, "documents", "many"),
        ({"documents": "kaigo"}, "documents", "shape"),
        ({"documents": [3]}, "documents.0", "shape"),
        ({"minutes": 0}, "minutes", "number"),
        ({"minutes": 241}, "minutes", "number"),
        ({"minutes": True}, "minutes", "number"),
        ({"minutes": "15"}, "minutes", "number"),
        ({"reach": "all"}, "reach", "choice"),
        ({"source": None}, "source", "choice"),
        ({"questions": [""]}, "questions.0", "missing"),
        ({"checklist": ["a", "b" * 201]}, "checklist.1", "too_long"),
        ({"next_steps": [{"en": "x"}]}, "next_steps.0.ja", "missing"),
        ({"next_steps": [{"ja": "x"}] * 11}, "next_steps", "many"),
        ({"phone": "よやく"}, "phone", "phone"),
        ({"words": ["a", "A"]}, "words.1", "twice"),
        ({"words": [f"w{n}" for n in range(101)]}, "words", "many"),
        ({"icon": "../x"}, "icon", "icon"),
        ({"colour": "red"}, "colour", "shape"),
    ],
)
def test_a_problem_is_told_with_its_field(changes: dict[str, Any], field: str, code: str) -> None:
    assert problems(sample(**changes))[field] == code


def test_all_problems_are_told_at_once_and_not_without_end() -> None:
    found = problems(sample(name={}, minutes=0, phone="x", documents=document(form="no", kind="no")))
    assert list(found) == ["name.ja", "documents.0.kind", "documents.0.form", "minutes", "phone"]
    assert len(problems(sample(**{f"x{number}": 1 for number in range(100)}))) == 50


def test_a_label_says_where_in_japanese() -> None:
    assert Problem("documents.2.name.pt", "procedures.content.missing").label == "書類3・名前（ポルトガル語）"
    assert (
        Problem("next_steps.0.ja-easy", "procedures.content.ruby").label
        == "つぎにすること1（やさしい日本語）"
    )


def test_every_sentence_says_what_to_do() -> None:
    assert all(sentence.endswith(("。", "》")) for sentence in SENTENCES.values())


def test_a_missing_translation_is_told_in_another_language() -> None:
    said = Said("はい", en="yes")
    assert [said.told(code) for code in LANGUAGES] == ["はい", "はい", "yes", "yes", "yes", "yes", "yes"]
    assert said.missing == ("ja-easy", "pt", "vi", "zh", "es")
    assert Said("はい").told("vi") == "はい"
    assert Said("").missing == ()
    with pytest.raises(KeyError):
        said.told("fr")


def test_calls_and_the_catalogue_know_the_same_languages() -> None:
    assert CALL_LANGUAGES == LANGUAGES


def test_ruby_stands_above_what_it_is_for() -> None:
    easy = "｜14日《じゅうよっか》までに 申請《しんせい》します"
    assert ruby.parts(easy) == (
        Part("14日", "じゅうよっか"),
        Part("までに "),
        Part("申請", "しんせい"),
        Part("します"),
    )
    assert ruby.plain(easy) == "14日までに 申請します"
    assert ruby.kana(easy) == "じゅうよっかまでに しんせいします"
    assert not ruby.broken(easy)
    assert ruby.without_reading(easy) == ""
    assert ruby.without_reading("子《こ》どもの 手当") == "手当"
    assert ruby.broken("《しんせい》")
    assert ruby.parts("") == ()
