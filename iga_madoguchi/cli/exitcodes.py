"""From a stable error code to an exit code and the sentences a person at the console needs."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.cli import backup_sentences
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound

DONE, WARNING, FAILED = 0, 1, 2
MISSING_PACKAGE = 12
UPS_SILENT = 91


@dataclass(frozen=True)
class Explanation:
    """What happened, what it means, and what to do next; `{name}` fields are filled from the error's data."""

    code: int
    happened: str
    means: str
    next: str


EXPLAINED: dict[str, Explanation] = {
    "data.unwritable": Explanation(
        20,
        "データの置き場所 {path} に書けません。",
        "通話も記録も保存できないため、始めませんでした。",
        "フォルダの持ち主と、ディスクの空きを確かめてください。",
    ),
    "db.unreachable": Explanation(
        21,
        "データベースを開けません。",
        "何も変えていません。",
        "IGA_DATABASE_URL と、データベースが動いているかを確かめてください。",
    ),
    "db.unwritable": Explanation(
        22,
        "データベースに書けません。",
        "通話も記録も保存できないため、始めませんでした。",
        "ディスクの空きと、読み取り専用になっていないかを確かめてください。",
    ),
    "db.full": Explanation(
        43,
        "データベースに空きがありません。",
        "途中まで書いたものは残っていません。",
        "ディスクの空きを増やしてから、もう一度行ってください。",
    ),
    "db.newer": Explanation(
        23,
        "データが、このプログラムより新しい版（{revision}）で作られています。",
        "古いプログラムで開くとデータをこわすおそれがあるため、何も変えていません。",
        "新しい版のプログラムで始めるか、この版のバックアップから戻してください。",
    ),
    "media.selftest": Explanation(
        28,
        "映像と音声の中継が、自分の点検に合格しませんでした（{reason}）。",
        "通話ができないため、始めませんでした。",
        "IGA_MEDIA_PORTS と IGA_MEDIA_ADDRESS を確かめ、直らなければ保守の担当に知らせてください。",
    ),
    "media.unavailable": Explanation(
        29,
        "映像と音声の中継が始まりません。",
        "通話ができないため、始めませんでした。",
        "もう一度始めてください。続くときは、上の記録を添えて保守の担当に知らせてください。",
    ),
    "papers.vault.key_missing": Explanation(
        31,
        "書類の鍵を開くマスター鍵 {path} が、ないか、こわれています。",
        "新しく作ると預かった書類が二度と読めなくなるため、始めませんでした。",
        "控えのマスター鍵を元の場所に戻すか、IGA_VAULT_KEY_FILE で指定してください。",
    ),
    "papers.vault.key_wrong": Explanation(
        32,
        "マスター鍵が、預かった書類の鍵に合いません。",
        "書類は読めないままです。何も変えていません。",
        "IGA_VAULT_KEY_FILE が正しい鍵を指しているか確かめてください。",
    ),
    "papers.vault.serving": Explanation(
        33,
        "サーバーが動いています。",
        "動いている間は鍵を変えられません。何も変えていません。",
        "サーバーを止めてから、もう一度実行してください。",
    ),
    "papers.vault.key_given": Explanation(
        34,
        "マスター鍵は IGA_VAULT_KEY で指定されています。",
        "このコマンドでは作りかえられません。何も変えていません。",
        "「openssl rand -base64 32」で新しい鍵のファイルを作り、--to で指定してください。",
    ),
    "papers.vault.key_unusable": Explanation(
        35,
        "{path} を鍵として読めません。",
        "何も変えていません。",
        "「openssl rand -base64 32」で作ったファイルを指定してください。",
    ),
    "papers.mat.unwritable": Explanation(
        37,
        "{path} に書けません。",
        "台紙は作っていません。",
        "あるフォルダの、書けるファイル名を --out に指定してください。",
    ),
    "handbook.unwritable": Explanation(
        37,
        "{path} に書けません。",
        "手引きは作っていません。",
        "あるフォルダの、書けるファイル名を --out に指定してください。",
    ),
    "handbook.chapter.unknown": Explanation(
        39,
        "{chapter} という章はありません。",
        "手引きは作っていません。",
        "この中から選んでください：{known}",
    ),
    "records.report.unwritable": Explanation(
        37,
        "{path} に書けません。",
        "報告書は作っていません。",
        "あるフォルダの、書けるファイル名を --out に指定してください。",
    ),
    "reporting.month": Explanation(
        42, "月を読み取れません。", "報告書は作っていません。", "2026-11 のように書いてください。"
    ),
    "reporting.future": Explanation(
        42, "その月は、まだはじまっていません。", "報告書は作っていません。", "今月までの月を書いてください。"
    ),
    "reporting.title": Explanation(
        42, "何が起きたかが空です。", "報告書は作っていません。", "--title に短く書いてください。"
    ),
    "reporting.text": Explanation(
        42,
        "文が長すぎます。",
        "報告書は作っていません。",
        "--title と --acknowledged は{title}文字、--done は{note}文字までにしてください。",
    ),
    "reporting.moment": Explanation(
        42, "日時を読み取れません。", "報告書は作っていません。", "2026-11-30T09:15 のように書いてください。"
    ),
    "reporting.order": Explanation(
        42,
        "はじまりが、おわりよりあとです。",
        "報告書は作っていません。",
        "--from と --to を確かめてください。",
    ),
    "reporting.too_long": Explanation(
        42, "期間が長すぎます。", "報告書は作っていません。", "{limit}日までに分けてください。"
    ),
    "papers.disk.full": Explanation(
        36,
        "書類の置き場所に書けません。",
        "途中まで書いたものは残っていません。",
        "ディスクの空きと、フォルダの持ち主を確かめてください。",
    ),
    "audit.broken": Explanation(
        30,
        "操作記録が、書いたときのままではありません。",
        "だれかが変えたか、こわれています。",
        "このままの状態で保存し、デジタル自治推進局に知らせてください。",
    ),
    "audit.key.unreadable": Explanation(
        38,
        "操作記録の鍵 {path} を読めません。",
        "鍵がないあいだは、何も書けません。何も失われていません。",
        "バックアップの log.key を元の場所に戻してください。",
    ),
    "accounts.password.length": Explanation(
        42,
        "パスワードは {low} 文字から {high} 文字までです。",
        "何も変えていません。",
        "空のまま Enter を押すと、ここで作ります。user code なら、本人が決めます。",
    ),
    "accounts.password.guessable": Explanation(
        42,
        "このパスワードは、当てられやすい言葉や並びでできています。",
        "何も変えていません。",
        "つながりのない言葉を3つか4つ並べてください。空のまま Enter を押すと、ここで作ります。",
    ),
    "accounts.staff.disabled": Explanation(
        42,
        "{name} さんのログインは止まっています。",
        "設定コードは出していません。",
        "user enable でまた使えるようにしてから、行ってください。",
    ),
    "audit.period.days": Explanation(
        42,
        "日付を読めません。",
        "何も書き出していません。",
        "--from 2026-04-01 --to 2026-04-30 のように書いてください。",
    ),
    "audit.period.order": Explanation(
        42,
        "はじめの日が、終わりの日よりあとです。",
        "何も書き出していません。",
        "二つの日を入れかえてください。",
    ),
    "audit.period.too_long": Explanation(
        42, "一度に見られるのは {limit} 日までです。", "何も書き出していません。", "期間を分けてください。"
    ),
    "audit.sheet.too_long": Explanation(
        42,
        "{count} 件あります。PDF は {limit} 件までです。",
        "何も書き出していません。",
        "期間を短くするか、CSV で書き出してください。",
    ),
    "audit.export.kind": Explanation(
        42,
        "{path} は .csv でも .pdf でもありません。",
        "何も書き出していません。",
        "どちらかの名前にしてください。",
    ),
    "audit.export.unwritable": Explanation(
        37,
        "{path} に書けません。",
        "書き出したファイルはありません。",
        "あるフォルダの、書けるファイル名を --out に指定してください。",
    ),
}

EXPLAINED |= {
    "power.server.silent": Explanation(
        90,
        "動いているサーバーが、{seconds}秒のうちに止める準備を終えませんでした。",
        "それまでに書いたものは、すべて残ります。",
        "このまま止めてもかまいません。電気がもどると、続きから使えます。",
    ),
    "power.ups.silent": Explanation(
        UPS_SILENT,
        "UPS のようすがわかりません。",
        "サーバーは動き続けます。",
        "UPS とサーバーをつなぐ線と、nut-server が動いているかを確かめてください。",
    ),
}
EXPLAINED |= {
    "example.years." + name: Explanation(code, happened, "何も変えていません。", then)
    for name, code, happened, then in (
        (
            "production",
            43,
            "IGA_EXAMPLE_DATA=0 のため、ここは本番です。模擬のデータは入れません。",
            "試験用のデータの置き場所（IGA_DATA_DIR）で実行してください。",
        ),
        (
            "not_empty",
            41,
            "このデータベースには、もう相談があります。",
            "空の IGA_DATA_DIR を指定してください。",
        ),
        (
            "no_city",
            40,
            "支所か、課の窓口がまだありません。",
            "terminal add と department add で作るか、空の IGA_DATA_DIR を指定してください。",
        ),
        (
            "range",
            42,
            "数が大きすぎるか、小さすぎます。",
            "相談は1〜20万件、操作記録は1000万行までにしてください。",
        ),
    )
}
EXPLAINED |= {
    "records.period." + name: Explanation(42, happened, "何も作っていません。", then)
    for name, happened, then in (
        ("order", "始まりの日が、終わりの日よりあとです。", "--from と --to を確かめてください。"),
        ("too_long", "期間が長すぎます。", "{limit}年までにしてください。"),
    )
}

_PRINTING = "printing."
EXPLAINED |= {
    _PRINTING + name: Explanation(code, happened, means, then)
    for name, code, happened, means, then in (
        (
            "printer.unreachable",
            50,
            "プリンターから返事がありません。",
            "何も印刷していません。",
            "電源とケーブル、printer list のアドレスを確かめてください。",
        ),
        (
            "printer.refused",
            51,
            "プリンターが受け付けませんでした（{status}）。",
            "何も印刷していません。",
            "プリンターの画面と、IPP（インターネット印刷）の設定を確かめてください。",
        ),
        (
            "printer.busy",
            51,
            "プリンターが、ほかの印刷をしています。",
            "何も印刷していません。",
            "終わってから、もう一度ためしてください。",
        ),
        (
            "printer.no_pdf",
            52,
            "このプリンターは PDF をそのまま印刷できません。",
            "何も印刷していません。",
            "PDF に対応した IPP プリンターを使うか、あいだに CUPS を置いてください。",
        ),
        (
            "printer.no_media",
            52,
            "このプリンターは {media} の用紙に対応していません。",
            "何も印刷していません。",
            "プリンターの用紙の設定を確かめてください。",
        ),
        (
            "printer.none",
            53,
            "{branch}には、プリンターが登録されていません。",
            "何も印刷していません。",
            "printer set で登録してください。",
        ),
        (
            "uri.scheme",
            42,
            "アドレスは ipp:// か ipps:// で始めてください。",
            "何も変えていません。",
            "例：ipp://192.168.10.20/ipp/print",
        ),
        (
            "uri.shape",
            42,
            "プリンターのアドレスとして読めません。",
            "何も変えていません。",
            "例：ipp://192.168.10.20/ipp/print",
        ),
        (
            "uri.outside",
            42,
            "庁内の番号（10.*、172.16-31.*、192.168.*）ではありません。",
            "印刷物が外へ出るおそれがあるため、何も変えていません。",
            "名前で指定するときは、その名前を IGA_PRINTER_HOSTS に書いてください。",
        ),
        (
            "branch.unknown",
            40,
            "そのような支所はありません。",
            "何も変えていません。",
            "terminal list で支所の番号を確かめてください。",
        ),
        (
            "typesetter.missing",
            MISSING_PACKAGE,
            "印刷のための Debian のパッケージがありません：{package}",
            "何も印刷していません。",
            "apt-get install {package} を実行してください。",
        ),
    )
}

_PROCEDURES = "procedures."
EXPLAINED |= {
    _PROCEDURES + name: Explanation(code, happened, "何も変えていません。", then)
    for name, code, happened, then in (
        (
            "import.faulty",
            60,
            "このファイルは取り込めません。",
            "上の行と列を直して、もう一度確かめてください。",
        ),
        (
            "file.unreadable",
            61,
            "{path} を読めません。",
            "ファイルの名前と、読んでよいファイルかを確かめてください。",
        ),
        (
            "file.unwritable",
            62,
            "{path} に書けません。",
            "あるフォルダの、書けるファイル名を --out に指定してください。",
        ),
    )
}

_DAY = "presence.day."
EXPLAINED |= {
    _DAY + name: Explanation(42, happened, "何も変えていません。", then)
    for name, happened, then in (
        ("past", "{day} は、もう過ぎた日です。", "きょうからあとの日を書いてください。"),
        ("too_far", "{day} は、先すぎます。", "{limit}日先までの日を書いてください。"),
        ("hours", "始まりの時刻が、終わりの時刻よりあとです。", "--from と --until を確かめてください。"),
        ("note", "理由がないか、長すぎます。", "{limit}文字までで --note に書いてください。"),
    )
}

EXPLAINED |= {
    name: Explanation(code, happened, means, then)
    for name, code, happened, means, then in backup_sentences.ROWS
}

_KIND: dict[type[DomainError], Explanation] = {
    NotFound: Explanation(
        40, "{code}：見つかりません。", "何も変えていません。", "list で番号や名前を確かめてください。"
    ),
    Conflict: Explanation(
        41, "{code}：すでにあります。", "何も変えていません。", "list でいまのようすを確かめてください。"
    ),
    InvalidInput: Explanation(
        42,
        "{code}：この値は使えません。{data}",
        "何も変えていません。",
        "--help で書き方を確かめてください。",
    ),
}
_OTHER = Explanation(
    FAILED, "{code}：できませんでした。{data}", "途中の変更は残っていません。", "doctor を実行してください。"
)


def explain(error: DomainError) -> tuple[int, str]:
    """(exit code, three sentences) for an error."""
    found = EXPLAINED.get(error.code)
    if found is None:
        found = next((kind for cls, kind in _KIND.items() if isinstance(error, cls)), _OTHER)
    fields = _Fields({"code": error.code, "data": error.data or "", **error.data})
    lines = (found.happened, found.means, found.next)
    return found.code, "\n".join(line.format_map(fields) for line in lines)


class _Fields(dict[str, object]):
    """A sentence is better with a gap than not at all."""

    def __missing__(self, name: str) -> str:
        return str(self.get("place", self.get("path", "")))


def listing() -> str:
    """The specific exit codes, for `--help`."""
    rows = [f"{e.code}: {code}" for code, e in sorted(EXPLAINED.items(), key=lambda item: item[1].code)]
    rows += [f"{e.code}: {cls.__name__}" for cls, e in _KIND.items()]
    rows.append(f"{MISSING_PACKAGE}: a Debian package is missing")
    return "\n".join(["0: done", "1: done with warnings", "2: failed", *rows])
