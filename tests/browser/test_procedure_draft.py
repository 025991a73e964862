"""What the hand does to a procedure that is being written, without a page."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run
from tests.domain.procedures.samples import sample


def of(code: str, draft: dict[str, Any]) -> Any:
    return run("procedure/draft.js", f"return {code};", draft)


def test_a_change_makes_a_new_draft_and_leaves_the_old_one() -> None:
    old, new = run(
        "procedure/draft.js", "return [given, it.put(given, 'documents.1.name.pt', 'Cartão')];", sample()
    )
    assert old == sample()
    assert new["documents"][1]["name"] == {"ja": "マイナンバーカード", "pt": "Cartão"}
    assert new["documents"][0] == old["documents"][0]


def test_rows_are_added_moved_and_removed() -> None:
    names = ["返す日を伝えたか", "電話番号"]
    assert of("it.add(given, 'checklist').checklist", sample()) == [*names, ""]
    assert of("it.move(given, 'checklist', 0, 1).checklist", sample()) == names[::-1]
    for row, by in ((0, -1), (1, 1)):
        assert of(f"it.move(given, 'checklist', {row}, {by}).checklist", sample()) == names
    assert of("it.remove(given, 'checklist', 0).checklist", sample()) == names[1:]
    (*_, added) = of("it.add(given, 'documents').documents", sample())
    assert (added["kind"], added["name"]) == ("show", {})


def test_it_is_sent_as_the_server_keeps_it() -> None:
    draft = sample(minutes="４５", words=["車いす", "", "  "], line={"ja": "いつ", "en": ""})
    sent = of("it.sent(given)", draft)
    assert (sent["minutes"], sent["words"], sent["line"]) == (45, ["車いす"], {"ja": "いつ"})
    for typed in ("", "many", "-1", "12345"):
        assert of("it.sent(given).minutes", sample(minutes=typed)) == typed, "the server says what is wrong"


def test_what_is_sent_alike_is_no_change() -> None:
    assert run("procedure/draft.js", "return it.same(given[0], given[1]);", [sample(), sample(minutes="15")])
    turned = dict(reversed(sample().items()))
    assert run("procedure/draft.js", "return it.same(given[0], given[1]);", [sample(), turned])
    assert not run(
        "procedure/draft.js", "return it.same(given[0], given[1]);", [sample(), sample(minutes=16)]
    )


def test_a_blank_one_belongs_to_its_department_and_says_nothing() -> None:
    blank = run("procedure/draft.js", "return it.sent(it.blank('kaigo'));")
    assert (blank["department"], blank["name"], blank["documents"]) == ("kaigo", {}, [])
    assert set(blank) == set(sample())
