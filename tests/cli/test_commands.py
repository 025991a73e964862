"""The command line: exit codes, one JSON document, and sentences that say what to do."""

from __future__ import annotations

import json
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.db.engine import open_engine
from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.kit.clock import TOKYO
from tests.domain.audit.bending import bend

Run = Any


def test_an_unknown_setting_stops_with_its_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IGA_PROT", "8001")
    code, _, told = run("doctor")
    assert code == 2
    assert "IGA_PROT" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "x"),
        ("MEDIA_PORTS", "9-8"),
        ("EXAMPLE_DATA", "yes"),
        ("MEDIA_ADDRESS", "here"),
        ("MAINTENANCE_PHONE", "富士サーバー保守"),
        ("BUILDING_PHONE", "0" * 31),
        ("ALERT_QUIET", "18-8"),
        ("ALERT_QUIET", "18:00-18:00"),
        ("ALERT_COMMAND", "lamp"),
        ("ALERT_COMMAND", "/nowhere/lamp --red"),
        ("ALERT_COMMAND", "/bin/sh 'open"),
        ("ALERT_TO", "kyoku@city.example, a b"),
        ("ALERT_FROM", "x@y\r\nBcc: z@y"),
        ("ALERT_CA", "/etc/hostname"),
    ],
)
def test_an_unusable_setting_stops_with_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"IGA_{name}", value)
    code, _, told = run("db", "check")
    assert code == 2
    assert f"IGA_{name}={value}" in told


def test_a_secret_comes_from_a_file_and_is_masked(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql+psycopg://iga:hunter2@127.0.0.1/iga\n")
    loaded = settings.load({"IGA_DATABASE_URL_FILE": str(secret)})
    assert loaded.database_url.endswith("hunter2@127.0.0.1/iga")
    assert "hunter2" not in str(settings.describe(loaded))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SPEECH_URL", "http://10.0.0.5:9090"),
        ("SPEECH_URL", "ws://"),
        ("SPEECH_URL", "10.0.0.5:9090"),
        ("SPEECH_URL", "ws://10.0.0.5:port"),
        ("SPEECH_URL", "ws://10.0.0.5/#secret-word"),
        ("TRANSLATION_URL", "ws://10.0.0.5:5000"),
        ("TRANSLATION_URL", "file:///etc/secret-word"),
        ("TRANSLATION_URL", "http://two words"),
        ("ALERT_RELAY", "mail.city.example"),
        ("ALERT_RELAY", "smtp://iga:secret-word@mail.city.example"),
        ("ALERT_RELAY", "smtps://mail.city.example:99999"),
        ("ALERT_WEBHOOK", "ftp://x/secret-word"),
    ],
)
def test_a_server_that_cannot_be_meant_stops_the_start_without_repeating_its_secrets(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"IGA_{name}", value)
    code, _, told = run("db", "check")
    assert code == 2
    assert f"IGA_{name} " in told
    assert "secret-word" not in told


def test_the_servers_for_speech_and_translation_may_hold_a_password(tmp_path: Path) -> None:
    plain = settings.load({})
    assert (plain.speech_url, plain.translation_url) == (None, None)
    secret = tmp_path / "url"
    secret.write_text("wss://iga:hunter2@whisper.example:9090/live?model=a\n")
    loaded = settings.load(
        {"IGA_SPEECH_URL_FILE": str(secret), "IGA_TRANSLATION_URL": "http://[fd00::5]:5000/"}
    )
    assert loaded.speech_url == "wss://iga:hunter2@whisper.example:9090/live?model=a"
    assert loaded.translation_url == "http://[fd00::5]:5000/"
    assert "hunter2" not in str(settings.describe(loaded))


def test_mail_needs_a_relay_a_sender_and_somebody_to_get_it(tmp_path: Path) -> None:
    relay = {"IGA_ALERT_RELAY": "starttls://iga:hunter2@mail.example:587"}
    ends = {"IGA_ALERT_FROM": "m@city.example", "IGA_ALERT_TO": "a@city.example, b@city.example"}
    for part in (relay, ends, relay | {"IGA_ALERT_FROM": "m@city.example"}):
        with pytest.raises(settings.SettingsError, match="IGA_ALERT_TO"):
            settings.load(part)
    loaded = settings.load(relay | ends | {"IGA_ALERT_WEBHOOK": "https://x.example/hook/hunter3"})
    assert loaded.alert_to == ("a@city.example", "b@city.example")
    told = str(settings.describe(loaded))
    assert "hunter" not in told
    many = ",".join(f"a{n}@city.example" for n in range(11))
    with pytest.raises(settings.SettingsError, match="10件"):
        settings.load(relay | ends | {"IGA_ALERT_TO": many})


@pytest.mark.parametrize(
    ("environ", "origin"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"IGA_PORT": "8123", "IGA_HOST": "localhost"}, "http://localhost:8123"),
        ({"IGA_PUBLIC_URL": "https://Madoguchi.example:443/"}, "https://madoguchi.example"),
        ({"IGA_HOST": "0.0.0.0", "IGA_TLS_CERT": "c", "IGA_TLS_KEY": "k"}, "https://127.0.0.1:8000"),
    ],
)
def test_the_origin_is_what_a_browser_sends(environ: dict[str, str], origin: str) -> None:
    assert settings.load(environ).origin == origin


def test_production_begins_with_places_and_no_account(run: Run) -> None:
    assert run("db", "migrate")[0] == 0
    code, told, _ = run("terminal", "list", "--json")
    assert code == 0
    assert [row["id"] for row in json.loads(told)["terminals"]][:2] == ["iga", "shimagahara"]
    assert json.loads(run("user", "list", "--json")[1]) == {"users": []}


def test_the_first_admin_is_made_here_with_a_password_shown_once(run: Run) -> None:
    run("db", "migrate")
    code, told, _ = run("user", "add", "kanri", "--role", "admin", "--json")
    made = json.loads(told)
    assert code == 0
    assert len(made["password"]) >= passwords.PASSWORD_MIN
    assert run("user", "add", "kanri", "--name", "管理", "--role", "admin")[0] == 41
    assert run("user", "passwd", "kanri", "--json")[0] == 0
    assert run("user", "disable", "kanri")[0] == 0
    assert run("user", "disable", "nobody")[0] == 40
    assert run("user", "code", "kanri")[0] == 42, "not for somebody who was stopped"
    assert run("user", "enable", "kanri")[0] == 0
    code, told, _ = run("user", "code", "kanri", "--json")
    assert (code, len(json.loads(told)["code"])) == (0, 19)


def test_a_terminal_is_added_served_enrolled_and_revoked(run: Run) -> None:
    run("db", "migrate")
    assert run("terminal", "add", "zeimu", "--kind", "desk", "--name", "税務課")[0] == 0
    assert run("department", "add", "zeimu", "--name", "税務課")[0] == 0
    assert run("terminal", "serve", "zeimu", "zeimu")[0] == 0
    document = json.loads(run("terminal", "enrol", "zeimu", "--json")[1])
    assert document["enrol_url"].startswith("http://127.0.0.1:8000/enrol?code=")
    assert run("terminal", "revoke", "zeimu")[0] == 1, "nothing was enrolled: done, with a warning"
    assert run("terminal", "enrol", "nowhere")[0] == 40
    assert run("terminal", "add", "../x", "--kind", "desk", "--name", "x")[0] == 42


def test_a_branch_gets_a_staff_screen_and_a_telephone(run: Run) -> None:
    run("db", "migrate")
    new = ("terminal", "add", "ayama-pc", "--kind", "staff", "--name", "阿山支所 職員")
    assert run(*new)[0] == 42, "whose staff?"
    assert run(*new, "--branch", "kodomo")[0] == 40
    assert run(*new, "--branch", "ayama")[0] == 0
    assert run("terminal", "phone", "ayama", "0595-00-0042")[0] == 0
    assert run("terminal", "phone", "ayama", "0595 00 0042")[0] == 42
    assert run("terminal", "phone", "kodomo", "0595-00-0042")[0] == 40
    listed = {row["id"]: row for row in json.loads(run("terminal", "list", "--json")[1])["terminals"]}
    assert (listed["ayama"]["phone"], listed["ayama-pc"]["branch"]) == ("0595-00-0042", "ayama")
    assert run("terminal", "phone", "ayama", "")[0] == 0


def test_a_bent_log_has_an_exit_code_of_its_own(run: Run, tmp_path: Path) -> None:
    run("db", "migrate")
    run("terminal", "enrol", "iga")
    run("terminal", "enrol", "ayama")
    assert run("audit", "verify")[0] == 0
    code, told, _ = run("audit", "verify", "--json")
    head = json.loads(told)["head"]
    anchor = f"{head['seq']}:{head['seal']}"
    assert run("audit", "verify", "--anchor", anchor)[0] == 0
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'madoguchi.db'}")
    bend(engine, "UPDATE operation_log SET actor = 'nobody' WHERE seq = 1")
    code, _, told = run("audit", "verify")
    assert code == 30
    assert "1 番の記録は、書いたあとに変えられています" in told
    bend(engine, "DELETE FROM operation_log WHERE seq > 1")
    code, told, _ = run("audit", "verify", "--json", "--anchor", anchor)
    assert code == 30
    assert [one["kind"] for one in json.loads(told)["faults"]] == ["changed", "cut"]


def test_the_log_leaves_as_a_table_and_on_paper(run: Run, tmp_path: Path) -> None:
    run("db", "migrate")
    run("terminal", "enrol", "iga")
    days = ("--from", "2020-01-01", "--to", "2020-12-31")
    today = datetime.now(TOKYO).date().isoformat()
    now = ("--from", today, "--to", today)
    table, paper = tmp_path / "log.csv", tmp_path / "log.pdf"
    code, told, _ = run("audit", "export", *now, "--out", str(table), "--json")
    assert (code, json.loads(told)["entries"] > 0) == (0, True)
    assert "端末を登録するためのコードを出しました" in table.read_text(encoding="utf-8-sig")
    assert table.stat().st_mode & 0o777 == 0o600
    assert run("audit", "export", *now, "--out", str(paper))[0] == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert run("audit", "export", *days, "--out", str(table))[0] == 0
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 1, "only the heading"
    assert run("audit", "export", *days, "--out", str(tmp_path / "log.txt"))[0] == 42
    assert run("audit", "export", "--from", "x", "--to", today, "--out", str(table))[0] == 42
    assert run("audit", "export", *now, "--out", str(table / "x.csv"))[0] == 37


def test_data_of_another_version_and_a_place_that_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("db", "migrate")
    with open_engine(f"sqlite:///{tmp_path / 'data' / 'madoguchi.db'}").begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, _, told = run("db", "migrate")
    assert code == 23
    assert "9999" in told
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("IGA_DATA_DIR", str(blocked / "data"))
    assert run("db", "migrate")[0] == 20


def test_a_port_that_is_taken_is_said_before_anything_is_built(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("IGA_PORT", str(taken.getsockname()[1]))
        code, _, told = run("serve")
    assert code == 24
    assert "IGA_PORT" in told


def test_a_certificate_that_cannot_be_used_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nonsense = tmp_path / "cert.pem"
    nonsense.write_text("nonsense")
    monkeypatch.setenv("IGA_TLS_CERT", str(nonsense))
    monkeypatch.setenv("IGA_TLS_KEY", str(nonsense))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("IGA_PORT", str(free.getsockname()[1]))
    code, _, told = run("serve")
    assert code == 25
    assert "IGA_TLS_CERT" in told


def test_help_lists_the_exit_codes(run: Run) -> None:
    code, told, _ = run("--help")
    assert code == 0
    assert "24" not in told or "23: db.newer" in told
    assert "12: a Debian package is missing" in told


def test_doctor_names_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("db", "migrate")
    monkeypatch.setattr("shutil.which", lambda _: None)
    code, told, _ = run("doctor", "--json")
    assert code == 1
    assert json.loads(told)["missing_packages"] == ["restic", "nut-client"]


def test_doctor_names_a_port_that_nobody_expects(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("db", "migrate")
    with socket.create_server(("0.0.0.0", 0)) as listening:
        number = listening.getsockname()[1]
        code, told, _ = run("doctor", "--json")
        told_open = json.loads(told)
        assert code == 1
        assert f"tcp/{number}" in told_open["open_ports"]
        assert any(f"TCP {number} 番" in one for one in told_open["problems"])
        monkeypatch.setenv("IGA_OPEN_PORTS", f"22,{number}")
        assert f"TCP {number} 番" not in run("doctor")[1]
    monkeypatch.setenv("IGA_EXAMPLE_DATA", "1")
    assert "番が、ほかの機械に開いています" not in run("doctor")[1]


def test_commands_work_without_reflex(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reflex", None)
    assert run("db", "migrate")[0] == 0


def test_only_one_server_on_one_data_directory(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iga_madoguchi.kit import lock

    run("db", "migrate")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("IGA_PORT", str(free.getsockname()[1]))
    with lock.hold(tmp_path / "data" / lock.LOCK):
        code, _, told = run("serve")
    assert code == 27
    assert "IGA_DATA_DIR" in told


def test_prepare_fills_the_example_once(tmp_path: Path) -> None:
    services = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path)}))
    assert bootstrap.prepare(services) is True
    first = (tmp_path / "example-credentials.json").read_bytes()
    assert bootstrap.prepare(services) is False
    assert (tmp_path / "example-credentials.json").read_bytes() == first
    assert (tmp_path / "example-credentials.json").stat().st_mode & 0o777 == 0o600
    document = json.loads(first)
    assert set(document["branches"]) == {"iga", "shimagahara", "ayama", "oyamada", "aoyama"}
    assert set(document["staff"]) == set(document["branches"])
    assert set(document["desks"]) == {"shogai", "kodomo", "kaigo", "hoken"}
    assert {"login", "password", "enrol_url"} <= set(document["admin"])


def test_the_deputy_of_a_department_is_set_and_taken_away(run: Run) -> None:
    run("db", "migrate")
    for chosen, kept in (("shogai", "shogai"), ("none", None)):
        code, told, _ = run("department", "deputy", "hoken", chosen, "--json")
        assert (code, json.loads(told)) == (0, {"id": "hoken", "deputy": kept})
        rows = json.loads(run("department", "list", "--json")[1])["departments"]
        assert next(row for row in rows if row["id"] == "hoken")["deputy_id"] == kept
    assert run("department", "deputy", "hoken", "hoken")[0] == 42
    assert run("department", "deputy", "hoken", "nowhere")[0] == 40
