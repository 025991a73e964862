"""Debian's pg_dump and pg_restore."""

from __future__ import annotations

from pathlib import Path

from iga_madoguchi.adapters import background
from iga_madoguchi.db.copies import Address
from iga_madoguchi.domain.backup.ports import Tick
from iga_madoguchi.errors import Unavailable

PACKAGE = "postgresql-client"


class PostgresTools:
    """The DatabaseTools. The password goes by the environment, which others cannot read."""

    def dump(self, address: Address, file: Path, moment: str, tick: Tick) -> None:
        # Not compressed: the store shares what is equal between two dumps, and compresses itself.
        options = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
        options += [f"--snapshot={moment}", f"--file={file}"]
        self._run("pg_dump", *options, address.name, address=address, tick=tick)

    def load(self, address: Address, file: Path, tick: Tick) -> None:
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        self._run("pg_restore", *options, f"--dbname={address.name}", str(file), address=address, tick=tick)

    def _run(self, program: str, *arguments: str, address: Address, tick: Tick) -> None:
        environment = {"PGPASSWORD": address.password, "PGCONNECT_TIMEOUT": "10"}
        where = [
            *([f"--host={address.host}"] if address.host else []),
            *([f"--port={address.port}"] if address.port else []),
            *([f"--username={address.user}"] if address.user else []),
            "--no-password",
        ]
        try:
            done = background.run([program, *where, *arguments], environment, look=lambda: tick(0.0))
        except FileNotFoundError as error:
            raise Unavailable("backup.tool.missing", package=PACKAGE) from error
        if done.code != 0:
            if "No space left" in done.errors:
                raise Unavailable("backup.disk.full", path=str(arguments[-1]))
            lines = [line for line in done.errors.splitlines() if line.strip()]
            raise Unavailable("backup.database.failed", why=lines[0][:200] if lines else program)
