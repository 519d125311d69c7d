"""How is a single length of time measured over all chosen waits?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from inbox.reports import fates
from inbox.reports.figures import Spread
from inbox.reports.gathering import Waits
from inbox.reports.lengths import measured

TOLD_BY = ("received", "seen")
"""What of `inbox.models.measured.COUNTED_BY` tells of lags."""

REACHING, UNSEEN, ANSWERING = "reaching", "unseen", "answering"


def resolutions(waits: Waits) -> Spread:
    """Measure from the beginning of a first wait until its conversation was resolved.

    A resolve that was undone is none (`inbox.measuring`).
    """
    resolved = waits.told("resolved")
    is_resolved = resolved > 0
    return measured((resolved - waits.started)[is_resolved])


def lags(waits: Waits) -> Mapping[str, Spread]:
    """Measure apart how long first waits took to reach the desk, to be seen, to be answered.

    The first is the platform's and our reading together: no platform tells when it let us know.
    """
    received, seen = waits.told("received"), waits.told("seen")
    is_seen = waits.is_first & (seen > 0)
    asks = {
        REACHING: (received - waits.started)[waits.is_first],
        UNSEEN: (seen - received)[is_seen],
        ANSWERING: (waits.until - seen)[is_seen & (waits.end == fates.ANSWERED)],
    }
    # Two clocks tell, and one of them may run behind.
    return {name: measured(np.maximum(length, 0)) for name, length in asks.items()}
