"""What the console says when a backup or a restore did not work: error code, exit code, three sentences."""

from __future__ import annotations

NOTHING = "何も変えていません。"
NONE_MADE = "新しいバックアップはできていません。前のものは残っています。"

ROWS: tuple[tuple[str, int, str, str, str], ...] = (
    (
        "backup.tool.missing",
        12,
        "Debian のパッケージがありません：{package}",
        NOTHING,
        "apt-get install {package} を実行してください。",
    ),
    (
        "backup.key.wrong",
        60,
        "パスワードが、{place} のバックアップに合いません。",
        NOTHING,
        "「復元の控え」（金庫の紙）のパスワードを確かめ、--password-file で指定するか、入れ直してください。",
    ),
    (
        "backup.key.missing",
        61,
        "バックアップのパスワードがありません。",
        NOTHING,
        "「復元の控え」（金庫の紙）のパスワードをファイルに書き、--password-file で指定してください。",
    ),
    (
        "backup.place.missing",
        62,
        "バックアップの置き場所 {place} が見つかりません。",
        "ディスクがつながっていないか、場所がちがいます。" + NOTHING,
        "ディスクをつなぎ、IGA_BACKUP_DIR か --place を確かめてください。"
        "新しいディスクにかえたときは backup run --new-place を実行します。",
    ),
    (
        "backup.disk.full",
        63,
        "ディスクがいっぱいです（{place}）。",
        NONE_MADE,
        "そのディスクの空きを増やすか、大きいディスクにかえて、もう一度実行してください。",
    ),
    (
        "backup.repository.missing",
        64,
        "{place} には、バックアップがありません。",
        NOTHING,
        "場所が正しいか（IGA_BACKUP_DIR、--place）を確かめてください。はじめてなら backup run を実行します。",
    ),
    (
        "backup.busy",
        65,
        "ほかのバックアップか点検が動いています。",
        NOTHING,
        "終わるのを待って、もう一度実行してください。",
    ),
    (
        "backup.repository.damaged",
        66,
        "バックアップがこわれています（{place}）。",
        "ここからは、もどせないものがあります。動いているデータは、変わっていません。",
        "もう1つの置き場所を backup verify で確かめ、このディスクをかえて backup run --new-place を"
        "実行してください。",
    ),
    (
        "restore.target.occupied",
        67,
        "もどす先 {path} に、もう何かあります。",
        NOTHING,
        "空のフォルダを --to に指定するか、いまのものを別名で残す --keep-aside をつけてください。",
    ),
    (
        "restore.target.serving",
        68,
        "もどす先 {path} のサーバーが動いています。",
        NOTHING,
        "サーバーを止めてから、もう一度実行してください。",
    ),
    (
        "restore.newer",
        69,
        "このバックアップは、このプログラムより新しい版（{revision}）のものです。",
        "古いプログラムで開くとデータをこわすおそれがあるため、" + NOTHING,
        "新しい版のプログラムで、もう一度実行してください。",
    ),
    (
        "backup.archive.altered",
        70,
        "バックアップの中身が、作ったときとちがいます（{path}）。",
        "だれかに変えられたか、こわれています。" + NOTHING,
        "backup list で別の日のものを選ぶか、もう1つの置き場所を --place で指定してください。",
    ),
    (
        "restore.busy",
        71,
        "{path} では、ほかの復元が動いています。",
        NOTHING,
        "終わるのを待って、もう一度実行してください。",
    ),
    (
        "restore.space",
        72,
        "もどす先のディスクの空きが足りません（{needed} MB いります）。",
        NOTHING,
        "空きを増やすか、別のディスクのフォルダを --to に指定してください。",
    ),
    (
        "backup.snapshot.unknown",
        73,
        "{place} に、{snapshot} というバックアップはありません。",
        NOTHING,
        "backup list で番号を確かめてください。いちばん新しいものは latest です。",
    ),
    (
        "backup.stopped",
        74,
        "途中でやめました。",
        "前のバックアップも、もどす先にあったものも、そのままです。",
        "もう一度実行すれば、はじめからできます。",
    ),
    (
        "backup.database.failed",
        75,
        "データベースを、書き出すか、もどすことができませんでした（{why}）。",
        NOTHING,
        "データベースが動いているか、空きがあるかを確かめてください。",
    ),
    (
        "backup.database.damaged",
        76,
        "もどしたデータベースが、記録と合いません（{why}）。",
        "このバックアップは使えません。" + NOTHING,
        "backup list で前の日のものを選び、もう一度実行してください。",
    ),
    (
        "restore.database.occupied",
        77,
        "IGA_DATABASE_URL のデータベースに、もうデータがあります。",
        NOTHING,
        "空のデータベースを作り（createdb）、そのアドレスを IGA_DATABASE_URL に指定してください。",
    ),
    (
        "backup.log.broken",
        78,
        "もどした操作記録の {seq} 番が、前後とつながりません。",
        "書いたあとに変えられたか、こわれています。",
        "audit verify を実行し、結果をデジタル自治推進局に知らせてください。",
    ),
    (
        "backup.place.unwritable",
        79,
        "{place} に書けません。",
        NOTHING,
        "フォルダの持ち主と、ディスクが読み取り専用になっていないかを確かめてください。",
    ),
    (
        "restore.target.unusable",
        80,
        "{path} には、もどせません。",
        "フォルダでないか、バックアップかプログラムのある場所です。" + NOTHING,
        "別のフォルダを --to に指定してください。",
    ),
    (
        "backup.verify.part",
        42,
        "--part は 3/7 のように書いてください。",
        NOTHING,
        "すべて読むときは --read-data をつけます。",
    ),
    (
        "backup.failed",
        2,
        "バックアップの道具（restic）が、うまくいきませんでした（{why}）。",
        "動いているデータは、変わっていません。",
        "もう一度実行してください。続くときは、この文を添えて保守の担当に知らせてください。",
    ),
)

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

WARNINGS = {
    "papers.vault.key_missing": "書類のマスター鍵が入っていません。金庫の vault.key を、もどした先に置くか、"
    "IGA_VAULT_KEY_FILE で指定してから始めてください。",
    "audit.broken": "操作記録につながらないところがあります。audit verify の結果を、デジタル自治推進局に"
    "知らせてください。",
    "restore.database.left": "PostgreSQL のデータは database.dump に入っています。空のデータベースを"
    "IGA_DATABASE_URL で指定して、もう一度 restore を実行してください。",
    "restore.database.other": "データベースは、もどした先の madoguchi.db です。IGA_DATABASE_URL を外して"
    "始めてください。",
}
