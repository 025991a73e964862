"""The journal cannot be filled, forged or made to tell what a browser has sent."""

from __future__ import annotations

import io
import logging

import pytest

from iga_madoguchi.kit.journal import LINES, MESSAGE_LIMIT, Bounded

SECRET = "himitsu-no-kotoba"


@pytest.fixture
def clock() -> list[float]:
    """Its last entry is the time; what the process's other threads ask is not this one's."""
    return [100.0]


@pytest.fixture
def written(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """As in the server, the only handler: a second filter would find what the first has left of a record."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(Bounded(lambda: clock[-1]))
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return stream


def test_a_line_cannot_be_forged_and_has_its_bound(written: io.StringIO) -> None:
    logging.getLogger("iga_madoguchi.x").warning("said=%s", "a\nERROR root all is lost\x1b[2J")
    logging.getLogger("iga_madoguchi.x").warning("b" * 100_000)
    first, second = written.getvalue().splitlines()
    assert "\x1b" not in first
    assert first.startswith("WARNING iga_madoguchi.x said=a\\x0aERROR")
    assert len(second) < MESSAGE_LIMIT + 100


@pytest.mark.parametrize(
    "name", ["reflex.app", "reflex_base.event.processor.event_processor", "engineio.server"]
)
def test_of_what_reflex_writes_only_the_place_is_kept(written: io.StringIO, name: str) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError:
        logging.getLogger(name).exception(f"Failed to deserialize event data: {SECRET}.")
    assert SECRET not in written.getvalue()
    assert "test_journal.py" in written.getvalue()
    assert "KeyError" in written.getvalue()


def test_a_flood_is_cut_off_and_told(written: io.StringIO, clock: list[float]) -> None:
    for _ in range(LINES + 40):
        logging.getLogger("reflex.app").warning("an event of an unknown name")
    assert len(written.getvalue().splitlines()) == LINES
    clock.append(200.0)
    logging.getLogger("reflex.app").warning("one more")
    assert "(40 lines left out)" in written.getvalue().splitlines()[-1]


def test_ours_is_never_left_out(written: io.StringIO) -> None:
    for _ in range(LINES + 5):
        logging.getLogger("iga_madoguchi.jobs").warning("fault")
    assert len(written.getvalue().splitlines()) == LINES + 5
