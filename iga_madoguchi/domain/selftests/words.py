"""What a self-test found, as a clerk would say it over the telephone: what is so, and what to do."""

from __future__ import annotations

from typing import Final

from iga_madoguchi.domain.selftests.views import Finding, Part, Standing
from iga_madoguchi.kit.clock import local

PARTS: Final[dict[Part, str]] = {
    "camera": "顔のカメラ",
    "paper": "書類のカメラ",
    "mic": "マイク",
    "speaker": "スピーカー",
    "line": "通信の線",
    "clock": "時計",
    "browser": "ブラウザー",
    "kept": "画面の片づけ",
    "printer": "プリンター",
}
CAUSES: Final = {
    "schedule": "開庁前の点検",
    "start": "画面を開いたとき",
    "order": "局の画面からの指示",
    "button": "端末のボタン",
    "again": "直るまでの確かめ",
}
STATES: Final = {"good": "良好", "bad": "直すところがあります", "unknown": "確かめられていません"}

_PLUG = "線が抜けていないかを見てもらってください。差し直したら、画面を開き直します"
_ALLOW = "ブラウザーの設定で、カメラとマイクを許可してもらってください"
_ELSE = "カメラやマイクを使うほかのソフトが開いていないかを見てもらってください"
_HTTPS = "登録リンクのアドレス（https）で開き直してもらってください"
_AGAIN = "「端末の点検」をもう一度押してもらってください"

# (part, code) or code -> what is so ({part} is its name), what to do. One of the part comes first.
_SAID: Final[dict[tuple[str, str] | str, tuple[str, str]]] = {
    "absent": ("{part}が見つかりません", _PLUG),
    "refused": ("{part}の使用が許可されていません", _ALLOW),
    "unasked": ("{part}を使ってよいか、まだ一度も許可されていません", _AGAIN),
    "busy": ("{part}を開けません", _ELSE),
    "insecure": ("このアドレスでは{part}を使えません", _HTTPS),
    "unmeasured": ("{part}は確かめられていません", _AGAIN),
    "blocked": ("{part}は確かめられていません", _AGAIN),
    "no_picture": (
        "{part}から映像が来ません",
        "カメラの線をいったん抜いて、差し直してもらってください",
    ),
    "covered": (
        "{part}がふさがれています",
        "レンズの前に何かないか、カバーがかかったままでないか、部屋の明かりがついているかを見てもらってください",
    ),
    "frozen": (
        "{part}の映像が止まったままです",
        "カメラの線をいったん抜いて、差し直してもらってください",
    ),
    "dark": (
        "部屋が暗くて、{part}を確かめられません",
        "明かりをつけて、「端末の点検」をもう一度押してもらってください",
    ),
    ("mic", "muted"): (
        "マイクが切られています",
        "マイク本体のスイッチと、パソコンの音の設定を見てもらってください",
    ),
    ("mic", "silent"): (
        "マイクに何も入ってきません",
        "マイク本体のスイッチが切れていないか、線が抜けていないかを見てもらってください",
    ),
    ("line", "lossy"): (
        "サーバーとの通信が途切れます",
        "通信の線がしっかり差さっているかを見てもらってください。続くときは、網の担当に連絡してください",
    ),
    ("line", "slow"): (
        "サーバーとの通信が遅くなっています",
        "ほかの大きな通信がないかを見て、続くときは、網の担当に連絡してください",
    ),
    ("clock", "off"): (
        "端末の時計がずれています",
        "パソコンの「日付と時刻」で、自動で合わせるようになっているかを見てもらってください",
    ),
    ("browser", "old"): (
        "ブラウザーが古くなっています",
        "パソコンの保守の担当に、ブラウザーを新しくするよう頼んでください",
    ),
    ("browser", "untold"): (
        "ブラウザーの種類が分かりません",
        "Chrome か Edge で開いているかを見てもらってください",
    ),
    ("kept", "left"): (
        "ブラウザーの中に、残っていてはいけないものがあります",
        "画面を開き直し、それでも残るときは、保守の担当に連絡してください",
    ),
    ("printer", "unreachable"): (
        "プリンターと通信できません",
        "プリンターの電源と通信の線を見てもらってください",
    ),
    "paper.empty": ("プリンターの用紙がありません", "用紙を入れてもらってください"),
    "paper.jam": ("プリンターに紙がつまっています", "つまった紙を取ってもらってください"),
    "tray.missing": ("プリンターの用紙の箱が入っていません", "用紙の箱を奥まで入れてもらってください"),
    "cover.open": ("プリンターのふたが開いています", "ふたを閉めてもらってください"),
    "output.full": ("プリンターから出た紙がいっぱいです", "出た紙を取ってもらってください"),
    "toner.empty": ("プリンターのトナー（インク）がありません", "トナーを替えてもらってください"),
    "paused": ("プリンターが一時停止しています", "プリンターの画面で「再開」を押してもらってください"),
    "offline": ("プリンターがオフラインです", "プリンターの電源を入れ直してもらってください"),
    "other": ("プリンターが止まっています", "プリンターの画面に出ている案内を見てもらってください"),
}


def said(finding: Finding, place: str = "") -> tuple[str, str]:
    """What is so, as a whole sentence, and what to do; `place` is the terminal's name, "" at the terminal."""
    found = _SAID.get((finding.part, finding.code)) or _SAID.get(finding.code)
    what, todo = found or ("{part}は確かめられていません", _AGAIN)
    name = f"{place}の" if place else ""
    return f"{name}{what.format(part=PARTS.get(finding.part, '端末'))}。", f"{todo}。"


def at_the_terminal(todo: str) -> str:
    """The same advice for whoever stands there and does it themselves."""
    for over, here in (
        ("見てもらってください", "見てください"),
        ("開き直してもらってください", "開き直してください"),
        ("してもらってください", "してください"),
        ("を押してもらってください", "を押してください"),
        ("入れてもらってください", "入れてください"),
        ("差し直してもらってください", "差し直してください"),
        ("閉めてもらってください", "閉めてください"),
        ("取ってもらってください", "取ってください"),
        ("替えてもらってください", "替えてください"),
        ("入れ直してもらってください", "入れ直してください"),
    ):
        todo = todo.replace(over, here)
    return todo


def tile(standing: Standing | None) -> str:
    """A short line for a terminal's tile: what failed, else its last good self-test; "" for who has none."""
    if standing is None or not standing.enrolled:
        return ""
    if standing.state == "bad":
        return "点検で見つかった異常：" + "・".join(
            PARTS[one.part] for one in standing.troubles if one.state == "bad"
        )
    if standing.last_good is None:
        return "点検はまだです"
    here = local(standing.last_good)
    return f"点検 {here.month}月{here.day}日 {here:%H:%M} 良好"
