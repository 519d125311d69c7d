"""With which arrays do reports reckon?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_DENSE = 4


def listed(text: str, apart: str) -> Numbers:
    """Return the numbers that a text lists."""
    return np.fromstring(text, np.int64, sep=apart) if text else np.zeros(0, np.int64)


def ranked(values: Numbers) -> tuple[list[int], Numbers]:
    """Return what occurs among some values, in order, and at which place there each is."""
    lowest, highest = int(values.min()), int(values.max())
    if highest - lowest > _DENSE * len(values):
        found, places = np.unique(values, return_inverse=True)
        return found.tolist(), places
    # Marked instead of sorted: numbers of posts or days lie close to each other.
    occurs = np.zeros(highest - lowest + 1, np.bool_)
    occurs[values - lowest] = True
    places = (np.cumsum(occurs) - 1)[values - lowest]
    return (np.flatnonzero(occurs) + lowest).tolist(), places
