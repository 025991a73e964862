"""Choosing by matter, and how it was, in English."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "What you can do here",
    "common": "Often asked",
    "search": "Search by words",
    "hint": "e.g. nursery, insurance",
    "search_title": "Search for what you need",
    "field": "Words to search for",
    "type": "Press the keys: what fits appears here.",
    "none": "Nothing found. Try a shorter word, or call the branch staff.",
    "keys": "latin",
    "keyboard": "Letter keys",
    "dots": "Voiced mark",
    "ring": "Half-voiced mark",
    "small": "Small letter",
    "space": "Space",
    "erase": "Delete one",
    "clear": "Delete all",
    "bring": "Please have ready",
    "nothing": "Nothing in particular. Just come and talk.",
    "comma": ", ",
    "lack": "You can talk even if something is missing.",
    "minutes": "About {n} {n:minute|minutes}",
    "where": "Connects you to {department}",
    "talk": "Talk about this",
    "back": "Back",
    "reach_apply": "You can apply here, to the end",
    "reach_consult": "You can ask for advice here",
    "reach_check": "We can check here that your papers are complete",
    "kind_show": "you show it",
    "kind_copy": "we keep a copy",
    "kind_original": "we keep it",
    "kind_fill": "you write it here",
}

SURVEY: dict[str, str] = {
    "title": "How was it today?",
    "good": "Good",
    "fair": "All right",
    "poor": "Not good",
    "thanks": "Thank you.",
}
