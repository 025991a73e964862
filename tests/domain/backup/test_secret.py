"""The password: made once, for its owner only, and understood however a person types it from paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.backup import secret, service
from tests.domain.backup.conftest import WHO, House

MADE = "ABCDE-12345-FGHJK-67890-MNPQR-STVWX"


@pytest.mark.parametrize(
    "typed",
    [
        MADE,
        f"  {MADE}\n",
        MADE.lower(),
        MADE.replace("-", ""),
        MADE.replace("-", "　"),
        "ＡＢＣＤＥ−１２３４５−ＦＧＨＪＫ−６７８９０−ＭＮＰＱＲ−ＳＴＶＷＸ".replace("−", "-"),
        MADE.replace("0", "O").replace("1", "l"),
    ],
)
def test_it_is_understood(typed: str) -> None:
    assert secret.normalised(typed) == MADE


def test_the_operators_own_is_taken_as_it_is() -> None:
    assert secret.normalised(" Correct-horse battery staple ") == "Correct-horse battery staple"


def test_it_is_made_once_for_its_owner(house: House) -> None:
    path = house.data / "secrets" / "backup.password"
    path.unlink()
    made = secret.ensure(house.station)
    assert secret.ensure(house.station) == made == secret.normalised(made)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(set(made)) > 8
    assert secret.of(replace(house.station, given_secret="of the operator's own")) == "of the operator's own"


def test_that_it_was_shown_is_logged_without_it(house: House) -> None:
    sheet = service.key_sheet(house.station, WHO)
    assert (sheet.password, sheet.own_master) == (house.password, True)
    assert sheet.places == (str(house.first),)
    entry = audit.newest(house.city.database, 1)[0]
    assert (entry.action, entry.subject) == ("backup.key.shown", "backup.key")
    assert house.password not in str(entry)
    assert service.board(house.station).key_shown_at == house.city.clock.now()
