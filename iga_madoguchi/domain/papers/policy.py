"""Limits of papers, and who may do what with them in a call; all in one place."""

from __future__ import annotations

from typing import Literal

Role = Literal["desk", "branch", "guest"]

FORM_KINDS = ("sample", "blank")
"""記入例 and 白紙: papers that are forms of the catalogue."""

FRAMES = 4  # of one scene, that a branch is asked for
FRAMES_LIMIT = 8
FILE_LIMIT = 24 << 20  # bytes
UPLOAD_LIMIT = 48 << 20  # bytes of all files of one upload
PIXELS_LIMIT = 64_000_000
DOCUMENT_PAGES_LIMIT = 200
STILL_PAGES_LIMIT = 30  # of one paper
PAPERS_LIMIT = 40  # of one call
PAGE_WIDTH = 1600  # pixels; a document's page as it is shown by default
WIDTHS = (400, 800, PAGE_WIDTH, 2400)
"""A document's page is drawn in these widths; what is asked for is rounded up to one of them."""
TITLE_LIMIT = 80  # characters
KEEP_DAYS = (1, 365)

LIVE = "live"
"""In place of a paper: the picture of the document camera."""

SHAPES = ("marker", "box", "arrow", "text", "line")
POINTS: dict[str, tuple[int, int]] = {"box": (2, 2), "arrow": (2, 2), "text": (1, 1)}
POINTS_LIMIT = 200
TEXT_LIMIT = 60  # characters of a mark
TMP_LIMIT = 40  # characters of a drawer's own id
MARKS_LIMIT = 300  # of one call
MASKS_LIMIT = 20  # of one page

UNMASK_REASONS = ("wrong_place", "needed", "asked_by_resident")
IDENTITY_DOCUMENTS = ("mynumber", "licence", "passport", "residence", "other")
IDENTITY_RESULTS = ("match", "no_match", "not_done")
IDENTITY_LIMIT = 30  # checks of one call

MAY: dict[Role, frozenset[str]] = {
    "desk": frozenset(
        {"shoot", "unshoot", "show", "view", "point", "stroke", "mark", "unmark", "clear", "camera"}
    ),
    "branch": frozenset(
        {"shoot", "shot", "uncover", "point", "stroke", "mark", "unmark", "clear", "cameras"}
    ),
    "guest": frozenset({"point", "stroke", "mark", "unmark", "clear"}),
}
"""What each role may send on the call's own socket; of marks, all but the desk undo only their own."""
