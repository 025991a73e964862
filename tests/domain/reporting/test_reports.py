"""The two reports: what they say, that they say nothing of a person, and that an incident fits one page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from iga_madoguchi.adapters.typeset import WeasyTypesetter
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.monitoring import incidents
from iga_madoguchi.domain.monitoring.checks import Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.views import IncidentView
from iga_madoguchi.domain.reporting import service, sheets
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.uptime import service as uptime
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.clock import local
from tests.cast import City
from tests.domain.selftests.test_policy import AGENT, BLACK, FINE
from tests.domain.selftests.test_running import device


@pytest.fixture
def lived(city: City) -> City:
    """A morning: a call, a covered camera and its repair, some minutes of counting."""
    ayama, kodomo = city.branch("ayama"), city.desk("kodomo")
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    city.clock.advance(minutes=4)
    calls.hang_up(city.database, city.presence, ayama, call)
    aoyama = device(city, "aoyama")
    for measured in (replace(FINE, camera=BLACK), FINE):
        city.clock.advance(minutes=5)
        uptime.count(city.database, city.presence, city.clock.now())
        selftests.take(city.database, aoyama, measured, AGENT, None)
    return city


def text_of(pdf: bytes) -> tuple[int, str, tuple[float, float]]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [document[number] for number in range(len(document))]
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return len(pages), "".join(text.split()), pages[0].get_size()


def test_a_month_on_paper(lived: City) -> None:
    month = f"{local(lived.clock.now()):%Y-%m}"
    found = service.monthly(lived.database, month)
    assert found.statistics.total.calls == 1
    assert not found.complete
    tests = {one.terminal_id: (one.runs, one.good, one.bad) for one in found.tests}
    assert (tests["aoyama"], tests["ayama"]) == ((2, 1, 1), (0, 0, 0))
    with lived.database.reading() as session:
        head = audit.head(session)
    assert (found.head.seq, found.head.hash) == (head.seq, head.hash)
    html = sheets.monthly(found, lived.clock.now())
    pages, text, size = text_of(WeasyTypesetter().pdf(html))
    assert [round(side) for side in size] == [595, 842]
    assert pages <= 4
    for said in ("月次稼働報告", "顔のカメラがふさがれています", "青山支所", head.hash[:32], "復元の確認"):
        assert said in text, said
    for nobody in ("kodomoさん", "bureau", "staff"):
        assert nobody not in text


def test_incidents_have_their_place_in_the_month(lived: City) -> None:
    now = lived.clock.now()
    silent = IncidentView(None, Cause("terminal.silent", "ayama"), now, Status.BAD, {"name": "阿山支所"})
    with lived.database.transaction() as session:
        raised = incidents.raised(session, "here", silent)
    incidents.acknowledge(lived.database, raised, SYSTEM, "係長の田中", "電話しています")
    lived.clock.advance(minutes=1)
    (draft,) = service.drafts(lived.database)
    assert (draft.title, draft.done) == ("阿山支所の端末につながりません", "電話しています")
    with lived.database.transaction() as session:
        incidents.over(session, replace(silent, id=raised), now + timedelta(minutes=9))
    html = sheets.monthly(service.monthly(lived.database, f"{local(now):%Y-%m}"), now)
    assert "阿山支所の端末につながりません" in html
    assert "田中" not in html, "no name on a paper that many read"
    lived.clock.advance(minutes=20)
    (draft,) = service.drafts(lived.database)
    moments = [f"{local(at):%Y-%m-%dT%H:%M:%S}" for at in (draft.first, draft.last + timedelta(seconds=1))]
    found = service.incident(lived.database, service.wanted(draft.title, *moments, draft.done))
    assert "阿山支所" in found.touched
    assert found.recovered == now + timedelta(minutes=9)
    assert any("（なおりました）" in one.what for one in found.events)


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "11月", "", "1999-01", "2026-11-01"])
def test_what_is_no_month_is_refused(city: City, month: str) -> None:
    with pytest.raises(InvalidInput, match="reporting.month"):
        service.monthly(city.database, month)


def test_a_month_to_come_is_refused(city: City) -> None:
    with pytest.raises(InvalidInput, match="reporting.future"):
        service.monthly(city.database, "2027-01")


def test_an_incident_is_one_page_from_the_records(lived: City) -> None:
    now = local(lived.clock.now())
    first, last = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}", f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    for number in range(40):
        with lived.database.transaction() as session:
            audit.record(session, lived.clock.now(), "power.ups.silent", SYSTEM, f"ups{number}", why="x" * 60)
    asked = service.wanted("画面が映らない" * 6, first, last, "線を差し直した。" * 25, "係長")
    found = service.incident(lived.database, asked)
    assert found.touched == ("青山支所",)
    assert found.noticed is not None
    assert found.recovered is not None
    assert found.noticed < found.recovered
    everybody = tuple(one.name for one in selftests.standings(lived.database))
    html = sheets.incident(replace(found, touched=everybody), lived.clock.now())
    pages, text, _ = text_of(WeasyTypesetter().pdf(html))
    assert pages == 1
    for said in ("障害報告書", "再発を防ぐための対策", "青山支所", "相談1件（課での受付1件"):
        assert said in text, said
    assert "kodomoさん" not in text


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("", "2026-11-24T09:00", "2026-11-24T10:00"), "title"),
        (("x" * 61, "2026-11-24T09:00", "2026-11-24T10:00"), "text"),
        (("止まった", "9時", "2026-11-24T10:00"), "moment"),
        (("止まった", "2026-11-24T11:00", "2026-11-24T10:00"), "order"),
        (("止まった", "2026-11-01T11:00", "2026-11-24T10:00"), "too_long"),
        (("止まった", "2026-11-24T09:00", "2026-11-24T10:00", "x" * 201), "text"),
    ],
)
def test_what_cannot_be_reported_is_refused(given: tuple[str, ...], code: str) -> None:
    with pytest.raises(InvalidInput, match=f"reporting.{code}"):
        service.wanted(*given)
