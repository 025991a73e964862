"""How much imaging takes and gives; shared by the server's side and the child."""

from __future__ import annotations

FRAMES_LIMIT = 8
PICTURE_LIMIT = 24 << 20  # bytes of one picture
PICTURES_LIMIT = 48 << 20  # bytes of all pictures of one job
PIXELS_LIMIT = 64_000_000
SIDE_LIMIT = 16_384  # px
STACK_LIMIT = 100_000_000  # px in all frames that are averaged; 8 frames of 4K are 66 million
PAGE_LIMIT = 1_200_000  # bytes of a page on its way to a screen
