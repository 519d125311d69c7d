"""Which emoji did people put below a direct message, polled or pushed?

Sources: Messenger Platform and Instagram messaging, webhook event `message_reactions`
(`reaction.mid`, `action`, `emoji`); Instagram messages' field `reactions` (`data[]` of a
`reaction` and its `users`), by those who read it (docs/platforms.md 2.2, 2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.graph.times import pushed_moment
from connectors.pages import Reacted, Reaction

Json = Mapping[str, Any]

FIELD = "reactions"
TAKEN_BACK = "unreact"
EMOJI = {"love": "❤️", "smile": "😆", "wow": "😮", "sad": "😢", "angry": "😡", "like": "👍"}
"""What Meta's words for a reaction mean, where it names no emoji: its own webhook reference."""


def pushed(event: Json) -> Reacted | None:
    """Read a pushed event; None when nobody reacted, or by what is not told."""
    told = event.get("reaction")
    if not isinstance(told, Mapping) or "mid" not in told:
        return None
    is_back = told.get("action") == TAKEN_BACK
    emoji = None if is_back else _emoji(told)
    if not (is_back or emoji):
        return None
    return Reacted(
        external_id=str(told["mid"]),
        at=pushed_moment(event["timestamp"]),
        reaction=Reaction(person_id=str(event["sender"]["id"]), emoji=emoji),
    )


def standing(told: Json) -> tuple[Reaction, ...]:
    """Return all that stand below a message whose field `reactions` was asked for."""
    listed = (told.get(FIELD) or {}).get("data") or ()
    return tuple(
        Reaction(person_id=str(person["id"]), emoji=emoji)
        for one in listed
        if (emoji := _emoji(one))
        for person in one.get("users") or ()
        if person.get("id")
    )


def _emoji(told: Json) -> str | None:
    given = told.get("emoji") or told.get("reaction") or ""
    return EMOJI.get(str(given), str(given)) or None
