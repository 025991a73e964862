"""What is said when somebody answers in private, and about their voice: to the resident, and to the desk."""

from __future__ import annotations

from typing import Any

from iga_madoguchi.domain.conversation.private.catalogue import all_questions
from iga_madoguchi.domain.conversation.private.questions import Question
from iga_madoguchi.ui.text.ja.feedback import SENTENCES

PRIVATE: dict[str, str] = {
    "wish": "ないしょで答える",
    "wish_stop": "やめる",
    "wish_title": "画面で答えられます",
    "wish_note": "担当に伝えました。質問がここに出るまで、お待ちください。",
    "note": "声に出さなくて大丈夫です。画面でお答えください。担当だけに見えます。",
    "japanese": "この質問は、担当がいま書いたものです。",
    "unsaid": "答えたくない",
    "unknown": "わからない",
    "send": "この答えを送る",
    "sending": "送っています。",
    "sent": "送りました。画面から消えました。",
    "away": "まだ届いていません。もう一度押してください。",
    "erase": "1字消す",
    "pad_yen": "円",
    "pad_age": "歳",
    "pad_month": "月",
    "pad_range": "{low}から{high}までの数字でお願いします。",
    "voice": "小さな声で大丈夫です",
    "voice_still": "お話しにならなくても大丈夫です",
    "voice_low": "声が少し小さめです",
    "voice_good": "ちょうどよく届いています",
    "voice_loud": "もっと小さな声でも届きます",
    "handset": "受話器で聞く",
    "speaker": "スピーカーにもどす",
    "private.answer.unfit": "もう一度、選んでください。",
    "private.question.unknown": "この質問は、もう終わりました。",
}

DESK: dict[str, str] = {
    "title": "ないしょの質問",
    "note": "選ぶと、すぐ支所の画面に出ます。答えは担当だけが見て、読むと消えます。",
    "search": "ことばで探す（収入、離婚など）",
    "list": "質問の一覧",
    "ours": "この課でよく聞くこと",
    "others": "ほかの質問",
    "none": "見つかりません。短いことばにするか、質問を書いてください。",
    "own": "質問を書く",
    "own_note": "書いた質問は、日本語だけで出ます。訳されません。",
    "own_text": "質問",
    "own_kind": "答えかた",
    "own_choices": "選んでもらう",
    "own_lines": "答え（1行に1つ、2つから8つ）",
    "pad_yen": "金額（円）",
    "pad_count": "数",
    "pad_age": "年齢",
    "pad_month": "月",
    "ask": "たずねる",
    "back": "一覧にもどる",
    "waiting": "答えを待っています。",
    "withdraw": "質問を取り消す",
    "arrived": "答えが届きました。押している間だけ見えます。",
    "hold": "押している間だけ見る",
    "read": "読みました（消す）",
    "wish": "住民の方が、声に出さずに答えたいそうです。下から質問を選んでください。",
    "low": "住民の方の声が小さいようです。音を大きくするか、ないしょの質問をお使いください。",
    "away": "届きませんでした。もう一度押してください。",
    "private.question.too_long": "質問が長すぎます。200文字までにしてください。",
    "private.question.choices": "答えは2つから8つ、60文字までで、ちがうことばにしてください。",
}
TOPICS = {
    "household": "世帯・家族",
    "money": "お金・仕事",
    "health": "からだ・介護",
    "safety": "安全",
    "residence": "住まい・国籍",
}
PADS = {
    "yen": "金額を入れてもらう",
    "count": "数を入れてもらう",
    "age": "年齢を入れてもらう",
    "month": "月を入れてもらう",
}


def desk_words() -> dict[str, str]:
    """What the desk's panel says, with a sentence for everything that may be refused."""
    codes = [code for code in SENTENCES if code.startswith("private.")] + [
        "functions.off",
        "papers.disk.full",
        "db.full",
    ]
    return {code: SENTENCES[code] for code in codes} | DESK


def desk_questions() -> list[dict[str, Any]]:
    """What the desk can ask: id, text, topic, answers, departments, and the words by which it is found."""
    return [_row(question) for question in all_questions()]


def _row(question: Question) -> dict[str, Any]:
    answers = "、".join(choice.text["ja"] for choice in question.choices)
    if question.pad is not None:
        answers = PADS[question.pad]
    topic = TOPICS[question.topic]
    return {
        "id": question.id,
        "text": question.text["ja"],
        "topic": topic,
        "answers": answers,
        "departments": list(question.departments),
        "finds": f"{question.text['ja']} {topic} {answers}",
    }
