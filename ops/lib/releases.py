"""Install, update, rollback: a release lies beside the one before, and a link says which one serves.

Only the standard library: this runs before anything of ours is installed. Nothing here asks a network.
    ROOT/opt/madoguchi/releases/NAME   the program, its packages in .venv
    ROOT/opt/madoguchi/current         the release that serves; `previous` is the one before
    ROOT/etc/madoguchi/madoguchi.env   the settings
    ROOT/var/lib/madoguchi             the data
Exit codes: 0 done, 1 the release before serves again, 2 failed and nothing was changed, 3 nothing serves.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from place import UNIT, Site
from unpacking import Trouble

ENVIRONMENT = """\
# 伊賀市 遠隔窓口 の設定。変えたら「systemctl restart madoguchi」。一覧は README。
IGA_EXAMPLE_DATA=0
IGA_DATA_DIR={data}
IGA_HOST=0.0.0.0
IGA_PORT=8000
IGA_PUBLIC_URL=https://madoguchi.example:8000
IGA_OPS_PORT=8001
IGA_MEDIA_PORTS=40000-40199
# 2つめの置き場所（USB ディスクや NAS）
#IGA_BACKUP_DIR_2=/media/backup
#IGA_TLS_CERT=/etc/madoguchi/tls/cert.pem
#IGA_TLS_KEY=/etc/madoguchi/tls/key.pem
# 声を字幕にするサーバーと、訳すサーバー（庁舎の中に置いたとき）
#IGA_SPEECH_URL=ws://10.0.0.5:9090
#IGA_TRANSLATION_URL=http://10.0.0.5:5000
# 異常を知らせる先（docs/operate/shirase.md）
#IGA_ALERT_RELAY=smtp://mail.example:25
#IGA_ALERT_FROM=madoguchi@city.example
#IGA_ALERT_TO=kyoku@city.example
#IGA_ALERT_WEBHOOK=https://kanshi.example/alerts
#IGA_ALERT_COMMAND=/usr/local/bin/keikoutou
#IGA_ALERT_QUIET=18:00-08:00
#IGA_MAINTENANCE_PHONE=0595-00-0000
#IGA_BUILDING_PHONE=0595-00-0000
"""


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def install(site: Site, bundle: Path) -> None:
    """The first release on this machine."""
    if site.release("current") is not None:
        raise Trouble("もう入っています。新しい版にするには ops/bin/update を使ってください。")
    release = site.unpack(bundle)
    site.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not site.settings.exists():
        site.settings.parent.mkdir(parents=True, exist_ok=True)
        site.settings.write_text(ENVIRONMENT.format(data=site.data), encoding="utf-8")
        site.settings.chmod(0o640)
    site.point("current", release)
    if site.systemd:
        _join_systemd(site, release)
    if not site.start():
        raise Trouble("入れましたが、始まりません。設定（madoguchi.env）と記録を見てください。", 3)
    say(f"{release.name} が動いています。つぎに「user add --role admin」で管理者を作ってください。")


def update(site: Site, bundle: Path) -> None:
    """To a newer release; by itself back to the one before when the new one does not become ready."""
    old = _serving(site)
    new = site.unpack(bundle)
    say("バックアップをとっています。")
    for kind in ("program", "whole"):
        site.run(old, "backup", "run", "--kind", kind)
    revision = site.revision(old)
    site.stop()
    kept = _set_aside(site)
    say(f"{new.name} に切りかえています。")
    try:
        site.run(new, "db", "migrate")
        site.point("current", new)
        if not site.start():
            raise Trouble("新しい版が始まりません。")
    except Trouble as trouble:
        _return(site, old, new, revision, kept)
        raise Trouble(
            f"{trouble} もとの版（{old.name}）で動いています。データは変わっていません。", 1
        ) from None
    site.point("previous", old)
    _forget(kept)
    say(f"{new.name} が動いています。もどすときは ops/bin/rollback です。")


def rollback(site: Site) -> None:
    """To the release before. What was written since stays, except in what the older one does not know."""
    new, old = _serving(site), site.release("previous")
    if old is None:
        raise Trouble("前の版がありません。何も変えていません。")
    say("バックアップをとっています。")
    site.run(new, "backup", "run", "--kind", "whole")
    before, after = site.revision(old), site.revision(new)
    site.stop()
    kept = _set_aside(site)
    try:
        if before != after:
            site.lead_back(new, before)
        site.point("current", old)
        if not site.start():
            raise Trouble("前の版が始まりません。")
    except Trouble as trouble:
        _return(site, new, new, after, kept)
        raise Trouble(f"{trouble} いままでの版（{new.name}）で動いています。", 1) from None
    site.point("previous", new)
    _forget(kept)
    say(f"{old.name} にもどりました。")


def _serving(site: Site) -> Path:
    found = site.release("current")
    if found is None:
        raise Trouble("まだ入っていません。ops/bin/install を使ってください。")
    return found


def _return(site: Site, back: Path, newer: Path, revision: str, kept: Path | None) -> None:
    """Everything as it was; of the newer release nobody has been served."""
    site.stop()
    try:
        if kept is not None:
            _put_back(site, kept)
        elif back != newer:
            site.lead_back(newer, revision)
    finally:
        site.point("current", back)
    if not site.start():
        raise Trouble(f"もとの版（{back.name}）も始まりません。保守の担当を呼んでください。", 3)


def _database(site: Site) -> Path | None:
    """SQLite's file; nothing where the database is a server."""
    if site.environment().get("IGA_DATABASE_URL"):
        return None
    return Path(site.environment()["IGA_DATA_DIR"]) / "madoguchi.db"


def _set_aside(site: Site) -> Path | None:
    """A copy of the stopped database. Raises Trouble when there is no room: then nothing has changed."""
    file = _database(site)
    if file is None or not file.exists():
        return None
    aside = file.parent / ".before-update"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy2(part, aside / part.name)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        site.start()
        raise Trouble(
            f"データベースを写せません（{error.strerror}）。ディスクの空きを確かめてください。"
        ) from error
    return aside


def _put_back(site: Site, kept: Path) -> None:
    file = _database(site)
    assert file is not None
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    owner = file.parent.stat()
    for part in kept.iterdir():
        back = file.parent / part.name
        shutil.copy2(part, back)
        os.chown(back, owner.st_uid, owner.st_gid)
    _forget(kept)


def _forget(kept: Path | None) -> None:
    if kept is not None:
        shutil.rmtree(kept, ignore_errors=True)


def _join_systemd(site: Site, release: Path) -> None:
    user = ["useradd", "--system", "--home", str(site.data), "--shell", "/usr/sbin/nologin", "madoguchi"]
    subprocess.run(user, check=False, capture_output=True)  # it may be there already
    shutil.chown(site.data, "madoguchi", "madoguchi")
    shutil.chown(site.settings, "root", "madoguchi")
    for unit in [*(release / "ops/systemd").glob("*.service"), *(release / "ops/systemd").glob("*.timer")]:
        shutil.copy2(unit, site.root / "etc/systemd/system" / unit.name)
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    subprocess.run(["systemctl", "enable", UNIT, "madoguchi-collect.timer"], check=True)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ops/bin", description="版を入れる・新しくする・もどす")
    parser.add_argument("verb", choices=("install", "update", "rollback"))
    parser.add_argument("bundle", nargs="?", type=Path, help="ops/bin/bundle が作った束")
    parser.add_argument("--root", type=Path, default=Path(os.environ.get("DESTDIR") or "/"))
    parser.add_argument("--no-systemd", action="store_true", help="systemd を使いません（練習と試験）")
    parser.add_argument("--venv", type=Path, help="部品を入れず、この仮想環境を使います（練習と試験）")
    given = parser.parse_args(arguments)
    os.umask(0o022)  # the service reads what root puts there
    site = Site(given.root.resolve(), not given.no_systemd, given.venv and given.venv.resolve())
    try:
        if given.verb == "rollback":
            rollback(site)
        elif given.bundle is None:
            parser.error("束のファイルを書いてください")
        else:
            {"install": install, "update": update}[given.verb](site, given.bundle)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return trouble.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
