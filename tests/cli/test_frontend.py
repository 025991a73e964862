"""The built pages speak to the origin they came from, and a build that looks different is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from reflex_base.environment import environment

from iga_madoguchi.cli import frontend, serve

ENVIRONMENT = "var e={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`};export{e as t};"
STATE = "const n=[`localhost`,`0.0.0.0`,`::`,`0:0:0:0:0:0:0:0`];n.includes(x)"


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "reflex-env-abc.js").write_text(ENVIRONMENT)
    (tmp_path / "reflex-env-abc.js.gz").write_bytes(gzip.compress(ENVIRONMENT.encode()))
    (tmp_path / "state-def.js").write_text(STATE)
    (tmp_path / "other.js").write_text("nothing here")
    return tmp_path


def test_addresses_of_the_build_become_the_page_s_own(assets: Path) -> None:
    frontend.fit_to_any_origin(assets)
    text = (assets / "reflex-env-abc.js").read_text()
    assert "localhost" not in text
    assert "location.origin.replace(/^http/,`ws`)+`/_event`" in text
    assert gzip.decompress((assets / "reflex-env-abc.js.gz").read_bytes()).decode() == text
    assert "localhost" not in (assets / "state-def.js").read_text(), (
        "no local name loses its port under https"
    )


@pytest.mark.parametrize("name", ["reflex-env-abc.js", "state-def.js"])
def test_another_build_is_refused_rather_than_half_fitted(assets: Path, name: str) -> None:
    (assets / name).write_text("changed")
    with pytest.raises(frontend.BuildError):
        frontend.fit_to_any_origin(assets)


def test_the_digest_follows_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "style.css").write_text("a")
    first = frontend.sources_digest()
    assert frontend.sources_digest() == first
    (tmp_path / "assets" / "style.css").write_text("b")
    assert frontend.sources_digest() != first


def test_a_lock_that_says_the_same_stays_as_it_was_committed(tmp_path: Path) -> None:
    lock, committed = tmp_path / "package-lock.json", '{"a": {"version": "1"}, "b": 2}'
    lock.write_text('{"b": 2, "a": {"resolved": "somewhere", "version": "1"}}')
    frontend.keep_if_the_same(lock, committed)
    assert lock.read_text() == committed
    lock.write_text('{"b": 2, "a": {"version": "2"}}')
    frontend.keep_if_the_same(lock, committed)
    assert '"version": "2"' in lock.read_text(), "a real change is left for the developer to commit"


def test_the_private_names_of_the_pinned_reflex_are_where_they_were() -> None:
    known = {environment.REFLEX_SKIP_COMPILE.name, environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.name}
    assert {name for name in serve.REFLEX_ENVIRONMENT if name.startswith("__")} == known
