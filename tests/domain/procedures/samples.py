"""A procedure as somebody would write it, for tests that change one thing of it."""

from __future__ import annotations

from typing import Any

from iga_madoguchi.domain.forms.naming import known
from iga_madoguchi.domain.procedures.content import Known

ADMIN_KNOWN = known()
KNOWN = Known(frozenset({"kaigo", "hoken"}), ADMIN_KNOWN.forms, ADMIN_KNOWN.covers)


def sample(**changes: Any) -> dict[str, Any]:
    """Plain data as `content.data` makes it, complete in Japanese."""
    return {
        "department": "kaigo",
        "name": {
            "ja": "車いすの貸し出し",
            "ja-easy": "車《くるま》いすを 借《か》りる",
            "en": "Borrow a wheelchair",
        },
        "line": {"ja": "しばらく車いすを使いたいとき"},
        "purpose": "けがなどのとき、車いすを貸します。\n1か月まで。",
        "documents": [
            {
                "name": {"ja": "申請書", "en": "Form"},
                "kind": "fill",
                "who": "self",
                "when": {},
                "cover": "",
                "form": "kaigo_nintei",
            },
            {
                "name": {"ja": "マイナンバーカード"},
                "kind": "show",
                "who": "proxy",
                "when": {"ja": "代理のとき"},
                "cover": "mynumber",
                "form": "",
            },
        ],
        "deadline": {"ja": "3日前まで"},
        "proxy": "だれでも",
        "minutes": 15,
        "reach": "apply",
        "questions": ["いつからですか"],
        "checklist": ["返す日を伝えたか", "電話番号"],
        "next_steps": [{"ja": "支所で受け取ります。"}],
        "phone": "",
        "words": ["車いす", "wheelchair"],
        "source": "iga",
        "icon": "",
        **changes,
    }
