"""How much of its call budget has an account used, as Meta's headers tell it?

Source: developers.facebook.com/docs/graph-api/overview/rate-limiting;
docs/platforms.md 3.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.pages import Budget

SINGLE_HEADERS = ("x-app-usage", "x-page-usage")
BUSINESS_HEADER = "x-business-use-case-usage"
SHARES = ("call_count", "total_time", "total_cputime")
FULL = 100


def budget(headers: Mapping[str, str]) -> Budget | None:
    """Read what is left, in percent of the quota. None while Meta sends no figures."""
    shares = [int(entry.get(name, 0)) for entry in _entries(headers) for name in SHARES]
    if not shares:
        return None
    wait = minutes_to_regain(headers)
    return Budget(
        remaining=max(FULL - max(shares), 0),
        limit=FULL,
        resets_at=datetime.now(UTC) + timedelta(minutes=wait) if wait else None,
        in_percent=True,
    )


def minutes_to_regain(headers: Mapping[str, str]) -> int:
    """Read for how many minutes Meta refuses calls; 0 when it doesn't."""
    waits = (entry.get("estimated_time_to_regain_access", 0) for entry in _entries(headers))
    return max((int(wait) for wait in waits), default=0)


def _entries(headers: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for name in SINGLE_HEADERS:
        found = _json(headers.get(name))
        if found:
            yield found
    for uses in _json(headers.get(BUSINESS_HEADER)).values():
        yield from uses


def _json(text: str | None) -> dict[str, Any]:
    # A header that cannot be read is no reason to lose the answer it came with.
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
