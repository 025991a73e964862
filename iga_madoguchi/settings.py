"""Everything the operator can set, read once and in one place; nobody else reads the environment."""

from __future__ import annotations

import base64
import ipaddress
import os
import re
import shlex
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from pathlib import Path
from typing import TypedDict, TypeVar
from urllib.parse import urlsplit

PREFIX = "IGA_"
VAULT_KEY_BYTES = 32  # AES-256
BACKUP_PASSWORD_MIN = 20  # characters; whoever has the disk may try for ever
ALERT_TO_MAX = 10
T = TypeVar("T")


class SettingsError(Exception):
    """A setting is unknown or unusable; the message is the sentence for the operator."""


@dataclass(frozen=True)
class Settings:
    """Effective settings. Ports are inclusive ranges; offsets are seconds; paths are absolute."""

    host: str
    port: int
    public_url: str
    data_dir: Path
    database_url: str
    redis_url: str | None
    tls_cert: Path | None
    tls_key: Path | None
    media_addresses: tuple[str, ...]
    media_ports: tuple[int, int]
    ops_port: int | None
    backup_dir: Path
    backup_dir_2: Path | None
    example_data: bool
    clock_offset_s: float
    vault_key: bytes | None = field(default=None, repr=False)
    backup_password: str | None = field(default=None, repr=False)
    scanner: tuple[str, ...] = ()
    printer_hosts: tuple[str, ...] = ()
    printer_ca: Path | None = None
    speech_url: str | None = None
    translation_url: str | None = None
    host_report: Path = Path("/run/madoguchi/host.json")
    alert_relay: str | None = None
    alert_from: str = ""
    alert_to: tuple[str, ...] = ()
    alert_webhook: str | None = None
    alert_command: tuple[str, ...] = ()
    alert_ca: Path | None = None
    alert_quiet: tuple[time, time] | None = None
    open_ports: tuple[int, ...] = ()
    maintenance_phone: str = ""
    building_phone: str = ""

    @property
    def origin(self) -> str:
        """scheme://host[:port], as a browser sends it in `Origin`."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def phones(self) -> dict[str, str]:
        """Of whom to ring up when something is wrong."""
        return {"maintenance": self.maintenance_phone, "building": self.building_phone}

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


_SECRET = {"DATABASE_URL", "REDIS_URL", "VAULT_KEY", "BACKUP_PASSWORD", "SPEECH_URL", "TRANSLATION_URL"}
_SECRET |= {"ALERT_RELAY", "ALERT_WEBHOOK"}
KNOWN = (
    "HOST PORT PUBLIC_URL DATA_DIR DATABASE_URL REDIS_URL TLS_CERT TLS_KEY MEDIA_ADDRESS MEDIA_PORTS "
    "OPS_PORT BACKUP_DIR BACKUP_DIR_2 EXAMPLE_DATA CLOCK_OFFSET_S "
    "VAULT_KEY SCANNER PRINTER_HOSTS PRINTER_CA BACKUP_PASSWORD SPEECH_URL TRANSLATION_URL HOST_REPORT "
    "ALERT_RELAY ALERT_FROM ALERT_TO ALERT_WEBHOOK ALERT_COMMAND ALERT_CA ALERT_QUIET OPEN_PORTS "
    "MAINTENANCE_PHONE BUILDING_PHONE"
).split()


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises SettingsError with a sentence that names the variable."""
    env = _Environment(os.environ if environ is None else environ)
    host = env.get("HOST", "127.0.0.1")
    port = env.parsed("PORT", "8000", _port)
    cert, key = env.path("TLS_CERT"), env.path("TLS_KEY")
    if (cert is None) != (key is None):
        raise SettingsError(
            "IGA_TLS_CERT と IGA_TLS_KEY は、両方を指定するか、両方とも指定しないでください。"
        )
    scheme = "https" if cert else "http"
    data_dir = Path(env.get("DATA_DIR", "./var")).resolve()
    backup = env.path("BACKUP_DIR") or data_dir / "backup"
    return Settings(
        host=host,
        port=port,
        public_url=env.parsed("PUBLIC_URL", f"{scheme}://{_url_host(host)}:{port}", _origin),
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL", f"sqlite:///{data_dir / 'madoguchi.db'}"),
        redis_url=env.get("REDIS_URL", "") or None,
        tls_cert=cert,
        tls_key=key,
        media_addresses=env.parsed("MEDIA_ADDRESS", "", _addresses) or _own_addresses(host),
        media_ports=env.parsed("MEDIA_PORTS", "40000-40199", _port_range),
        ops_port=env.parsed("OPS_PORT", "", lambda text: _port(text) if text else None),
        backup_dir=backup,
        backup_dir_2=env.path("BACKUP_DIR_2"),
        example_data=env.parsed("EXAMPLE_DATA", "1", _flag),
        clock_offset_s=env.parsed("CLOCK_OFFSET_S", "0", float),
        vault_key=env.secret("VAULT_KEY", vault_key),
        backup_password=env.secret("BACKUP_PASSWORD", _password),
        scanner=env.parsed("SCANNER", "", lambda text: tuple(shlex.split(text))),
        printer_hosts=env.parsed("PRINTER_HOSTS", "", _host_names),
        printer_ca=env.path("PRINTER_CA"),
        speech_url=env.secret("SPEECH_URL", lambda text: _server(text, "ws")),
        translation_url=env.secret("TRANSLATION_URL", lambda text: _server(text, "http")),
        host_report=env.path("HOST_REPORT") or Settings.host_report,
        open_ports=env.parsed("OPEN_PORTS", "22", _ports),
        maintenance_phone=env.parsed("MAINTENANCE_PHONE", "", _phone),
        building_phone=env.parsed("BUILDING_PHONE", "", _phone),
        **_alerts(env),
    )


class _Alerts(TypedDict):
    alert_relay: str | None
    alert_from: str
    alert_to: tuple[str, ...]
    alert_webhook: str | None
    alert_command: tuple[str, ...]
    alert_ca: Path | None
    alert_quiet: tuple[time, time] | None


def _alerts(env: _Environment) -> _Alerts:
    relay = env.secret("ALERT_RELAY", _relay)
    sender = env.parsed("ALERT_FROM", "", lambda text: _mailbox(text) if text else "")
    to = env.parsed("ALERT_TO", "", _mailboxes)
    if len({relay is not None, bool(sender), bool(to)}) != 1:
        raise SettingsError(
            "メールで知らせるには、IGA_ALERT_RELAY、IGA_ALERT_FROM、IGA_ALERT_TO の3つを指定してください。"
        )
    return _Alerts(
        alert_relay=relay,
        alert_from=sender,
        alert_to=to,
        alert_webhook=env.secret("ALERT_WEBHOOK", lambda text: _server(text, "http")),
        alert_command=env.parsed("ALERT_COMMAND", "", _command),
        alert_ca=env.parsed("ALERT_CA", "", _authorities),
        alert_quiet=env.parsed("ALERT_QUIET", "", _span),
    )


def describe(settings: Settings) -> dict[str, str]:
    """Effective values for `doctor`; anything that may hold a password is masked."""
    shown: dict[str, str] = {}
    for one in fields(settings):
        value = str(getattr(settings, one.name))
        shown[one.name] = _masked(value) if one.name.upper() in _SECRET else value
    shown["vault_key"] = "IGA_VAULT_KEY" if settings.vault_key else "vault.key"
    shown["backup_password"] = (
        "IGA_BACKUP_PASSWORD" if settings.backup_password else "secrets/backup.password"
    )
    if settings.alert_webhook:  # what follows the host may be as good as a password
        parts = urlsplit(settings.alert_webhook)
        shown["alert_webhook"] = f"{parts.scheme}://{parts.netloc.rsplit('@', 1)[-1]}/***"
    return shown


def vault_key(text: str) -> bytes:
    """A master key as an operator writes it: 32 bytes in base64. Raises ValueError."""
    try:
        key = base64.b64decode(text.strip(), altchars=b"-_" if set(text) & set("-_") else None, validate=True)
    except ValueError:
        key = b""
    if len(key) != VAULT_KEY_BYTES:
        raise ValueError("「openssl rand -base64 32」が作る形で書いてください。")
    return key


def _password(text: str) -> str:
    if len(text.strip()) < BACKUP_PASSWORD_MIN:
        raise ValueError(f"{BACKUP_PASSWORD_MIN}文字以上にしてください。")
    return text.strip()


class _Environment:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        for name, value in environ.items():
            if name.startswith(PREFIX):
                self._take(name, value)

    def secret(self, key: str, parse: Callable[[str], T]) -> T | None:
        """As `parsed`, but the value is never repeated in the sentence."""
        value = self._values.get(key)
        try:
            return parse(value) if value else None
        except ValueError as error:
            raise SettingsError(f"{PREFIX}{key} は使えません：{error}") from error

    def _take(self, name: str, value: str) -> None:
        key = name.removeprefix(PREFIX)
        if key in KNOWN:
            self._values[key] = value
        elif key.removesuffix("_FILE") in _SECRET:
            try:
                self._values[key.removesuffix("_FILE")] = Path(value).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"{name} が指すファイルを読めません：{error.strerror}") from error
        else:
            raise SettingsError(f"{name} という設定はありません。つづりを確かめてください（README の一覧）。")

    def get(self, key: str, default: str) -> str:
        return self._values.get(key) or default

    def path(self, key: str) -> Path | None:
        value = self._values.get(key)
        return Path(value).resolve() if value else None

    def parsed(self, key: str, default: str, parse: Callable[[str], T]) -> T:
        value = self._values.get(key, default)
        try:
            return parse(value)
        except ValueError as error:
            raise SettingsError(f"{PREFIX}{key}={value} は使えません：{error}") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError("1 から 65535 の番号を書いてください。")
    return int(text)


def _ports(text: str) -> tuple[int, ...]:
    return tuple(_port(one.strip()) for one in text.split(","))


def _phone(text: str) -> str:
    if not re.fullmatch(r"[0-9()+\- ]{0,30}", text):
        raise ValueError("電話番号を、半角の数字と「-」で書いてください（30字まで）。")
    return text.strip()


def _port_range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    low, high = _port(first), _port(last or first)
    if low > high:
        raise ValueError("「40000-40199」のように、小さい番号から書いてください。")
    return low, high


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("0 か 1 を書いてください。")
    return text == "1"


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError("「https://madoguchi.example:8443」のように、アドレスだけを書いてください。")
    default = {"http": 80, "https": 443}[parts.scheme]
    host = parts.netloc if parts.port != default else parts.netloc.rsplit(":", 1)[0]
    return f"{parts.scheme}://{host.lower()}"


def _server(text: str, kind: str) -> str:
    """The address of a server in the city's own house, with TLS or without."""
    if not re.fullmatch(
        rf"{kind}s?://([^\s/?#@]+@)?(\[[0-9a-f:]+\]|[\w.-]+)(:\d{{1,5}})?(/[^\s#]*)?", text.strip()
    ):
        raise ValueError(f"{kind}:// か {kind}s:// で始まるアドレスを書いてください。")
    return text.strip()


def _relay(text: str) -> str:
    """Where mail is handed over. A password never goes in the clear."""
    found = re.fullmatch(
        r"(smtp|starttls|smtps)://([^\s/?#@:]+:[^\s/?#@]+@)?(\[[0-9a-f:]+\]|[\w.-]+)(:\d{1,5})?/?",
        text.strip(),
    )
    if found is None:
        raise ValueError("「smtp://mail.example:25」か starttls:// か smtps:// の形で書いてください。")
    if found[1] == "smtp" and found[2]:
        raise ValueError("パスワードを使うときは、starttls:// か smtps:// にしてください。")
    if found[4]:
        _port(found[4][1:])
    return text.strip()


def _mailbox(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", text):
        raise ValueError("「kikan@city.example」のように、アドレスだけを書いてください。")
    return text


def _mailboxes(text: str) -> tuple[str, ...]:
    found = tuple(_mailbox(part.strip()) for part in text.split(",") if part.strip())
    if len(found) > ALERT_TO_MAX:
        raise ValueError(f"宛先は{ALERT_TO_MAX}件までです。")
    return found


def _command(text: str) -> tuple[str, ...]:
    """A program of its own, without a shell."""
    try:
        argv = tuple(shlex.split(text))
    except ValueError as error:
        raise ValueError("引用符が閉じていません。") from error
    if argv and not (os.path.isabs(argv[0]) and os.path.isfile(argv[0]) and os.access(argv[0], os.X_OK)):
        raise ValueError("動かせるプログラムを、/ から始まる場所で書いてください。")
    return argv


def _authorities(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).resolve()
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise ValueError("読める PEM の証明書ではありません。") from error
    return path


def _span(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    found = re.fullmatch(r"(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d)", text)
    if found is None or found[1] == found[3]:
        raise ValueError("「18:00-08:00」のように、始まりと終わりを書いてください。")
    return time.fromisoformat(found[1]), time.fromisoformat(found[3])


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_address(part.strip())) for part in text.split(",") if part.strip())


def _host_names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not all(re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?", name) for name in names):
        raise ValueError("「printer-1,printer-2」のように、名前だけをコンマで区切って書いてください。")
    return names


def _url_host(host: str) -> str:
    """What a browser on this machine can open when the server listens on `host`."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _own_addresses(host: str) -> tuple[str, ...]:
    """All own non-loopback IPv4 addresses; the loopback address too when the server itself is only there."""
    import psutil  # late: only needed when the address is not set

    found = [
        address.address
        for name, stats in psutil.net_if_stats().items()
        if stats.isup
        for address in psutil.net_if_addrs().get(name, ())
        if address.family.name == "AF_INET" and not address.address.startswith("127.")
    ]
    return tuple(found + ["127.0.0.1"] if is_loopback(host) or not found else found)


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine itself reaches what listens there."""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _masked(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":***@", 1)
