"""Line drawings of 24 x 24, inline so that they take the colour of the words beside them."""

from __future__ import annotations

import reflex as rx

# A drawing is its shapes: a path, or "c cx cy r", or "r x y width height corner"; "class|" may stand before.
_CIRCLE = "c 12 12 9"
DRAWINGS: dict[str, tuple[str, ...]] = {
    "arrow": ("M4 12h15M13 6l6 6-6 6",),
    "bell": ("M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4M12 3v2",),
    "camera": ("M3 7.5h4L9 4.5h6l2 3h4V19H3z", "c 12 13 3.5"),
    "cane": ("c 9 5 2.5", "M5 21v-8c0-3 1.5-4.5 4-4.5s3.5 2 4 4.5h4M17 13v8M17 13c0-2 3-2 3 0M9 21v-5"),
    "card": ("r 2.5 5 19 14 2", "c 8 11 2", "M5 16c0-3 6-3 6 0M14 10h5M14 14h5"),
    "child": (
        "M4 11h16a8 8 0 0 1-16 0zM12 11V4a8 8 0 0 1 8 7M4 11 2 6M8 18.5l-1 1.5M16 18.5l1 1.5",
        "c 7 21 1",
        "c 17 21 1",
    ),
    "clock": (_CIRCLE, "M12 7v5h4"),
    "contrast": (_CIRCLE, "f|M12 3a9 9 0 0 1 0 18z"),
    "search": ("c 10.5 10.5 6.5", "M15.5 15.5 21 21"),
    "door": ("M13 4H5v16h8M10 12h11M17 8l4 4-4 4",),
    "ear": ("M7 9a5 5 0 0 1 10 0c0 4-4 4.5-4 8a3 3 0 0 1-5.5 1.5M10 9.5a2 2 0 0 1 4 0c0 1.5-1.5 2-1.5 3.5",),
    "down": ("M12 4v15M6 13l6 6 6-6",),
    "eye": ("M2 12c4-7 16-7 20 0-4 7-16 7-20 0z", "c 12 12 3"),
    "face_good": (_CIRCLE, "M8 14c1.5 3 6.5 3 8 0", "c 9 10 .6", "c 15 10 .6"),
    "face_fair": (_CIRCLE, "M8.5 15h7", "c 9 10 .6", "c 15 10 .6"),
    "face_poor": (_CIRCLE, "M8 16.5c1.5-3 6.5-3 8 0", "c 9 10 .6", "c 15 10 .6"),
    "family": (
        "c 8 6 3",
        "M3 20c0-6 2-9 5-9s5 3 5 9",
        "c 17.5 11 2.2",
        "M14.5 20c0-4 1-5.5 3-5.5s3.5 1.5 3.5 5.5",
    ),
    "globe": (_CIRCLE, "M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"),
    "hand": (
        "M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 10V4a1.5 1.5 0 0 1 3 0v7M14 11V5.5a1.5 1.5 0 0 1 3 0V15"
        "c0 4-2 6.5-5.5 6.5-3 0-4.5-1.5-6-4.5L4 13.5c-.5-1.5 1.5-2.5 2.5-1l1.5 2",
    ),
    "hang_up": ("M2.5 15c0-3 4-6 9.5-6s9.5 3 9.5 6v2.5l-5-1v-3a14 14 0 0 0-9 0v3l-5 1z",),
    "heart": ("M12 20C5 15.5 3 12 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3-2 6.5-9 11z", "M12 8v8"),
    "help": (_CIRCLE, "M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 17v.1"),
    "house": (
        "M3 11 12 4l9 7M5.5 9.5V20h13V9.5",
        "M9.5 14.5c0-2 2.5-2 2.5 0 0-2 2.5-2 2.5 0 0 1.5-2.5 3-2.5 3s-2.5-1.5-2.5-3z",
    ),
    "letters": ("M3 19 8.5 5 14 19M5 14h7M15.5 19l3-8 3 8M16.5 16.5h4",),
    "lock": ("r 5 11 14 9.5 1.5", "M8 11V7.5a4 4 0 0 1 8 0V11"),
    "ok": ("f|c 12 12 10", "chk|m7.5 12.5 3 3 6-6.5"),
    "ok_line": ("c 12 12 9.5", "m7.5 12.5 3 3 6-6.5"),
    "half": (_CIRCLE, "f|M12 3a9 9 0 0 0 0 18z"),
    "off": (_CIRCLE, "thick|M7 12h10"),
    "paper": ("M6 2.5h8.5L19 7v14.5H6zM14 2.5V7.5h5M9 12h7M9 16h7",),
    "pen": ("M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5M13 20h7",),
    "people": (
        "c 8 8 3.5",
        "M2 20c0-4.5 2.5-7 6-7s6 2.5 6 7",
        "c 17 9 2.8",
        "M16 13.5c3.5-.5 6 2 6 6.5",
    ),
    "person": ("c 12 8 4.5", "M3.5 21c0-5 4-7.5 8.5-7.5s8.5 2.5 8.5 7.5"),
    "phone": ("M5 3h4l1.5 5-2.5 2a13 13 0 0 0 6 6l2-2.5 5 1.5v4c0 1-1 2-2 2C11 21 3 13 3 5c0-1 1-2 2-2z",),
    "printer": ("M7 8V3h10v5M7 17H3.5V8h17v9H17", "r 7 14 10 7.5 0", "M17 11v.1"),
    "record_off": (_CIRCLE, "M5.5 5.5l13 13"),
    "shield": ("M12 2.5 20 5v6c0 5-3.5 8.5-8 10.5C7.5 19.5 4 16 4 11V5zM12 8v7M8.5 11.5h7",),
    "stop": ("r 3 3 18 18 2", "thick|m8 8 8 8M16 8l-8 8"),
    "up": ("M12 20V5M6 11l6-6 6 6",),
    "warn": ("M12 3 22 20.5H2z", "thick|M12 9.5v5M12 17.5v.1"),
    "wheelchair": ("c 10 4 1.8", "M10 7v6h6l3 6 2-.8M10 10h5M7.5 11.5a5 5 0 1 0 7 6.5"),
}


def icon(name: str, class_name: str = "ico") -> rx.Component:
    """The drawing called `name`; always beside words, so hidden from screen readers. Raises KeyError."""
    return rx.el.svg(
        *(_shape(shape) for shape in DRAWINGS[name]),
        view_box="0 0 24 24",
        class_name=class_name,
        custom_attrs={"aria-hidden": "true"},
    )


def icon_of(name: rx.Var[str], choices: tuple[str, ...], class_name: str = "ico") -> rx.Component:
    """The drawing whose name is known only on the screen; one of `choices`, the last if none fits."""
    cases = [(choice, icon(choice, class_name)) for choice in choices]
    return rx.match(name, *cases, icon(choices[-1], class_name))


def city_mark() -> rx.Component:
    """Two braided threads: the mark of the service."""
    return rx.el.svg(
        rx.el.path(d="M6 40C18 40 18 24 24 24s6-16 18-16", class_name="lg-a"),
        rx.el.path(d="M6 8c12 0 12 16 18 16s6 16 18 16", class_name="lg-b"),
        rx.el.path(d="M20 26.5c1.3-1.7 2.5-2.5 4-2.5s2.7-.8 4-2.5", class_name="lg-a"),
        view_box="0 0 48 48",
        class_name="k-mark",
        custom_attrs={"aria-hidden": "true"},
    )


def _shape(text: str) -> rx.Component:
    look, _, shape = text.rpartition("|")
    if shape.startswith("c "):
        cx, cy, r = shape.split()[1:]
        return rx.el.circle(cx=cx, cy=cy, r=r, class_name=look)
    if shape.startswith("r "):
        x, y, width, height, corner = shape.split()[1:]
        return rx.el.rect(x=x, y=y, width=width, height=height, rx=corner, class_name=look)
    return rx.el.path(d=shape, class_name=look)
