"""Hands a letter to the mail relay in the city's own house."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

from iga_madoguchi.domain.monitoring.alerts.views import Letter
from iga_madoguchi.errors import Unavailable

ANSWER_S = 10.0  # s, for each answer of the relay
SUBJECT_LIMIT = 120  # characters
BODY_LIMIT = 20_000  # characters
PARTLY = "partly"
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
SENDER_NAME = "伊賀市 つながる窓口"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class RelayMail:
    """`relay`: smtp, starttls or smtps, with a login where it wants one. The certificate is looked at."""

    name = "mail"

    def __init__(self, relay: str, sender: str, to: Sequence[str], ca: Path | None = None) -> None:
        parts = urlsplit(relay)
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._sender, self._to = sender, tuple(to)
        self._context = ssl.create_default_context(cafile=ca)

    @property
    def where(self) -> str:
        return f"{self._host}:{self._port}　宛先{len(self._to)}件"

    def send(self, letter: Letter) -> str:
        try:
            refused = self._hand_over(letter)
        except smtplib.SMTPRecipientsRefused as error:
            raise Unavailable("alerts.mail.recipient") from error
        except smtplib.SMTPAuthenticationError as error:
            raise Unavailable("alerts.mail.login") from error
        except ssl.SSLError as error:
            raise Unavailable("alerts.tls") from error
        except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected) as error:
            raise Unavailable("alerts.mail.away") from error
        except smtplib.SMTPException as error:
            raise Unavailable("alerts.mail.refused") from error
        except (OSError, ValueError) as error:  # ValueError: an answer that is no SMTP
            raise Unavailable("alerts.mail.away") from error
        # Whom the relay took has it: another try would tell them again.
        return PARTLY if refused else ""

    def _hand_over(self, letter: Letter) -> bool:
        """Whether the relay refused some of those it is for."""
        relay = self._connect()
        try:
            if self._scheme == "starttls":
                relay.starttls(context=self._context)
            if self._login is not None:
                relay.login(*self._login)
            return bool(relay.send_message(self._message(letter), self._sender, list(self._to)))
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):  # it has the letter, or never will
                relay.quit()

    def _connect(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            return smtplib.SMTP_SSL(self._host, self._port, timeout=ANSWER_S, context=self._context)
        return smtplib.SMTP(self._host, self._port, timeout=ANSWER_S)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Subject"] = CONTROL.sub(" ", letter.subject.replace("\n", " "))[:SUBJECT_LIMIT]
        message["From"] = Address(SENDER_NAME, addr_spec=self._sender)
        message["To"] = [Address(addr_spec=to) for to in self._to]
        message["Date"] = letter.at
        # With the same id, a letter that was told twice is seen to be one.
        message["Message-ID"] = f"<{letter.id}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Madoguchi-Drill"] = "yes" if letter.drill else "no"
        if letter.urgent:
            message["Importance"] = "high"
        # Base64: no line of the text can be taken for anything of the protocol, and every relay takes it.
        message.set_content(CONTROL.sub(" ", letter.body)[:BODY_LIMIT], cte="base64")
        return message
