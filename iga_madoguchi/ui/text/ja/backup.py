"""Words about backups, for their page and the overview: operations, steps, what to do where it is wrong."""

from __future__ import annotations

WHATS = {
    ("backup.run", "whole"): "全体のバックアップ",
    ("backup.run", "program"): "プログラムのバックアップ",
    ("backup.drill", "whole"): "復元の練習",
    ("backup.verify", "quick"): "点検",
    ("backup.verify", "part"): "4分の1の読み取り点検",
    ("backup.verify", "all"): "すべての読み取り点検",
}
KINDS = {"whole": "全体", "program": "プログラム"}
ORDERS = {
    "whole": ("全体をいまバックアップする", "相談の記録、預かった書類、設定をすべて"),
    "program": ("プログラムをいまバックアップする", "サーバーを作り直すための、プログラム一式"),
    "drill": (
        "復元の練習をする",
        "いちばん新しいものを別の場所に取り出し、もとと比べます。動いているデータは変わりません。",
    ),
    "check": ("すべて読んで点検する", "置き場所のバックアップを、はじめから終わりまで読みます"),
}
BEGUN_WHATS = {
    "whole": "全体のバックアップ",
    "program": "プログラムのバックアップ",
    "drill": "復元の練習",
    "check": "点検",
}
OUTCOMES = {
    "running": "動いています",
    "done": "できました",
    "warning": "できました（確かめることがあります）",
    "failed": "できませんでした",
    "cut": "途中で止まりました",
}
STEPS = {
    "database": "データベースを写しています",
    "files": "書類を集めています",
    "sums": "確かめる数をとっています",
    "store": "しまっています",
    "check": "確かめています",
    "keys": "鍵を別にしまっています",
    "copy": "2つめの場所へ写しています",
    "tidy": "古いものを片づけています",
    "restore": "取り出しています",
    "proof": "もとと同じか確かめています",
    "adopt": "この版に合わせています",
}
AT_WORK = {"backup.run": "バックアップ", "backup.drill": "復元の練習", "backup.verify": "点検"}
IN_ORDER = {
    "backup.run": ("database", "files", "sums", "keys", "store", "check", "copy", "tidy"),
    "backup.drill": ("restore", "proof", "adopt"),
}
"""The steps of each; with a second place the last ones of a backup come twice."""

FACTS = {
    "whole": ("最後のバックアップ（全体）", ("backup.run", "whole"), "取れています"),
    "proof": ("最後に元に戻せると確かめた日", ("backup.drill", "whole"), "確かめました"),
    "program": ("最後のバックアップ（プログラム）", ("backup.run", "program"), "取れています"),
}
BEGUN = "{what}を始めました。通話は、そのまま使えます。"
WAITING = "始めています"

SAFE = "バックアップは、すべて正常です"
NEVER = "まだ、バックアップがありません"
NOT_SAFE = "確かめることが{count}件あります"
ADVICE_SAFE = "していただくことはありません。毎晩1時30分に取り、2時30分に実際に取り出して比べています。"
ADVICE_NEVER = "今夜1時30分に、はじめてのバックアップを取ります。下のボタンで、いま取ることもできます。"
ADVICE_NOT = "下の「いますること」を、上から順に行ってください。通話と書類は、いつもどおり使えます。"

FRESH = {
    ("backup.run", "whole"): "全体のバックアップが、1日より長く取れていません",
    ("backup.drill", "whole"): "復元の練習が、1日より長くできていません",
    ("backup.run", "program"): "プログラムのバックアップが、1週間より長く取れていません",
    ("backup.verify", "part"): "読み取り点検が、1週間より長くできていません",
    ("backup.verify", "all"): "すべての読み取り点検が、1か月より長くできていません",
}
FRESH_MEANS = "そのあとに変わったものは、もどせません。"
FRESH_TODO = {
    "backup.run": "「全体をいまバックアップする」か「プログラムを…」を押してください。"
    "できないときは、そのわけがここに出ます。",
    "backup.drill": "「復元の練習をする」を押すか、今夜の自動の練習を待ってください。",
    "backup.verify": "「すべて読んで点検する」を押すか、つぎの自動の点検を待ってください。",
}

MANY = "バックアップに、確かめることが{count}件あります"
SEE_PAGE = "「バックアップ」を開き、「いますること」のとおりにしてください。"
"""On the overview."""

NO_SECOND = (
    "2つめの置き場所が決められていません",
    "サーバーといっしょにディスクがこわれると、もどせません。",
    "別の機械か外づけのディスクのフォルダを、IGA_BACKUP_DIR_2 に書いてもらってください（保守の担当）。",
)
NO_KEY_SHEET = (
    "復元の控えが、まだ印刷されていません",
    "サーバーがこわれたとき、バックアップを開くパスワードがわかりません。",
    "サーバーで backup key --show を実行し、印刷して金庫に入れてください（保守の担当）。",
)
NO_TOOL = (
    "バックアップの道具（{package}）が入っていません",
    "新しいバックアップが取れません。",
    "保守の担当に「apt-get install {package}」を頼んでください。",
)

# state of a place, or what an operation stumbled over -> what happened, what it means, what to do now
TROUBLES: dict[str, tuple[str, str, str]] = {
    "backup.place.missing": (
        "置き場所 {place} が見つかりません",
        "そこには新しいバックアップが増えていません。",
        "ディスクがつながっているか、電源が入っているかを見てください。つなぐと、つぎの回から自動でしまいます。",
    ),
    "backup.repository.missing": (
        "置き場所 {place} は、まだ空です",
        "1か所にしかバックアップがありません。",
        "つぎのバックアップで自動でしまいます。いま取るときは、下のボタンを押してください。",
    ),
    "backup.repository.damaged": (
        "バックアップがこわれています（{place}）",
        "そこからは、もどせないものがあります。動いているデータは無事です。",
        "新しいディスクにかえて、サーバーで backup run --new-place を実行してください（保守の担当）。"
        "そのあと「すべて読んで点検する」を押し、うまくいくと、この知らせは消えます。",
    ),
    "backup.disk.full": (
        "バックアップのディスクがいっぱいです（{place}）",
        "新しいバックアップは、しまえていません。前のものは残っています。",
        "そのディスクの空きを増やすか、大きいディスクにかえてください。それから下のボタンで取り直せます。",
    ),
    "backup.place.unwritable": (
        "置き場所 {place} に書けません",
        "新しいバックアップは、しまえていません。",
        "ディスクのスイッチが「書きこみ禁止」になっていないか見てください。",
    ),
    "backup.key.wrong": (
        "パスワードが、置き場所 {place} に合いません",
        "そこのバックアップは、このサーバーでは開けません。",
        "別のサーバーのディスクではないか見てください。金庫の「復元の控え」と比べます。",
    ),
    "backup.files.lacking": (
        "預かった書類のうち、見つからないものがあります",
        "その書類は、バックアップにも入っていません。古いバックアップは消さずに残しています。",
        "保守の担当に、この画面を見せてください。",
    ),
    "backup.archive.altered": (
        "バックアップの中身が、取ったときとちがいます（{place}）",
        "だれかに変えられたか、こわれています。",
        "もう1つの置き場所を確かめ、ディスクをかえてください。",
    ),
    "backup.database.failed": (
        "データベースを書き出せませんでした",
        "新しいバックアップはできていません。前のものは残っています。",
        "サーバーのディスクの空きを確かめ、下のボタンで取り直してください。",
    ),
    "backup.database.damaged": (
        "取り出したデータベースが、記録と合いません",
        "そのバックアップは使えません。",
        "下のボタンで取り直し、続くときは保守の担当に知らせてください。",
    ),
    "backup.log.broken": (
        "操作記録に、つながらないところがあります",
        "書いたあとに変えられたか、こわれています。",
        "このままの状態で、保守の担当に知らせてください。",
    ),
}
OTHER_TROUBLE = (
    "{what}が、うまくいきませんでした",
    "前のバックアップは残っています。動いているデータは無事です。",
    "下のボタンで取り直してください。続くときは「{code}」と保守の担当に伝えてください。",
)
