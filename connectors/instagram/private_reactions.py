"""Which emoji stand below a direct message, as Instagram's private API shows them?

Field `reactions` of an item: docs/platforms.md 2.4. An item without it has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.pages import Reaction


def of_item(item: Mapping[str, Any]) -> tuple[Reaction, ...]:
    """Return all that stand below one item."""
    told = item.get("reactions")
    listed = told.get("emojis") if isinstance(told, Mapping) else None
    return tuple(
        Reaction(person_id=str(one["sender_id"]), emoji=str(one["emoji"]))
        for one in listed or ()
        if one.get("sender_id") and one.get("emoji")
    )
