"""The reservation slip in English."""

from __future__ import annotations

from iga_madoguchi.ui.text.en.dates import DATE
from iga_madoguchi.ui.text.slip import SlipText

TEXT = SlipText(
    tag="en",
    city="Iga City Online Counter",
    title="Your reservation",
    number="Number",
    number_note="At the branch, press “I have a reservation number” and then this number.",
    when="When",
    date=DATE,
    time="from {time}",
    where="Where",
    department="Counter",
    phone="Telephone",
    phone_note="Please call if you want to change the time or cannot come.",
    bring="Please bring",
    things=(
        "My Number Card, or a driver's licence or another proof of who you are",
        "Letters and forms from the city, in their envelopes",
        "Papers for your matter",
        "This slip",
    ),
    bring_note="It is all right if something is missing.",
    late="You can check in 30 minutes before. After 10 minutes the time is given away; "
    "we then call you in turn.",
)
