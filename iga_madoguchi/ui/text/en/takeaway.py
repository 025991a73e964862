"""The take-away slip in English."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="en",
    city="Iga City Online Counter",
    title="Your consultation today",
    date="{year}-{month:02}-{day:02}",
    number="Number",
    number_note="Please tell us this number when you ask about it.",
    about="About",
    steps="What to do next",
    lack="Papers still needed",
    lack_note="When you have them, bring them to any branch.",
    deadline="Until when",
    phone="Telephone",
    phone_note="Weekdays 8:30 to 17:15",
    own_note="Read this with your phone to keep the number and the telephone number. Your name is not in it.",
)
