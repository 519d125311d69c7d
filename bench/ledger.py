"""Does the desk hold what the sandbox holds of a broadcast: all, once, in order?"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.percentile import percentile
from inbox import live_log
from inbox.config import Settings
from inbox.db import make_engine
from inbox.models import Message
from tests.hearback.launched import Launched

Asking: TypeAlias = Callable[[Session], Any]
Kept: TypeAlias = list[tuple[str, datetime]]


def compare(house: Launched, post_id: int) -> bool:
    """Print what is missing, twice or out of order, and how soon it came."""
    said = [one for one in house.sandbox.state()["sayings"] if one["kind"] == "live_comment"]
    said.sort(key=lambda one: one["sequence"])
    kept = _kept(house, post_id)
    names = [one["id"] for one in said]
    missing = set(names) - {name for name, _ in kept}
    twice = [name for name, count in Counter(name for name, _ in kept).items() if count > 1]
    in_order = [name for name, _ in kept] == names
    print(
        f"Kept               {len(kept):,} of {len(said):,}: "
        f"{len(missing)} missing, {len(twice)} twice"
    )
    print(f"In order           {'yes' if in_order else 'NO'}")
    _print_delays(said, dict(kept))
    return bool(said) and not missing and not twice and in_order


def _kept(house: Launched, post_id: int) -> Kept:
    engine = make_engine(Settings.from_environment(house.environment).database_url)
    with Session(engine) as session:
        names = [line.message.external_id for line in live_log.lines(session, post_id, limit=10**6)]
        stored = session.execute(select(Message.external_id, Message.received_at)).all()
        received = dict(stored)
    engine.dispose()
    return [(name, received[name]) for name in names if name]


def _print_delays(said: list[dict[str, Any]], received: dict[str, datetime]) -> None:
    delays = sorted(
        (received[one["id"]] - datetime.fromisoformat(one["created_at"])).total_seconds()
        for one in said
        if one["id"] in received
    )
    if len(delays) > 1:
        late = percentile(delays, 95)
        print(
            f"Said to stored     median {statistics.median(delays):.1f} s, "
            f"95th percentile {late:.1f} s, longest {delays[-1]:.1f} s"
        )
