"""Made-up procedures and memos. Each memo says that it is made up; nobody in it exists."""

from __future__ import annotations

import random

# department -> (id, name) of what people come for
PROCEDURES: dict[str, tuple[tuple[str, str], ...]] = {
    "shogai": (
        ("shogai.techo", "身体障害者手帳の申請"),
        ("shogai.koshin", "手帳の更新"),
        ("shogai.iryo", "自立支援医療の申請"),
        ("shogai.hosogu", "補装具の支給"),
        ("shogai.teate", "特別障害者手当"),
    ),
    "kodomo": (
        ("kodomo.teate", "児童手当の認定請求"),
        ("kodomo.iryo", "子ども医療費の助成"),
        ("kodomo.fuyo", "児童扶養手当の現況届"),
        ("kodomo.hitorioya", "ひとり親家庭の医療費"),
    ),
    "hoiku": (
        ("hoiku.nyuen", "保育園の入園申込"),
        ("hoiku.tenen", "転園の申込"),
        ("hoiku.ichiji", "一時預かりの利用"),
    ),
    "kaigo": (
        ("kaigo.nintei", "要介護認定の申請"),
        ("kaigo.koshin", "要介護認定の更新"),
        ("kaigo.jutaku", "住宅改修の申請"),
        ("kaigo.yogu", "福祉用具の購入"),
        ("kaigo.omutsu", "おむつの支給"),
        ("kaigo.futan", "負担割合証の再交付"),
    ),
    "hoken": (
        ("hoken.shutoku", "国民健康保険の加入"),
        ("hoken.soshitsu", "国民健康保険の脱退"),
        ("hoken.kogaku", "高額療養費の申請"),
        ("hoken.nenkin", "国民年金の免除申請"),
        ("hoken.koki", "後期高齢者医療の資格"),
        ("hoken.sosai", "葬祭費の支給"),
    ),
}
OTHER = (("other.sodan", "その他の相談"),)
"""For departments that this file does not know."""
PAPERS = """
    口座の写し 本人確認書類 診断書 印かん 委任状 課税証明書 保険証 領収書 図面 申請書
""".split()
_WHO = ("本人", "娘さん", "息子さん", "妻", "夫", "母", "父", "祖母", "孫", "ケアマネジャー", "近所の方")
_TOPICS = """
    制度のしくみを説明した 必要な書類を確認した 申請書の書き方を案内した 前回の続きを聞いた
    更新の時期を伝えた 所得の条件を説明した 窓口に来られない理由を聞いた 郵送でもよいと伝えた
    支所で書類を預かった 耳が聞こえにくいため筆談にした やさしい日本語で話した
    通訳の方に入ってもらった 転居の予定があるとのこと 入院中のため代理で来所
    退院の日が決まったとのこと 車いすで来所 通帳の名義を確認した 保険料の納付書を再発行する
    限度額の認定証を案内した 訪問調査の日程を相談した 事業所と調整する 医師の意見書を依頼する
    学校に確認する 世帯の人数が変わった 離職票を見せてもらった
""".split()
_PLACES = (
    "阿山",
    "島ヶ原",
    "大山田",
    "青山",
    "柘植",
    "丸柱",
    "槇山",
    "平田",
    "阿保",
    "霧生",
    "壬生野",
    "西柘植",
)
_ENDS = (
    "了承された。",
    "納得された。",
    "また来られる。",
    "電話で連絡する。",
    "来週までに持参。",
    "家族と相談される。",
)


def memo(chance: random.Random) -> str:
    """Three to six lines of a memo."""
    lines = [f"【模擬】{chance.choice(_WHO)}から相談。{chance.choice(_PLACES)}の方。"]
    lines += [f"・{topic}。" for topic in chance.sample(_TOPICS, chance.randint(2, 5))]
    return "\n".join([*lines, chance.choice(_ENDS)])


def procedure(chance: random.Random, department_id: str) -> tuple[str, str]:
    known = PROCEDURES.get(department_id, OTHER)
    return known[min(int(chance.expovariate(1.0) * 1.2), len(known) - 1)]
