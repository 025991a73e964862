"""What is said of a check or a fault: pure, Japanese only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from iga_madoguchi.domain.monitoring import figures
from iga_madoguchi.domain.monitoring.alerts.words import FAULTS, MEANS
from iga_madoguchi.domain.monitoring.checks import BY_ID, Cause
from iga_madoguchi.domain.monitoring.sentences import (
    CHECKS,
    DATABASE,
    DISKS,
    FIGURES,
    JOBS,
    PLACES,
    ROOM,
    UNITS,
    UNWELL,
    WHOM,
    Words,
)
from iga_madoguchi.domain.monitoring.views import CheckView, IncidentView
from iga_madoguchi.domain.printing.words import DETAILS
from iga_madoguchi.domain.selftests import words as selftests
from iga_madoguchi.domain.selftests.views import Finding, Part
from iga_madoguchi.kit.clock import local


def words_of(check: str) -> Words:
    """Of a check that this release does not know any more: its bare name."""
    return CHECKS.get(check) or Words(check, check, "", "", ())


def figure(check: str, value: float | None) -> str:
    """With its unit; "" where there is none."""
    unit = BY_ID[check].unit if check in BY_ID else ""
    return "" if value is None or not unit else UNITS[unit].format(value)


def figure_name(id_: str) -> str:
    """Of a figure that is kept over time; of one that this release does not know any more its bare name."""
    if id_.startswith(figures.DISK):
        return FIGURES["disk"][0].format(disk=DISKS.get(id_.removeprefix(figures.DISK), "ディスク"))
    return FIGURES[id_][0] if id_ in FIGURES else id_


def unit_of(id_: str) -> str:
    return FIGURES.get("disk" if id_.startswith(figures.DISK) else id_, ("", ""))[1]


def with_unit(id_: str, value: float) -> str:
    unit = unit_of(id_)
    return UNITS[unit].format(value) if unit else f"{value:.3g}"


def title(one: IncidentView) -> str:
    return words_of(one.cause.check).title.format_map(filled(one.cause, one.words))


def happened(one: IncidentView) -> str:
    """Since when, and what it is."""
    said = words_of(one.cause.check).happened.format_map(filled(one.cause, one.words))
    return f"{moment(one.raised_at)}から。{said}"


def hampered(one: IncidentView) -> str:
    return words_of(one.cause.check).hampered.format_map(filled(one.cause, one.words))


def todo(one: IncidentView) -> list[str]:
    given = filled(one.cause, one.words)
    steps = (step.format_map(given) for step in words_of(one.cause.check).todo)
    return [step for step in steps if step]


def call(one: IncidentView, phones: Mapping[str, str]) -> str:
    """Whom to ring up; `phones`: of `maintenance` and `building`, "" where the city has given none."""
    known = {who: f"　{phone}" for who, phone in phones.items() if phone}
    given = defaultdict(str, {**filled(one.cause, one.words), **known})
    return words_of(one.cause.check).call.format_map(given)


def subject(view: CheckView) -> str:
    """What it was looked at, "" when there is only one of its kind."""
    given = filled(view.cause, view.words)
    at = view.cause.subject
    known = DISKS.get(at) or JOBS.get(at) or MEANS.get(at)
    return known or given.get("name") or view.cause.subject


def moment(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def filled(cause: Cause, words: Mapping[str, str]) -> Mapping[str, str]:
    """All that a sentence may name; what was not found is left out of it."""
    given: dict[str, str] = defaultdict(str, words)
    given["disk"] = DISKS.get(cause.subject, "ディスク")
    given["job"] = JOBS.get(given["job"], given["job"])
    given["detail"] = DETAILS.get(given["detail"], "プリンターを確かめてください")
    given["database"] = DATABASE.get(given["why"], "返事がありません。")
    given["means"] = MEANS.get(given["means"], "手段")
    given["fault"] = FAULTS.get(given["fault"], "届いたかどうか、わかりません")
    given["phone"] = f"　{words['phone']}" if words.get("phone") else ""
    given["whom"] = WHOM.get(given["kind"], "{name}").format_map(given)
    given["value"] = _figure(cause, words)
    given["room"], given["room_first"] = ROOM[words.get("full", "")]
    if words.get("seconds"):
        minutes = float(words["seconds"]) // 60
        given["left"] = f"電池がなくなるまで約{minutes:.0f}分です。止める準備は、その前に始まります。"
    given["backup"] = _backup(words, given["value"])
    given["place_why"] = PLACES.get(given["state"], "使えません。")
    if cause.check == "terminal.unwell":
        found = Finding(cast(Part, given["part"]), "bad", given["code"])
        given["trouble"], given["remedy"] = (
            said.rstrip("。") for said in selftests.said(found, given["name"])
        )
        given["unwell"] = UNWELL.get(given["part"], "まだいません。").format_map(given)
    return given


def _figure(cause: Cause, words: Mapping[str, str]) -> str:
    said = words.get("figure")
    return figure(cause.check, float(said)) if said else "いつもとちがう値"


def _backup(words: Mapping[str, str], figure: str) -> str:
    if words.get("failed"):
        return "最後の1回は、うまくいきませんでした。"
    return "まだ一度もできていません。" if words.get("never") else f"最後は{figure}前です。"
