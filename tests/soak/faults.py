"""Real faults on a real server, several at a time: what the bureau's open page says of each, and how soon.

Each must be on the overview within thirty seconds, with its own cause and the first thing to do, and no card
beside those that were injected; and gone within thirty seconds of its repair.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.printers import hall
from tests.soak.site import BLACK, BOND, CARDS, FREE, HEARD, MUTED, TCP, Site, apart, overview, unmount, wait

PICTURES = Path(__file__).resolve().parents[2] / "var" / "soak" / "faults"
LIMIT_S, AFTERWARDS_S = 30.0, 11.0
"""How soon; one look more, by which what follows from a fault would have come."""
RESTIC = shutil.which("restic") or ""  # found before something that cannot be run lies over it
Row = tuple[float | None, float | None, str]
"""Seen after, gone after, what else was wrong."""
Act = Callable[[Site], object]


@dataclass(frozen=True)
class Fault:
    """`title` and `todo` are parts of what the card says. `needs` is put up for it.

    Those of one `wave` go on at the same time.
    """

    name: str
    title: str
    todo: str
    begin: Act
    repair: Act
    needs: str = ""
    wave: int = 1

    def on(self, cards: Sequence[dict[str, str]]) -> bool:
        """Whether the page says it: the cause, and what to do."""
        return any(self.title in card["title"] and self.todo in card["todo"] for card in cards)


def _cover(site: Site) -> None:
    site.on_kiosk(BLACK)
    site.order_test("ayama")


def _mute(site: Site) -> None:
    site.on_kiosk(MUTED)
    site.order_test("ayama")


def _missed(site: Site, what: str) -> None:
    earlier = "datetime(started_at, '-30 hours') || '.000000'"
    site.sql(f"UPDATE job_run SET started_at = {earlier} WHERE what = '{what}'")


FAULTS = (
    Fault(
        "disk almost full",
        "データのディスクの空きが、残りわずか",
        "移してもらう",
        lambda s: s.fill(s.data, 7),
        lambda s: s.clear(s.data),
    ),
    Fault(
        "disk full to the last byte",
        "データのディスクの空きが、残りわずか",
        "電話で受ける",
        lambda s: s.fill(s.data, 0),
        lambda s: s.clear(s.data),
        wave=2,
    ),
    Fault(
        "read-only file system",
        "サーバーに書きこめません",
        "電話で受ける",
        lambda s: s.freeze(s.data),
        lambda s: unmount("--lazy", s.data),
        wave=3,
    ),
    Fault(
        "clock off by an hour",
        "サーバーの時計が、急に変わりました",
        "時報と比べる",
        lambda s: (s.hooks / "clock").write_text("3600"),
        lambda s: (s.hooks / "clock").write_text("0"),
        wave=4,
    ),
    Fault(
        "certificate expired",
        "通信の証明書の期限が近いか、切れています",
        "新しい証明書",
        lambda s: s.certify(-1),
        lambda s: s.certify(365),
    ),
    Fault(
        "camera covered",
        "阿山支所の顔のカメラがふさがれています",
        "レンズの前",
        _cover,
        lambda s: s.on_kiosk(FREE),
        "kiosk",
        wave=5,
    ),
    Fault(
        "microphone muted",
        "阿山支所のマイクが切られています",
        "マイク本体のスイッチ",
        _mute,
        lambda s: s.on_kiosk(HEARD),
        "kiosk",
        wave=5,
    ),
    Fault(
        "dead branch",
        "阿山支所の端末につながりません",
        "端末の電源",
        lambda s: s.kiosk_off(),
        lambda s: s.kiosk_on(),
        "kiosk",
        wave=6,
    ),
    Fault(
        "printer without paper",
        "プリンターで印刷できません",
        "用紙",
        lambda s: s.paper("empty"),
        lambda s: s.paper("ok"),
        "printer",
        wave=5,
    ),
    Fault(
        "UPS on battery",
        "停電しています",
        "差しこみが抜けた",
        lambda s: s.ups("OB DISCHRG"),
        lambda s: s.ups("OL CHRG"),
        "ups",
        wave=4,
    ),
    Fault(
        "UPS gone",
        "UPS のようすがわかりません",
        "線が抜けていないか",
        lambda s: s.ups_off(),
        lambda s: s.ups_on(),
        "ups",
        wave=6,
    ),
    Fault(
        "UPS battery worn out",
        "UPS の電池を取りかえる時期です",
        "電池の交換",
        lambda s: s.ups("OL RB"),
        lambda s: s.ups("OL CHRG"),
        "ups",
    ),
    Fault(
        "backup missed",
        "バックアップが取れていません",
        "いまバックアップする",
        lambda s: _missed(s, "backup.run"),
        lambda s: s.server.command("backup", "run"),
        "backups",
        wave=6,
    ),
    Fault(
        "restore never proved",
        "バックアップから戻せるか、確かめられていません",
        "置き場所が使えるか",
        lambda s: _missed(s, "backup.drill"),
        lambda s: s.server.command("backup", "drill"),
        "backups",
        wave=9,
    ),
    Fault(
        "backup disk unplugged",
        "バックアップの置き場所が使えません",
        "つながっているか",
        lambda s: (s.disks[1] / "backup").rename(s.disks[1] / "away"),
        lambda s: (s.disks[1] / "away").rename(s.disks[1] / "backup"),
        "backups",
    ),
    Fault(
        "backup disk full",
        "2つ目のバックアップのディスクの空きが、残りわずか",
        "移してもらう",
        lambda s: s.fill(s.disks[1], 2),
        lambda s: s.clear(s.disks[1]),
        "backups",
        wave=2,
    ),
    Fault(
        "backup tool removed",
        "バックアップの道具がありません",
        "restic を入れてもらう",
        lambda s: s.lay_over(RESTIC, ""),
        lambda s: unmount(RESTIC),
        "backups",
        wave=5,
    ),
    Fault(
        "database locked for 30 s",
        "データベースが使えません",
        "電話で受ける",
        lambda s: s.lock(),
        lambda s: s.unlock(),
        wave=7,
    ),
    Fault(
        "operation log altered",
        "操作記録が、書いたときのままではありません",
        "番号を確かめる",
        lambda s: s.alter_log("somebody"),
        lambda s: s.alter_log(""),
        wave=8,
    ),
    Fault(
        "a job fails again and again",
        "サーバーの仕事の一つが、うまくいっていません",
        "サーバーの記録",
        lambda s: s.sql("ALTER TABLE vigil RENAME TO vigil_away"),
        lambda s: s.sql("ALTER TABLE vigil_away RENAME TO vigil"),
    ),
    Fault(
        "Redis away",
        "ほかのサーバーと連絡がとれません",
        "Redis",
        lambda s: s.stop_redis(),
        lambda s: s.start_redis(),
        wave=3,
    ),
    Fault(
        "media loop blocked",
        "映像と音声が遅れています",
        "重い仕事",
        lambda s: s.signal_relay(signal.SIGSTOP),
        lambda s: s.signal_relay(signal.SIGCONT),
        wave=3,
    ),
    Fault(
        "media process dies again and again",
        "映像と音声を送れません",
        "1分待つ",
        lambda s: s.kill_relay_again_and_again(),
        lambda s: s.spare_relay(),
        wave=6,
    ),
    Fault(
        "main loop blocked",
        "画面の返事が遅くなっています",
        "しばらく待つ",
        lambda s: (s.hooks / "loop").write_text("2"),
        lambda s: (s.hooks / "loop").write_text("0"),
        wave=9,
    ),
    Fault(
        "memory short",
        "サーバーのメモリが足りなくなっています",
        "始め直してもらう",
        lambda s: s.lay_over("/proc/meminfo", s.short_of_memory()),
        lambda s: unmount("/proc/meminfo"),
        wave=5,
    ),
    Fault(
        "RAID degraded",
        "ディスクの片方がこわれています",
        "サーバーは止めない",
        lambda s: s.machine.put("sys/block/md0/md/degraded", "1"),
        lambda s: s.machine.put("sys/block/md0/md/degraded", "0"),
    ),
    Fault(
        "server too hot",
        "サーバーが熱くなっています",
        "冷房",
        lambda s: s.machine.put("sys/class/hwmon/hwmon0/temp1_input", "93000"),
        lambda s: s.machine.put("sys/class/hwmon/hwmon0/temp1_input", "45000"),
        wave=2,
    ),
    Fault(
        "network cable out",
        "サーバーの通信の線が1本、切れています",
        "線が抜けていないか",
        lambda s: s.machine.put("proc/net/bonding/bond0", BOND.format("down")),
        lambda s: s.machine.put("proc/net/bonding/bond0", BOND.format("up")),
        wave=2,
    ),
    Fault(
        "memory module failing",
        "サーバーのメモリが傷んでいます",
        "取りかえる日",
        lambda s: s.machine.put("sys/devices/system/edac/mc/mc0/ue_count", "1"),
        lambda s: s.machine.put("sys/devices/system/edac/mc/mc0/ue_count", "0"),
        wave=2,
    ),
    Fault(
        "antivirus stopped",
        "ウイルス対策が動いていないか、古いままです",
        "情報セキュリティ",
        lambda s: s.machine.put("proc/77/comm", "other"),
        lambda s: s.machine.put("proc/77/comm", "ds_agent"),
    ),
    Fault(
        "unknown port open",
        "知らない通信の入り口が開いています",
        "何が開けたか",
        lambda s: s.machine.put("proc/net/tcp", TCP.format(6789)),
        lambda s: s.machine.put("proc/net/tcp", TCP.format(443)),
        wave=2,
    ),
)


def inject(_number: int) -> dict[str, float]:
    """All of them; the table is left beside the pictures."""
    return told(run(FAULTS))


def told(found: dict[str, Row]) -> dict[str, float]:
    """Write the table down; raises when one was not seen, not gone, or not alone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    lines = ["| fault | seen after s | gone after s | |", "|---|---|---|---|"]
    for name, (seen, gone, wrong) in found.items():
        lines.append(f"| {name} | {_s(seen)} | {_s(gone)} | {wrong} |")
    (PICTURES / "table.md").write_text("\n".join(lines) + "\n")
    sys.stdout.write("\n".join(lines) + "\n")
    wrong = [name for name, row in found.items() if row[2] or None in row]
    assert not wrong, wrong
    return {
        "faults": len(found),
        "max_seen_s": max(row[0] or 0 for row in found.values()),
        "max_gone_s": max(row[1] or 0 for row in found.values()),
    }


def _s(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds:.0f}"


def run(faults: Sequence[Fault]) -> dict[str, Row]:
    """Seconds until each was seen, seconds until it was gone after its repair, and what else was wrong."""
    needs, found = {one.needs for one in faults}, dict[str, Row]()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with standing(needs) as (site, page):
        for number in sorted({one.wave for one in faults}):
            rows = _wave(site, page, [one for one in faults if one.wave == number], number)
            found |= rows
            sys.stdout.write(f"wave {number}: {json.dumps(rows, ensure_ascii=False)}\n")
            sys.stdout.flush()
    return found


@contextmanager
def standing(needs: set[str]) -> Iterator[tuple[Site, Page]]:
    """A calm site in a mount namespace of its own, and the overview that says nothing is wrong."""
    apart()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="iga-faults-")))
        printer = None
        if "printer" in needs:
            (folder / "printers").mkdir()
            printer = stack.enter_context(hall(folder / "printers")).put_up(folder / "printer")
        site = Site(folder)
        stack.callback(site.close)
        site.open("ups" in needs, printer, backups="backups" in needs)
        page, _ = stack.enter_context(overview(site, kiosk="kiosk" in needs))
        assert wait(page, lambda cards: not cards, 60) is not None, page.evaluate(CARDS)
        yield site, page


def _wave(site: Site, page: Page, faults: Sequence[Fault], number: int) -> dict[str, Row]:
    """What takes long to repair is repaired first."""
    begun, faults = {}, sorted(faults, key=lambda one: one.needs != "backups")
    for one in sorted(faults, key=lambda one: one.needs != "printer"):  # nobody looks while a command starts
        begun[one.name] = time.monotonic()  # some need a while to be there, and count from their beginning
        one.begin(site)
    seen = _each(page, faults, begun, there=True)
    page.wait_for_timeout(AFTERWARDS_S * 1000)
    cards = page.evaluate(CARDS)
    page.screenshot(path=PICTURES / f"wave-{number}.png", full_page=True)
    strange = [card["title"] for card in cards if not any(one.title in card["title"] for one in faults)]
    repaired = {}
    for one in faults:
        one.repair(site)
        repaired[one.name] = time.monotonic()
    gone = _each(page, faults, repaired, there=False)
    wait(page, lambda cards: not cards, LIMIT_S)
    stays = [card["title"] for card in page.evaluate(CARDS)]
    wrong = " + ".join([*strange, *(f"stays: {title}" for title in stays)])
    return {one.name: (seen.get(one.name), gone.get(one.name), wrong) for one in faults}


def _each(page: Page, faults: Sequence[Fault], since: dict[str, float], *, there: bool) -> dict[str, float]:
    """Seconds until each is, or is not, on the page; what was too late for its limit is left out."""
    found: dict[str, float] = {}
    while len(found) < len(faults) and time.monotonic() - max(since.values()) < LIMIT_S:
        cards = page.evaluate(CARDS)
        for one in faults:
            took = time.monotonic() - since[one.name]
            if one.name not in found and took < LIMIT_S and one.on(cards) == there:
                found[one.name] = took
        page.wait_for_timeout(200)
    return found


def main(names: Sequence[str]) -> int:
    """`python -m tests.soak.faults [name ...]`: those faults, or all."""
    told(run([one for one in FAULTS if not names or one.name in names]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
