"""Records are found by day, branch, procedure and words, by their own department only, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.records import searching, service, settings, words
from iga_madoguchi.domain.records.policy import PAGE
from iga_madoguchi.domain.records.views import Draft, ResultPage, Wanted
from iga_madoguchi.errors import InvalidInput
from tests.domain.records.conftest import TYPED, Counter, refused


def find(counter: Counter, words: str = "", after: int = 0, **wanted: object) -> ResultPage:
    return searching.search(counter.city.database, counter.kodomo, Wanted(words, **wanted), after)  # type: ignore[arg-type]


def memos(page: ResultPage) -> list[str]:
    return [line.excerpt for line in page.lines]


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("手当", True),
        ("児童手当", True),
        ("ジドウ", True),
        ("じどう", True),
        ("ｼﾞﾄﾞｳ", True),
        ("母", True),
        ("父", True),
        ("ﾏｲﾅ", True),
        ("マイナンバーカード", True),
        ("a4", True),
        ("Ａ４", True),
        ("２０２６", True),
        ("𠮷田", True),
        ("児童　口座", True),
        ("児童 保険", False),
        ("童児", False),
        ("手当児", False),
        ("当が", False),
        ("手童", False),
        ("児手当", False),
        ("乳", False),
        ("6b", False),
        ("p", False),
        ("6", True),
        ("7", False),
        ("口座・写し", True),
        ("kodomoさん", True),
        ("通帳", True),
        ("認定請求", True),
    ],
)
def test_words_are_found_wherever_they_stand(counter: Counter, looked_for: str, found: bool) -> None:
    counter.write(
        "児童手当（ジドウ）。母と来所。マイナンバーカードとA4の口座の写し、2026年。𠮷田支所長。父",
        missing=("通帳",),
    )
    counter.write("べつの話", procedure_id="", procedure_name="", procedure_version=0, missing=())
    page = find(counter, looked_for)
    hits = 2 if looked_for == "kodomoさん" else 1
    assert len(page.lines) == (hits if found else 0)


def test_a_long_word_is_more_than_its_pairs(counter: Counter) -> None:
    counter.write("介護と護認と認定")
    assert [len(find(counter, word).lines) for word in ("介護", "介護認定", "護認")] == [1, 0, 1]
    counter.write("介護認定の更新")
    assert memos(find(counter, "介護認定")) == ["介護認定の更新"]


def test_newest_first_and_page_by_page(counter: Counter) -> None:
    for number in range(PAGE + 3):
        if number == PAGE:
            counter.city.clock.advance(days=1)
        counter.write(f"相談 {number}")
    for looked_for in ("", "相談"):
        page = find(counter, looked_for)
        assert len(page.lines) == PAGE
        assert page.lines[0].excerpt == f"相談 {PAGE + 2}"
        rest = find(counter, looked_for, page.after)
        assert (memos(rest), rest.after) == (["相談 2", "相談 1", "相談 0"], 0)


def test_by_day_branch_department_and_procedure(counter: Counter) -> None:
    counter.write("きのう", procedure_id="kodomo.iryo", procedure_name="医療費の助成")
    counter.city.clock.advance(days=1)
    counter.write("きょう")
    counter.write("保育園", "hoiku")
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    assert memos(find(counter, first=wednesday)) == ["保育園", "きょう"]
    assert memos(find(counter, last=tuesday)) == ["きのう"]
    assert memos(find(counter, first=tuesday, last=wednesday, department_id="kodomo")) == ["きょう", "きのう"]
    assert memos(find(counter, department_id="hoiku")) == ["保育園"]
    assert memos(find(counter, department_id="hoken")) == []
    assert memos(find(counter, procedure_id="kodomo.iryo")) == ["きのう"]
    assert memos(find(counter, branch_id="ayama")) == ["保育園", "きょう", "きのう"]
    assert memos(find(counter, branch_id="iga")) == []
    assert memos(
        find(counter, "きょう", branch_id="ayama", procedure_id="kodomo.teate", first=wednesday)
    ) == ["きょう"]
    assert memos(find(counter, "きょう", branch_id="iga")) == []
    assert memos(find(counter, "きょう", procedure_id="kodomo.iryo")) == []
    assert memos(find(counter, "きょう", last=tuesday)) == []
    assert memos(find(counter, first=date.min, last=date.max)) == ["保育園", "きょう", "きのう"]


def test_other_departments_find_nothing(counter: Counter) -> None:
    counter.write("児童手当")
    city = counter.city
    for stranger in (city.desk("hoken"), city.admin(), counter.ayama):
        for looked_for in ("", "児童"):
            assert searching.search(city.database, stranger, Wanted(looked_for)).lines == ()


def test_what_was_amended_is_found_by_its_new_words_only(counter: Counter) -> None:
    record = counter.write("てにをは")
    changed = replace(TYPED, memo="あいうえお", procedure_id="kodomo.iryo", procedure_name="医療費の助成")
    service.amend(counter.city.database, counter.kodomo, record.id, changed, record.revision, "書きまちがい")
    assert (len(find(counter, "てに").lines), len(find(counter, "いう").lines)) == (0, 1)
    assert len(find(counter, "いう", procedure_id="kodomo.iryo").lines) == 1
    assert len(find(counter, procedure_id="kodomo.teate").lines) == 0


def test_a_draft_is_found_while_it_is_typed(counter: Counter) -> None:
    call = counter.call(end=False)
    counter.save(call, Draft(memo="とちゅう"))
    (line,) = find(counter, "とち").lines
    assert (line.state, line.result, line.call_id) == ("draft", "", call)


def test_a_name_stands_in_the_list_only_where_it_is_needed(counter: Counter) -> None:
    settings.set_needs_name(counter.city.database, "kodomo", True, SYSTEM)
    counter.write("相談", resident_name="架空 花子")
    assert find(counter, "花子").lines[0].resident_name == "架空 花子"
    settings.set_needs_name(counter.city.database, "kodomo", False, SYSTEM)
    assert find(counter).lines[0].resident_name == ""


@pytest.mark.parametrize(
    ("looked_for", "wanted", "code"),
    [
        ("長" * 101, {}, "too_long"),
        ("。、！", {}, "no_word"),
        ("一 二 三 四 五 六 七 八 九", {}, "too_many"),
        ("", {"first": date(2026, 2, 1), "last": date(2026, 1, 1)}, "days"),
        ("", {"procedure_id": "'; DROP"}, "choice"),
        ("", {"branch_id": "\x00"}, "choice"),
        ("", {"after": -1}, "choice"),
        ("", {"after": 2**70}, "choice"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(
    counter: Counter, looked_for: str, wanted: dict[str, object], code: str
) -> None:
    after = wanted.pop("after", 0)
    assert (
        refused(InvalidInput, lambda: find(counter, looked_for, after, **wanted)) == f"records.search.{code}"
    )  # type: ignore[arg-type]


def test_a_query_as_long_as_it_may_be_is_answered(counter: Counter) -> None:
    longest = "".join(chr(ord("一") + at) for at in range(100))
    counter.write(longest)
    assert len(find(counter, longest).lines) == 1
    assert len(find(counter, longest[::-1]).lines) == 0
    counter.write("甲 乙 丙 丁 戊 己 庚 辛")
    assert len(find(counter, "辛 庚 己 戊 丁 丙 乙 甲").lines) == 1


@pytest.mark.parametrize(
    "looked_for", ["\"'*:^(){}", "a OR b", "NEAR(手 当)", "' & ! | <->", "%_\\", "手*", "-手当", "b'手"]
)
def test_the_databases_own_query_signs_mean_nothing(counter: Counter, looked_for: str) -> None:
    counter.write("児童手当")
    if not words.needles(looked_for):
        assert refused(InvalidInput, lambda: find(counter, looked_for)) == "records.search.no_word"
        return
    assert len(find(counter, looked_for).lines) == (1 if looked_for in ("手*", "-手当") else 0)


def test_every_pair_of_a_text_is_a_term() -> None:
    folded = words.fold("ＡＢ ヴァイオリン、㌔ ﾊﾟﾊﾟ\n々〆")
    assert folded == "ab ゔぁいおりん きろ ぱぱ 々〆"
    assert words.terms("あいう え") == ["あい", "いう", "う", "え"]
    query = words.ask("介護認定 母 手当 障がい", ["tag"])
    assert query.terms == ("tag", "介護", "認定", "手当", "障が", "がい")
    assert (query.starts, query.within) == (("母",), ("介護認定", "母", "障がい"))


def test_an_excerpt_shows_the_line_with_the_word() -> None:
    memo = "はじめの行\n\n" + "あ" * 100 + "口座" + "い" * 100
    assert searching.excerpt(memo, "") == ("はじめの行 " + "あ" * 100 + "口座" + "い" * 100)[:120] + "…"
    found = searching.excerpt(memo, "口座")
    assert found.startswith("…あ")
    assert "口座" in found
    assert len(found) <= 122
    assert searching.excerpt("", "口座") == ""
