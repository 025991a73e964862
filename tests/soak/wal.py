"""A PostgreSQL city with WAL archiving by pgbackrest, as `ops/setup` has it: killed, wiped, brought back."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nonexistent"))
AS = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
ROWS = 2000  # acknowledged before, and again after the full backup


def archive(_number: int) -> dict[str, float]:
    if shutil.which("pgbackrest") is None or not BIN.exists():
        raise RuntimeError("needs the Debian packages postgresql and pgbackrest")
    folder = Path(tempfile.mkdtemp(prefix="wal-", dir="/tmp"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        return _archive(folder)
    finally:
        subprocess.run([*AS, BIN / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "main"], check=False)
        shutil.rmtree(folder)


def _archive(folder: Path) -> dict[str, float]:
    _configure(folder)
    _start(folder)
    _backrest(folder, "stanza-create")
    _backrest(folder, "check")
    acknowledged = _write(folder, 0)
    began = time.monotonic()
    _backrest(folder, "--type=full", "backup")
    backed_up_s = time.monotonic() - began
    acknowledged = _write(folder, acknowledged)
    with _connected(folder) as connection:
        connection.execute("SELECT pg_switch_wal()")
    _backrest(folder, "check")
    _run(*AS, BIN / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "main")
    shutil.rmtree(folder / "main")
    _run(*AS, "mkdir", "-m", "0700", folder / "main")
    began = time.monotonic()
    _backrest(folder, "restore")
    _start(folder)
    with _connected(folder) as connection:
        found = connection.execute("SELECT count(*), max(n) FROM acknowledged").fetchone()
    assert found == (acknowledged, acknowledged), found
    return {
        "rows": acknowledged,
        "max_backup_s": round(backed_up_s, 1),
        "max_restore_s": round(time.monotonic() - began, 1),
    }


def _configure(folder: Path) -> None:
    """The files of `ops/setup`, with this folder's paths."""
    _run(*AS, BIN / "initdb", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D", folder / "main")
    told = (ROOT / "ops/setup/pgbackrest.conf").read_text(encoding="utf-8")
    told = told.replace("/media/backup/wal", str(folder / "wal")).replace(
        "/var/lib/postgresql/15/main", str(folder / "main")
    )
    told = told.replace("[madoguchi]", f"lock-path={folder}\n\n[madoguchi]\npg1-socket-path={folder}")
    (folder / "pgbackrest.conf").write_text(told, encoding="utf-8")
    (folder / "pgbackrest.conf").chmod(0o644)
    told = (ROOT / "ops/setup/postgresql-archive.conf").read_text(encoding="utf-8")
    told = told.replace("pgbackrest ", f"pgbackrest --config={folder}/pgbackrest.conf ")
    with (folder / "main/postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"{told}\nlisten_addresses = ''\nunix_socket_directories = '{folder}'\n")


def _start(folder: Path) -> None:
    _run(*AS, BIN / "pg_ctl", "start", "-w", "-D", folder / "main", "-l", folder / "log")
    deadline = time.monotonic() + 60
    while True:
        with _connected(folder) as connection:
            if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                return
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _write(folder: Path, start: int) -> int:
    with _connected(folder) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (n int PRIMARY KEY)")
        for number in range(start + 1, start + ROWS + 1):
            connection.execute("INSERT INTO acknowledged VALUES (%s)", (number,))
    return start + ROWS


def _connected(folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True)


def _backrest(folder: Path, *arguments: str) -> None:
    _run(*AS, "pgbackrest", f"--config={folder}/pgbackrest.conf", "--stanza=madoguchi", *arguments)


def _run(*command: str | Path) -> None:
    # Into a file: the server that pg_ctl leaves behind would hold a pipe open.
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run(command, cwd="/", stdout=told, stderr=subprocess.STDOUT, check=False)
        told.seek(0)
        assert done.returncode == 0, (command, told.read()[-1500:])
