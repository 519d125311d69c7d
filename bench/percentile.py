"""Which time do so many of a hundred not exceed?"""

from __future__ import annotations

import math
from collections.abc import Sequence


def percentile(taken: Sequence[float], percent: int) -> float:
    """Return the least time that this share of them does not exceed (nearest rank)."""
    return sorted(taken)[math.ceil(len(taken) * percent / 100) - 1]
