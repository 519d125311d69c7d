"""Does everything arrive when the platform fails at random while people talk?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connectors.base import Connector
from connectors.errors import TryLater
from tests.connectors.graph.department import facebook, instagram
from tests.sandbox.running import Running

PLACES: list[tuple[Callable[..., Connector], dict[str, Any]]] = [
    (facebook, {"platform": "facebook"}),
    (instagram, {"platform": "instagram", "profile": "instagram_graph"}),
]
FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 503, "seed": 1},
    {"kind": "truncated", "seed": 2},
    {"kind": "repeat_page", "seed": 3},
    {"kind": "rate_limit", "seed": 4},
    {"kind": "reset_before", "seed": 5},
]


class Desk:
    """Keeps what arrived, the position and the open gaps, as intake does."""

    def __init__(self, connector: Connector, stream: str) -> None:
        self.connector, self.stream = connector, stream
        self.position: str | None = None
        self.gaps: list[tuple[str | None, str]] = []
        self.seen: set[str] = set()

    def poll(self) -> None:
        since = self.position
        try:
            page = self.connector.fetch(self.stream, since=since, at=None)
        except TryLater:
            return
        self.seen |= {item.external_id for item in page.items}
        self.position = page.position
        if page.next:
            self.gaps.append((since, page.next))

    def fill(self) -> None:
        for _ in range(len(self.gaps)):
            since, at = self.gaps.pop(0)
            try:
                page = self.connector.fetch(self.stream, since=since, at=at)
            except TryLater:
                self.gaps.append((since, at))
                continue
            self.seen |= {item.external_id for item in page.items}
            if page.next:
                self.gaps.append((since, page.next))


@pytest.mark.parametrize(("connect", "place"), PLACES)
@pytest.mark.parametrize(
    ("stream", "kind"), [("comments", "comment"), ("messages", "direct_message")]
)
def test_nothing_is_missed_under_random_faults(
    sandbox: Running,
    connect: Callable[..., Connector],
    place: dict[str, Any],
    stream: str,
    kind: str,
) -> None:
    sandbox.publish(**place, text="Post")
    desk = Desk(connect(sandbox), stream)
    sandbox.faults(*(f | {"platform": "graph", "count": 40, "probability": 0.15} for f in FAULTS))
    said: set[str] = set()

    for turn in range(12):
        one = place | {"kind": kind, "text": "c", "author": f"Resident {turn % 5}"}
        said |= set(sandbox.say_many(one | {"count": 45}))
        desk.poll()
        desk.fill()
    sandbox.clear_faults()
    desk.poll()
    while desk.gaps:
        desk.fill()

    assert said <= desk.seen
    assert any(call["faults"] for call in sandbox.journal(platform="graph"))
