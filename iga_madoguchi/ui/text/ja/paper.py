"""What the desk reads beside the paper. Why something was refused is said as everywhere else."""

from __future__ import annotations

from iga_madoguchi.domain.papers.policy import (
    IDENTITY_LIMIT,
    KEEP_DAYS,
    MARKS_LIMIT,
    MASKS_LIMIT,
    PAPERS_LIMIT,
    STILL_PAGES_LIMIT,
)
from iga_madoguchi.ui.text.ja.feedback import SENTENCES

OF_PAPERS = ("papers.", "db.full", "http.too_many", "not_found")

_LIMITS: dict[str, dict[str, int]] = {
    "papers.call.full": {"limit": PAPERS_LIMIT},
    "papers.paper.full": {"limit": STILL_PAGES_LIMIT},
    "papers.masks.full": {"limit": MASKS_LIMIT},
    "papers.marks.full": {"limit": MARKS_LIMIT},
    "papers.identity.full": {"limit": IDENTITY_LIMIT},
    "papers.keep.days": {"low": KEEP_DAYS[0], "high": KEEP_DAYS[1]},
}

DESK: dict[str, str] = {
    "waiting": "用紙を読みこんでいます。",
    "forms.open": "記入例・様式",
    "forms.sample": "記入例",
    "forms.blank": "白紙",
    "forms.near": "このご用の様式",
    "forms.none": "「{matter}」の様式は、まだ入っていません。下からさがしてください。",
    "forms.no_matter": "ご用がまだ選ばれていません。下からさがしてください。",
    "forms.search": "様式の名前でさがす",
    "forms.not_found": "「{sought}」という様式はありません。ことばを短くして、もう一度さがしてください。",
    "forms.busy": "様式を用意しています…",
    "forms.print": "この用紙を印刷",
    "forms.put_away": "しまう",
    "asked": "撮影しています…",
    "taking": "撮影しています…",
    "taken": "写した絵を受け取っています…",
    "done": "撮影しました。",
    "hiding": "番号をかくす用意をしています。支所の用紙の映像は止めてあります。",
    "preview": "お客さまに、かくした絵を確かめていただいています。",
    "cover.stopped": "お客さまがやめました。何も届いていません。",
    "cover.late": "番号をかくせませんでした。何も届いていません。"
    "台紙の置き方を確かめて、もう一度押してください。",
    "mask.broken": "支所の画面で番号をかくせません。何も届いていません。"
    "デジタル自治推進局に知らせてください。",
    "paper.off": "お客さまが用紙を見せるのを止めています。声をかけてから撮影してください。",
    "paper.absent": "支所の書類カメラが見つかりません。支所の職員に、つなぎ方を確かめてもらってください。",
    "paper.gone": "支所の書類カメラが外れました。つなぐと自動で戻ります。",
    "paper.busy": "支所の書類カメラを、ほかのソフトが使っています。",
    "paper.refused": "支所で書類カメラの使用が許可されていません。",
    "paper.silent": "支所の書類カメラから絵が届きません。もう一度押してください。",
    "paper.undeveloped": "支所の画面で絵にできませんでした。もう一度押してください。",
    "silent": "支所から返事がありません。つながりを確かめて、もう一度押してください。",
    "unreachable": "サーバーに届きません。もう一度押してください。",
    "mark.refused": "印が届きませんでした。もう一度引いてください。",
    "otherwise": "うまくいきませんでした。もう一度押してください。",
    **{
        code: sentence.format(**_LIMITS.get(code, {}))
        for code, sentence in SENTENCES.items()
        if code.startswith(OF_PAPERS)
    },
}
