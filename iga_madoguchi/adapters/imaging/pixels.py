"""What the modules of imaging hand to each other. Pictures are RGB, rows first; the middle of the first pixel
is (0, 0).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating]
"""Also points: rows of x, y."""
