"""The means of a closed network with their real protocols, and every way in which nothing arrives."""

from __future__ import annotations

import dataclasses
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from iga_madoguchi.adapters.alerting import lamp as lamp_module
from iga_madoguchi.adapters.alerting import mail as mail_module
from iga_madoguchi.adapters.alerting import webhook as webhook_module
from iga_madoguchi.adapters.alerting.lamp import LampCommand
from iga_madoguchi.adapters.alerting.mail import RelayMail
from iga_madoguchi.adapters.alerting.webhook import Webhook
from iga_madoguchi.domain.monitoring.alerts.views import Letter
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.errors import Unavailable
from tests.outside import HOST, PASSWORD, USER, Post, hook, lamp

FROM, TO = "madoguchi@city.example", ("kyoku@city.example", "hoshu@city.example")
LETTER = Letter(
    id="abc123",
    event="raised",
    at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    urgent=True,
    level=Status.BAD,
    open=2,
    subject="【つながる窓口】至急　阿山支所の端末につながりません",
    body="何が起きたか：端末から返事がありません。\n.\nQUIT\n",
    items=({"check": "terminal.silent", "todo": ["電話する"]},),
)


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    made.open()
    yield made
    made.close()


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    return made


def serving(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


def relay(post: Post) -> RelayMail:
    return RelayMail(f"smtp://{HOST}:{post.port}", FROM, TO)


def refused(means: RelayMail | Webhook | LampCommand, letter: Letter = LETTER) -> str:
    with pytest.raises(Unavailable) as why:
        means.send(letter)
    return why.value.code


def test_a_letter_arrives_as_it_was_written(post: Post) -> None:
    assert relay(post).send(LETTER) == ""
    (letter,) = post.letters
    assert letter["Subject"] == LETTER.subject
    assert (letter["From"].addresses[0].addr_spec, str(letter["To"])) == (FROM, ", ".join(TO))
    assert (letter["Message-ID"], letter["Importance"]) == ("<abc123@city.example>", "high")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Madoguchi-Drill"] == "no"
    assert letter.get_content().splitlines() == LETTER.body.splitlines()
    assert post.envelopes == [list(TO)]


def test_a_name_cannot_write_headers(post: Post) -> None:
    hostile = "x\r\nBcc: evil@evil.example\r\n\r\nhello\x00\u2028Subject: y\ud800"
    relay(post).send(
        dataclasses.replace(LETTER, subject=hostile * 20, body=f"{hostile}\r\n.\r\nRCPT TO:<a@b>")
    )
    (letter,) = post.letters
    assert letter["Bcc"] is None
    assert letter.get_all("Subject") is not None
    assert len(letter.get_all("Subject")) == 1
    assert len(str(letter["Subject"])) <= mail_module.SUBJECT_LIMIT
    assert post.envelopes == [list(TO)]
    assert "Bcc: evil@evil.example" in letter.get_content(), "as text it may stand there"


def test_the_relay_is_asked_for_its_certificate_and_gets_the_password_after_it(
    authority: trustme.CA, tmp_path: Path
) -> None:
    post = Post(tls=serving(authority))
    post.open()
    try:
        url = f"starttls://{USER}:{PASSWORD}@{HOST}:{post.port}"
        RelayMail(url, FROM, TO, tmp_path / "ca.pem").send(LETTER)
        assert len(post.letters) == 1
        assert refused(RelayMail(url, FROM, TO)) == "alerts.tls", "an authority that nobody knows"
        wrong = url.replace(PASSWORD, "wrong")
        assert refused(RelayMail(wrong, FROM, TO, tmp_path / "ca.pem")) == "alerts.mail.login"
        assert PASSWORD not in RelayMail(url, FROM, TO).where
    finally:
        post.close()


def test_whom_the_relay_does_not_know(post: Post) -> None:
    post.refuses = {TO[1]}
    assert relay(post).send(LETTER) == "partly", "who has it is not told again"
    assert post.envelopes == [[TO[0]]]
    post.refuses = set(TO)
    assert refused(relay(post)) == "alerts.mail.recipient"
    post.refuses, post.answer = set(), "451 later"
    assert refused(relay(post)) == "alerts.mail.refused"


def test_a_relay_that_is_away_or_says_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    post.close()
    assert refused(relay(post)) == "alerts.mail.away"
    monkeypatch.setattr(mail_module, "ANSWER_S", 0.3)
    with socket.create_server((HOST, 0)) as silent:
        began = time.monotonic()
        assert refused(RelayMail(f"smtp://{HOST}:{silent.getsockname()[1]}", FROM, TO)) == "alerts.mail.away"
        assert time.monotonic() - began < 2


def test_another_system_gets_our_json(authority: trustme.CA, tmp_path: Path) -> None:
    with hook(serving(authority)) as other:
        url = f"https://{HOST}:{other.port}/alerts?token=geheim"
        other_url = url.replace("?token=geheim", "")
        Webhook(other_url, tmp_path / "ca.pem").send(LETTER)
        (told,) = other.told
        assert told["version"] == 1
        assert (told["id"], told["event"], told["drill"], told["urgent"]) == ("abc123", "raised", False, True)
        assert (told["level"], told["open"], told["at"]) == ("bad", 2, "2026-11-24T03:00:00+00:00")
        assert told["items"] == [{"check": "terminal.silent", "todo": ["電話する"]}]
        assert refused(Webhook(other_url)) == "alerts.tls"
        assert "geheim" not in Webhook(url).where


def test_another_system_that_refuses_points_elsewhere_or_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook() as other:
        means = Webhook(f"http://{HOST}:{other.port}/alerts")
        for answer in (500, 404, 307):
            other.answer = answer
            assert refused(means) == "alerts.webhook.refused"
        assert other.went_elsewhere == 0
        monkeypatch.setattr(webhook_module, "ANSWER_S", 0.3)
        other.answer = 200
        other.go.clear()
        assert refused(means) == "alerts.webhook.away"
        large = dataclasses.replace(LETTER, items=({"title": "x" * webhook_module.BODY_LIMIT},))
        assert refused(means, large) == "alerts.webhook.large"
    assert refused(means) == "alerts.webhook.away"


def test_a_lamp_gets_three_words_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IGA_BACKUP_PASSWORD", "geheim")
    path = lamp(tmp_path, 'echo "$@" >> told; env >> environment')
    means = LampCommand((str(path), "--host", "10.0.0.9; rm -rf /"))
    means.send(LETTER)
    means.send(dataclasses.replace(LETTER, event="drill", level=Status.OK, open=0))
    assert (tmp_path / "told").read_text().splitlines() == [
        "--host 10.0.0.9; rm -rf / raised bad 2",
        "--host 10.0.0.9; rm -rf / drill ok 0",
    ]
    assert "geheim" not in (tmp_path / "environment").read_text()


def test_a_lamp_that_fails_hangs_or_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(LampCommand((str(lamp(tmp_path, "exit 3")),))) == "alerts.lamp.failed"
    monkeypatch.setattr(lamp_module, "DONE_S", 0.3)
    began = time.monotonic()
    assert refused(LampCommand((str(lamp(tmp_path, "sleep 20; touch late")),))) == "alerts.lamp.slow"
    assert time.monotonic() - began < 3
    assert not (tmp_path / "late").exists()
    assert refused(LampCommand((str(tmp_path / "none"),))) == "alerts.lamp.missing"
