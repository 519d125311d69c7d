"""How often may a Page's streams be read?

The quota of a Page grows with the people it reaches, 4,800 calls a day for each
(docs/platforms.md 3.2), and its size is never told. We plan for two of them; the
headers then let us read more often, or less.
"""

from __future__ import annotations

from datetime import timedelta

from connectors.streams import Allowance, Stream
from connectors.words import Kind

CALLS = Allowance(name="graph", calls=400, window=timedelta(hours=1))
# Together the slowest paces of a Page's six streams take about 300 of them.
OFTEN, SELDOM = timedelta(minutes=2), timedelta(minutes=4)


def paced(kind: Kind, *, interval: timedelta = OFTEN) -> Stream:
    """Return a stream that shares the Page's calls with the others."""
    return Stream(
        kind=kind,
        interval=interval,
        fastest=timedelta(seconds=10),
        allowance=CALLS,
    )


LOOKING_FOR_BROADCASTS = Stream(
    kind=Kind.LIVE_COMMENT,
    interval=timedelta(seconds=30),
    fastest=timedelta(seconds=15),
    allowance=CALLS,
)
