"""Limits of the catalogue, in one place. Lengths in characters."""

from __future__ import annotations

import re

PROCEDURES = 500
ID_SHAPE = re.compile(r"[a-z][a-z0-9_-]{1,31}\.[a-z0-9][a-z0-9_-]{0,30}")
ICON_SHAPE = re.compile(r"[a-z0-9-]{0,32}")

# What residents read, in every language; やさしい日本語 carries its readings and may be twice as long.
NAME, LINE, DOCUMENT, WHEN, DEADLINE, STEP = 100, 240, 160, 200, 160, 300
# What only the staff read.
TEXT, ITEM = 1000, 200
DOCUMENTS, ITEMS, STEPS = 20, 20, 10
WORDS, WORD = 100, 40
MINUTES = range(1, 241)
EASY_FACTOR = 2
PROBLEMS = 50  # so many are told at once; who has more has not written a procedure
