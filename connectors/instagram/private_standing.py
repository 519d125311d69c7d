"""What does a poll of comments have to know of the one before?

A media's count of comments says whether anything came. Its newest time says how far
its list is stored, and the counts of replies say which comments have new ones.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

CHILDREN_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How far one media is stored: its count, its newest comment (seconds), its replies."""

    count: int | None = None
    newest: int = 0
    children: Mapping[str, int] = field(default_factory=dict)

    def after(self, *, count: int | None, newest: int, children: Mapping[str, int]) -> Known:
        """Return what is known once a visit is stored."""
        kept = list({**self.children, **children}.items())[-CHILDREN_KEPT:]
        return Known(count=count, newest=max(newest, self.newest), children=dict(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a whole account's comments are stored, and which media was swept last."""

    media: Mapping[str, Known] = field(default_factory=dict)
    swept: str = ""
    swept_at: float = 0

    def of(self, media_id: str) -> Known:
        """Return what is known of one media; of a new one, nothing."""
        return self.media.get(media_id) or Known()

    def written(self) -> str:
        """Write it as a stream's position."""
        return json.dumps(asdict(self), separators=(",", ":"))


def read(position: str | None) -> Standing:
    """Read what `written` wrote, or start one for a newly connected account."""
    if position is None:
        return Standing(swept_at=time.time())
    facts = json.loads(position)
    media = {key: Known(**known) for key, known in facts["media"].items()}
    return Standing(media=media, swept=facts["swept"], swept_at=facts["swept_at"])


def first_floor(reach: timedelta) -> int:
    """Return the second from which a newly connected account is read."""
    return int(time.time() - reach.total_seconds())
