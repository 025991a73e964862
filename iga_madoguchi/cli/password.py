"""The password of the backups, from wherever the person at the console has it."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from iga_madoguchi.domain.backup import secret
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.errors import Unavailable

LIMIT = 1000  # characters


def options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--place", type=Path, help="バックアップの置き場所（指定しなければ設定のとおり）")
    verb.add_argument("--password-file", type=Path, help="パスワードを書いたファイル")


def given(station: Station, arguments: argparse.Namespace) -> str:
    """From the file, from this server, or typed. Raises Unavailable `backup.key.missing`."""
    known = None if arguments.password_file is not None else secret.known(station)
    return known if known is not None else asked(arguments)


def asked(arguments: argparse.Namespace) -> str:
    """What stands on the paper: typed, or in the file. Raises Unavailable `backup.key.missing`."""
    if arguments.password_file is not None:
        try:
            with arguments.password_file.open(encoding="utf-8") as file:
                return secret.normalised(file.read(LIMIT))
        except (OSError, UnicodeDecodeError) as error:
            raise Unavailable("backup.key.missing") from error
    if not sys.stdin.isatty():
        raise Unavailable("backup.key.missing")
    return secret.normalised(getpass.getpass("「復元の控え」のパスワード："))


def place(arguments: argparse.Namespace) -> Path | None:
    return None if arguments.place is None else arguments.place.resolve()
