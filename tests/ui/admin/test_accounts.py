"""The bureau's page of staff: added, changed, given codes, stopped; never a password, and for nobody else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyotp
import pytest

from iga_madoguchi.domain.accounts import factors, models, proof, rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.terminals import places
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.http import front
from iga_madoguchi.ui.admin.accounts.state import AccountsState
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import may_see
from iga_madoguchi.ui.text.ja import accounts as text
from iga_madoguchi.ui.text.ja.feedback import SENTENCES
from tests.cast import PASSWORD, City

pytestmark = pytest.mark.anyio
ROOM = Path(models.__file__).parent
NEW = {"login": "hanako", "name": " 山田 花子 ", "role": "desk", "desk": "kodomo"}


def row(page: Any, login: str) -> Any:
    return next(one for one in page.people if one["login"] == login)


async def test_somebody_new_gets_a_code_and_nobody_a_password(city: City, open_page: Any) -> None:
    page = await open_page(AccountsState, city.admin())
    await page.add()
    assert (page.panel, page.role, [one["id"] for one in page.desks]) == (
        "form",
        "desk",
        ["shogai", "kodomo", "kaigo", "hoken"],
    )
    await page.save(NEW)
    assert (page.panel, page.subject, page.title) == ("code", "hanako", "山田 花子")
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.code)
    assert page.done == "山田 花子さんを加えました。設定コードを渡してください。"
    seen = row(page, "hanako")
    assert (seen["role"], seen["place"], seen["label"]) == (
        "窓口の職員",
        "こども未来課",
        "準備中",
    )
    assert seen["more"].startswith("設定コード：")
    await page.close()
    assert (page.panel, page.code) == ("", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"login": "Hanako"}, "小文字"),
        ({"login": "bureau"}, "もう使われています"),
        ({"name": " "}, "名前を40文字まで"),
        ({"desk": ""}, "端末を選んで"),
        ({"desk": "ayama"}, "その窓口端末は"),
        ({"role": "staff"}, "役割を選んで"),
    ],
)
async def test_what_is_refused_stays_in_the_form(
    city: City, open_page: Any, change: dict[str, str], said: str
) -> None:
    page = await open_page(AccountsState, city.admin())
    await page.add()
    form = page.times
    await page.save({**NEW, **change})
    assert said in page.problem
    assert (page.panel, page.times, len(page.people)) == ("form", form, 1)
    await page.save(NEW)
    assert page.problem == ""


async def test_an_auditor_has_no_desk_whatever_the_hidden_field_says(city: City, open_page: Any) -> None:
    page = await open_page(AccountsState, city.admin())
    await page.add()
    await page.save({**NEW, "role": "auditor"})
    assert row(page, "hanako")["place"] == "推進局の端末"


async def test_what_another_admin_changed_meanwhile_is_said_and_may_be_written_over(
    city: City, open_page: Any
) -> None:
    bureau, _ = city.admin(), city.desk()
    page = await open_page(AccountsState, bureau)
    await page.edit("kodomo")
    assert (page.title, page.role, page.desk, page.oneself) == ("kodomoさん", "desk", "kodomo", False)
    accounts.change(city.database, "kodomo", 0, "二子", "desk", "kodomo", bureau.actor)
    await page.save({"name": "一郎", "role": "desk", "desk": "kodomo"})
    assert "ほかの画面で先に変わりました" in page.problem
    assert row(page, "kodomo")["name"] == "二子", "the list beside shows it"
    await page.save({"name": "一郎", "role": "desk", "desk": "kodomo"})
    assert (page.problem, page.panel, row(page, "kodomo")["name"]) == ("", "", "一郎")


async def test_one_s_own_role_stays_and_one_s_own_login_goes_on(city: City, open_page: Any) -> None:
    page = await open_page(AccountsState, city.admin())
    await page.edit("bureau")
    assert page.oneself
    await page.save({"name": "わたし"})
    assert row(page, "bureau")["name"] == "わたし"
    await page.edit("bureau")
    await page.save({"name": "わたし", "role": "auditor"})
    assert "ほかの管理者" in page.problem
    await page.ask_stop("bureau")
    await page.stop()
    assert "ご自分のログインは止められません" in page.problem
    assert [one["id"] for one in row(page, "bureau")["sessions"]] == [""], "no button on the own screen"


async def test_stopped_means_out_and_comes_back_with_undo(city: City, open_page: Any) -> None:
    bureau, kodomo = city.admin(), city.desk()
    page = await open_page(AccountsState, bureau)
    await page.stop()
    assert not row(page, "kodomo")["disabled"], "not without having been asked"
    await page.ask_stop("kodomo")
    assert page.panel == "stop"
    await page.stop()
    assert city.sessions.get(kodomo.ref) is None
    assert (page.people[-1]["login"], page.people[-1]["label"]) == ("kodomo", "止めています")
    await page.make_code("kodomo")
    assert "また使えるようにしてから" in page.problem
    await page.let_in("kodomo")
    assert (page.done, row(page, "kodomo")["disabled"]) == (
        "kodomoさんさんは、またログインできます。",
        False,
    )


async def test_somebody_is_logged_out_at_one_screen(city: City, open_page: Any) -> None:
    bureau, kodomo = city.admin(), city.desk()
    page = await open_page(AccountsState, bureau)
    (seen,) = row(page, "kodomo")["sessions"]
    await page.end_session("kodomo", seen["id"])
    assert city.sessions.get(kodomo.ref) is None
    assert page.done == "kodomoさんさんは、こども未来課からログアウトしました。"
    await page.end_session("kodomo", seen["id"])
    await page.end_session("kodomo", "no number")
    await page.end_session("nobody", "1")
    (own,) = next(one for one in accounts.accounts(city.database) if one.staff.login == "bureau").sessions
    await page.end_session("bureau", str(own.id))
    assert "ログアウト" in page.problem
    assert city.sessions.get(bureau.ref) is not None


async def test_a_lost_second_factor_is_taken_away(city: City, open_page: Any) -> None:
    bureau, kodomo = city.admin(), city.desk()
    made, secret = services(), factors.proposal()
    code = pyotp.TOTP(secret).at(city.clock.now())
    factors.add_code(city.database, made.sealer, "kodomo", secret, code, kodomo.actor)
    page = await open_page(AccountsState, bureau)
    assert (row(page, "kodomo")["factors"], row(page, "bureau")["factors"]) == ("2段階の確認：1個", "")
    await page.reset_factors("kodomo")
    assert page.done.startswith("kodomoさんさんの2段階の確認を外しました")
    assert row(page, "kodomo")["factors"] == ""
    assert city.sessions.get(kodomo.ref) is None
    await page.reset_factors("bureau")
    assert "ご自分のもの" in page.problem
    await page.reset_factors("nobody")


async def test_the_rule_for_admins_is_switched_and_says_so(city: City, open_page: Any) -> None:
    bureau = city.admin()
    page, over = await open_page(AccountsState, bureau), await open_page(OverviewState, bureau)
    assert (page.second_factor, over.one_step) == (False, True)
    assert page.switched.endswith("（test）。")
    await page.switch_second_factor()
    await over.refresh()
    assert (page.second_factor, page.switched, over.one_step) == (True, "", False)
    assert page.done == "管理者は、次のログインから2段階で確認します。"
    assert city.sessions.get(bureau.ref) is not None, "whoever is in stays in"
    await page.switch_second_factor()
    assert page.switched.endswith("（bureau）。")


async def test_whose_desk_has_gone_is_seen(city: City, open_page: Any) -> None:
    bureau = city.admin()
    accounts.add_staff(city.database, "kodomo", "林", "desk", "kodomo", PASSWORD, bureau.actor)
    with city.database.transaction() as session:
        places.retire(session, city.clock.now(), "kodomo", 1, bureau.actor)
    page = await open_page(AccountsState, bureau)
    assert row(page, "kodomo")["place"] == "いまはない端末"


@pytest.mark.parametrize("who", ["branch", "branch_staff", "desk", "auditor"])
async def test_nobody_else_sees_it(city: City, open_page: Any, who: str) -> None:
    other: Identity = city.staff("kansa", "auditor", "digital") if who == "auditor" else getattr(city, who)()
    assert not may_see(AccountsState.get_full_name(), other)
    over = await open_page(AccountsState, None)
    for attempt in (
        over.close(),
        over.add(),
        over.edit("kodomo"),
        over.save(NEW),
        over.make_code("kodomo"),
        over.ask_stop("kodomo"),
        over.stop(),
        over.let_in("kodomo"),
        over.end_session("kodomo", "1"),
        over.reset_factors("kodomo"),
        over.switch_second_factor(),
        over.refresh(),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_what_is_hard_to_take_back_waits_for_the_password(city: City, open_page: Any) -> None:
    bureau = city.admin()
    page = await open_page(AccountsState, bureau)
    await page.switch_timed(rules.LONGEST)
    assert not page.asking
    city.clock.advance(minutes=6)
    await page.choose_time(rules.IDLE_LOCK, "30")
    assert (page.asking, page.problem, page.timed[0]["minutes"]) == (True, "", "15")
    await page.proved()
    assert page.asking, "a page that only says so has proved nothing"
    proof.show(city.database, bureau, PASSWORD)
    await page.proved()
    assert (page.asking, page.timed[0]["minutes"], page.done) == (False, "30", text.TIMED_CHOSEN)
    await page.choose_time(rules.IDLE_LOCK, "1")
    assert "一覧から" in page.problem


async def test_an_admin_s_second_factor_waits_for_another_admin(city: City, open_page: Any) -> None:
    bureau = city.admin()
    for login in ("second", "third"):
        accounts.add_staff(city.database, login, f"{login}さん", "admin", None, PASSWORD, SYSTEM)
    page = await open_page(AccountsState, bureau)
    await page.reset_factors("second")
    (waiting,) = page.pairs
    assert (waiting["what"], waiting["may"]) == ("secondさんさんの2段階の確認を外す", False)
    await page.confirm_pair(waiting["id"])
    assert "別の管理者" in page.problem
    await page.withdraw_pair(waiting["id"])
    assert page.pairs == []
    await page.withdraw_pair("9" * 30)
    assert "もう終わっています" in page.problem


def test_every_refusal_has_a_sentence() -> None:
    raised = {
        code
        for path in ROOM.glob("*.py")
        for code in re.findall(
            r'(?:Conflict|InvalidInput|NotAllowed|NotFound|WrongOrder)\(\s*"([\w.]+)"',
            path.read_text(encoding="utf-8"),
        )
    }
    assert {"accounts.login.shape", "accounts.code.unusable", "accounts.own.disable"} <= raised
    assert raised - set(SENTENCES) - set(front.SENTENCES) == set()
    assert rules.CHANGED
