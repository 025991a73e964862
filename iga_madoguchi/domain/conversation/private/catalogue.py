"""The questions that stand ready, as data files beside this module, in the city's seven languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from iga_madoguchi.domain.conversation.private.questions import Choice, Question
from iga_madoguchi.errors import NotFound

FOLDER: Final = Path(__file__).with_name("questions_data")


@cache
def all_questions() -> tuple[Question, ...]:
    """Every question, in the order of the files and within them as they stand."""
    common = tomllib.loads((FOLDER / "common.toml").read_text(encoding="utf-8"))["choices"]
    found: list[Question] = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != "common":
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            found += [_question(path.stem, one, common) for one in data["question"]]
    return tuple(found)


def question(question_id: str) -> Question:
    """Raises NotFound `private.question.unknown`."""
    found = next((one for one in all_questions() if one.id == question_id), None)
    if found is None:
        raise NotFound("private.question.unknown")
    return found


def _question(topic: str, data: dict[str, Any], common: dict[str, dict[str, str]]) -> Question:
    pad = data.get("pad")
    return Question(
        id=data["id"],
        topic=topic,
        departments=tuple(data["departments"]),
        kind="pad" if pad else "many" if data.get("many") else "one",
        text=data["text"],
        note=data.get("note", {}),
        choices=tuple(_choice(one, common) for one in data.get("choices", ())),
        pad=pad,
    )


def _choice(data: dict[str, str], common: dict[str, dict[str, str]]) -> Choice:
    if "use" in data:
        return Choice(data["use"], common[data["use"]])
    return Choice(data["id"], {language: text for language, text in data.items() if language != "id"})
