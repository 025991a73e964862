"""What is wrong with a procedure that somebody wrote: the field, a stable code, and the sentence for it.

The sentences stand here and not on a page, because the same ones are told on the console for a whole file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.errors import InvalidInput

_CONTENT = "procedures.content."
SENTENCES: dict[str, str] = {
    _CONTENT + "missing": "書いてください。",
    _CONTENT + "too_long": "長すぎます（{length}文字）。{limit}文字までにしてください。",
    _CONTENT + "characters": "使えない文字（{character}）があります。消すか、ほかの文字にしてください。",
    _CONTENT + "html": "「<」と「>」は使えません。HTMLは書かずに、文字だけにしてください。",
    _CONTENT + "choice": "「{value}」は選べません。{choices} のどれかにしてください。",
    _CONTENT + "number": "{low}から{high}までの数字にしてください。",
    _CONTENT + "many": "多すぎます（{count}）。{limit}までにしてください。",
    _CONTENT + "twice": "「{value}」が2回あります。1つにしてください。",
    _CONTENT + "phone": "電話番号は 0595-00-0000 のように書いてください。課の番号でよければ空にします。",
    _CONTENT + "department": "「{value}」という課はありません。",
    _CONTENT + "form": "「{value}」という様式はありません。",
    _CONTENT + "cover": "「{value}」という、かくす場所の型はありません。",
    _CONTENT + "icon": "絵の名前は、英小文字で書いてください。",
    _CONTENT + "ruby": "「{word}」にふりがなをつけてください。例：申請《しんせい》",
    _CONTENT + "ruby_mark": "ふりがなの書き方が違います。例：申請《しんせい》、｜14日《じゅうよっか》",
    _CONTENT + "shape": "読めない形です。",
}
_IMPORT = "procedures.import."
SENTENCES |= {
    _IMPORT + "too_large": "ファイルが大きすぎます。{limit}MBまでにしてください。",
    _IMPORT + "empty": "何も書かれていません。書き出したCSVを直して使ってください。",
    _IMPORT + "encoding": "文字を読めません。CSV（UTF-8 か Shift_JIS）で保存しなおしてください。",
    _IMPORT + "mixed": "UTF-8 と Shift_JIS がまざっています。1つの文字コードで保存しなおしてください。",
    _IMPORT + "quotes": '引用符（"）の数が合わないか、1つのセルが長すぎます。',
    _IMPORT + "column_missing": "「{heading}」の列がありません。見出しを書き出したCSVと同じにしてください。",
    _IMPORT + "column_unknown": "「{heading}」という列は使えません。消すか、見出しを直してください。",
    _IMPORT + "column_twice": "「{heading}」の列が2つあります。1つにしてください。",
    _IMPORT + "cells": "セルの数（{count}）が見出しの数（{wanted}）より多くなっています。",
    _IMPORT + "rows": "行が多すぎます（{count}行）。手続きは全部で{limit}までです。",
    _IMPORT + "formula": "「{sign}」で始まるセルは、計算式になるので使えません。",
    _IMPORT + "id": "番号は fukushi.shinsei のように、英小文字と点で書いてください。",
    _IMPORT + "id_twice": "番号「{id}」は{row}行目にもあります。",
    _IMPORT + "version": "いまの版は{version}です。ほかの人が変えたので、書き出しなおしてください。",
    _IMPORT + "version_new": "まだない手続きです。版は空にしてください。",
    _IMPORT + "used": "「はい」か「いいえ」にしてください。",
    _IMPORT + "lines": "{line}行目に合う「{heading}」がありません。行の数をそろえてください。",
    _IMPORT + "lost": "Shift_JIS で書けない文字が「?」になっています。UTF-8 で保存してください。",
}
FIELDS = {
    "department": "課",
    "name": "名前",
    "line": "どんなとき",
    "purpose": "何のため",
    "documents": "書類",
    "kind": "出し方",
    "who": "だれの",
    "when": "いるとき",
    "cover": "かくす場所",
    "form": "様式",
    "deadline": "期限",
    "proxy": "代理",
    "minutes": "分数",
    "reach": "この窓口でできること",
    "questions": "はじめに聞くこと",
    "checklist": "終わりの確認",
    "next_steps": "つぎにすること",
    "phone": "電話",
    "words": "さがすことば",
    "source": "もとの資料",
    "icon": "絵",
}
LANGUAGE_NAMES = dict(
    zip(
        LANGUAGES,
        ("日本語", "やさしい日本語", "ポルトガル語", "ベトナム語", "中国語", "スペイン語", "英語"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Problem:
    """`field` is a path into `content.data`, counted from 0: `documents.2.name.pt`."""

    field: str
    code: str
    data: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def label(self) -> str:
        """書類3・名前（ポルトガル語）"""
        said = ""
        for step in self.field.split("."):
            if step.isdigit():
                said += str(int(step) + 1)
            elif step in LANGUAGE_NAMES:
                said += f"（{LANGUAGE_NAMES[step]}）"
            else:
                said += ("・" if said else "") + FIELDS.get(step, step)
        return said

    @property
    def sentence(self) -> str:
        """What to do about it, in Japanese; without the field."""
        return SENTENCES[self.code].format(**self.data)


class Unusable(InvalidInput):
    """A content with every problem that it has, in the order of its fields."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = f"{problems[0].label}：{problems[0].sentence}"
        super().__init__("procedures.content.unusable", count=len(problems), first=first)
        self.problems = problems
