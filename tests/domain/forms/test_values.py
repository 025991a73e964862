"""What may stand in a field, and what is refused with which word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iga_madoguchi.domain.forms.template import Choice, Field, Kind, Rect, Words
from iga_madoguchi.domain.forms.values import checked, has_my_number, japanese, shown
from iga_madoguchi.errors import InvalidInput, NotAllowed

TODAY = date(2026, 11, 25)
WORDS = Words("欄", "field")
KINDS: tuple[Kind, ...] = ("text", "kana", "date", "number", "choice", "check", "address", "phone")


def field(kind: Kind, limit: int = 60, **more: Any) -> Field:
    choices = (Choice("yes", WORDS), Choice("no", WORDS)) if kind == "choice" else ()
    made = {"required": False, "secret": False, "sample": "", "label_rect": None, "choices": choices} | more
    return Field("f", WORDS, "欄", WORDS, kind, 1, Rect(0, 0, 50, 10), limit=limit, **made)


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("text", "  髙橋　𠮷郎　", "髙橋　𠮷郎"),
        ("text", "神戸 祥子", "神戸 祥子"),  # U+FA19, U+FA1A: other letters than 神 and 祥
        ("text", "葛\U000e0100城", "葛\U000e0100城"),
        ("text", "は\u3099んば", "ばんば"),
        ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),  # plain letters, never run
        ("kana", "たかはし よしろう", "タカハシ　ヨシロウ"),
        ("kana", "ﾀｶﾊｼ　ﾖｼﾛｳ", "タカハシ　ヨシロウ"),
        ("kana", "ｶﾞﾝﾊﾞ", "ガンバ"),
        ("date", "昭和58年5月3日", "1983-05-03"),
        ("date", "S58.5.3", "1983-05-03"),
        ("date", "昭58/05/03", "1983-05-03"),
        ("date", "１９８３年５月３日", "1983-05-03"),
        ("date", "19830503", "1983-05-03"),
        ("date", "1983-5-3", "1983-05-03"),
        ("date", "令和元年5月1日", "2019-05-01"),
        ("date", "h31.4.30", "2019-04-30"),
        ("date", "大正15年12月24日", "1926-12-24"),
        ("number", "０１２３", "0123"),
        ("phone", "０５９５−２２−９６００", "0595-22-9600"),
        ("phone", "0595(22)9600", "0595-22-9600"),
        ("phone", "09012345678", "09012345678"),
        ("choice", "yes", "yes"),
        ("check", "yes", "yes"),
        ("address", "〒518-8501 四十九町㈱", "〒518-8501 四十九町㈱"),
        ("text", "   ", ""),
    ],
)
def test_what_is_understood_is_kept_in_one_way(kind: Kind, raw: str, kept: str) -> None:
    assert checked(field(kind), raw, TODAY) == kept
    assert checked(field(kind), kept, TODAY) == kept, "what is kept is understood again"


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("kana", "髙橋", "kana"),
        ("kana", "Yoshio", "kana"),
        ("date", "昭和64年2月1日", "date"),
        ("date", "平成元年1月7日", "date"),
        ("date", "2月30日", "date"),
        ("date", "2026-02-30", "date"),
        ("date", "1850-01-01", "date"),
        ("date", "2999-01-01", "date"),
        ("date", "令和0年1月1日", "date"),
        ("number", "12a", "number"),
        ("number", "-1", "number"),
        ("number", "²", "number"),  # NFKC makes it 2, which is a digit: see below
        ("phone", "22-9600", "phone"),
        ("phone", "0595-22-96000000", "phone"),
        ("choice", "maybe", "choice"),
        ("check", "on", "choice"),
        ("text", "あ" * 61, "too_long"),
        ("text", "あ" * 10_000, "too_long"),
        ("text", "よしお\u202e", "characters"),
        ("text", "\u200fよしお", "characters"),
        ("text", "よし\x00お", "characters"),
        ("text", "よし\nお", "characters"),
        ("text", "よし\x1b[31mお", "characters"),
        ("text", "😀", "characters"),
        ("text", "\ud842", "characters"),
        ("text", "\ue000", "characters"),
        ("text", "123456789018", "my_number"),
        ("address", "番号は 1234-5678-9018 です", "my_number"),
        ("number", "123456789018", "my_number"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_its_word(kind: Kind, raw: str, code: str) -> None:
    if raw == "²":
        assert checked(field(kind), raw, TODAY) == "2"
        return
    with pytest.raises(InvalidInput) as refusal:
        checked(field(kind), raw, TODAY)
    assert refusal.value.code == f"forms.value.{code}"


def test_what_is_written_by_hand_is_never_taken_from_a_screen() -> None:
    for one in (field("number", 12, secret=True), field("signature")):
        with pytest.raises(NotAllowed):
            checked(one, "1", TODAY)


def test_only_a_real_my_number_is_one() -> None:
    assert has_my_number("123456789018")
    assert not has_my_number("123456789012"), "the last digit does not check the others"
    assert not has_my_number("09012345678")
    assert not has_my_number("1234567890187")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_days_are_said_by_their_era(day: date, said: str) -> None:
    assert japanese(day) == said
    assert checked(field("date"), said, TODAY) == day.isoformat()


@given(day=st.dates(date(1873, 1, 1), date(2028, 12, 31)))
def test_every_day_is_understood_as_it_is_shown(day: date) -> None:
    one = field("date")
    assert checked(one, shown(one, day.isoformat()), TODAY) == day.isoformat()


@settings(max_examples=300)
@given(kind=st.sampled_from(KINDS), raw=st.text(st.characters(), max_size=300))
def test_whatever_comes_is_kept_in_bounds_or_refused(kind: Kind, raw: str) -> None:
    one = field(kind)
    try:
        value = checked(one, raw, TODAY)
    except InvalidInput:
        return
    assert len(value) <= one.limit
    value.encode()
    shown(one, value)
