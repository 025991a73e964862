"""Limits of records, survey and statistics, and the words they are made of, in one place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, Literal

Result = Literal["done", "accepted", "advice", "missing", "handed", "again", "other"]
RESULTS: Final = ("done", "accepted", "advice", "missing", "handed", "again", "other")
"""How it came out: 完了, 申請を受け付けた, 相談のみ, 書類が足りない, 他課へ引き継ぎ, 後日もう一度, その他."""
Face = Literal["good", "fair", "poor"]
FACES: Final = ("good", "fair", "poor")

MEMO_LIMIT = 20_000  # characters
NAME_LIMIT = 80
LIST_LIMIT = 40  # missing documents, ticks
ITEM_LIMIT = 120  # characters of one missing document
ID_LIMIT = 64
REASON_LIMIT = 200
MINUTES_LIMIT = 600  # of one consultation
PAPERS_LIMIT = 999
ASIDE_LIMIT = 50  # refused texts that are kept with one record; more would be a loop, not a person
PROCEDURE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
TICK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

QUERY_LIMIT = 100  # characters of a search
NEEDLES_LIMIT = 8
PAGE = 50  # records of one page of results
FORGOTTEN = timedelta(days=31)  # so far back a talk without a record is still asked for
UNFINISHED_LIMIT = 100

SURVEY_FOR = timedelta(minutes=10)  # after the end of the call

LONGEST = timedelta(days=6 * 366)
KM_LIMIT, TRIP_MIN_LIMIT, SHARE_LIMIT = 500.0, 1440, 100
USUAL_KM, USUAL_TRIP_MIN, USUAL_SHARE = 20.0, 60, 80
"""Assumed for a branch of which nobody has said how far it is: km and minutes there and back, percent."""
