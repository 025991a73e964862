"""What is said when somebody answers in private, and about their voice, in easy Japanese."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "ないしょで 答《こた》える",
    "wish_stop": "やめる",
    "wish_title": "画面《がめん》で 答《こた》える ことが できます",
    "wish_note": "担当《たんとう》に 伝《つた》えました。質問《しつもん》が ここに 出《で》るまで、待《ま》って ください。",
    "note": "話《はな》さなくて 大丈夫《だいじょうぶ》です。画面《がめん》を さわって 答《こた》えて ください。担当《たんとう》だけが 見《み》ます。",
    "japanese": "この 質問《しつもん》は、担当《たんとう》が いま 書《か》きました。",
    "unsaid": "答《こた》えたくない",
    "unknown": "わからない",
    "send": "この 答《こた》えを 送《おく》る",
    "sending": "送《おく》って います。",
    "sent": "送《おく》りました。画面《がめん》から 消《き》えました。",
    "away": "まだ 届《とど》いて いません。もう 一度《いちど》 押《お》して ください。",
    "erase": "1つ 消《け》す",
    "pad_yen": "円《えん》",
    "pad_age": "歳《さい》",
    "pad_month": "月《がつ》",
    "pad_range": "{low}から {high}までの 数字《すうじ》を 押《お》して ください。",
    "voice": "小《ちい》さい 声《こえ》で 大丈夫《だいじょうぶ》です",
    "voice_still": "話《はな》さなくても 大丈夫《だいじょうぶ》です",
    "voice_low": "声《こえ》が 少《すこ》し 小《ちい》さいです",
    "voice_good": "ちょうど よく 聞《き》こえます",
    "voice_loud": "もっと 小《ちい》さい 声《こえ》でも 聞《き》こえます",
    "handset": "受話器《じゅわき》で 聞《き》く",
    "speaker": "スピーカーに もどす",
    "private.answer.unfit": "もう 一度《いちど》 選《えら》んで ください。",
    "private.question.unknown": "この 質問《しつもん》は 終《お》わりました。",
}
