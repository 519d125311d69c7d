"""What was said in private, as Meta pushes it for Messenger and for Instagram?

Source: Messenger Platform, webhook events `messages`, `message_echoes`, `message_edits`,
`message_reactions`;
Instagram messaging, `message.is_deleted`; docs/platforms.md 2.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.graph import attachments, reactions, stories
from connectors.graph.times import pushed_moment
from connectors.pages import Author, Incoming, Notice, Reacted
from connectors.words import Direction, Happening, Kind

Json = Mapping[str, Any]


def said(own_id: str, event: Json) -> Incoming | Notice | Reacted | None:
    """Read one event; None for what nobody said: read, delivered, postback.

    A push names the person, never the thread, so `thread_id` is empty: the
    thread is the one with `contact`. An echo swaps sender and recipient.
    """
    if reacted := reactions.pushed(event):
        return reacted
    told = event.get("message") or event.get("message_edit")
    if not told or "mid" not in told:
        return None
    if told.get("is_deleted"):
        return Notice(external_id=told["mid"], happening=Happening.REMOVED)
    sender, recipient = str(event["sender"]["id"]), str(event["recipient"]["id"])
    ours = bool(told.get("is_echo")) or sender == own_id
    person = Author(external_id=recipient if ours else sender)
    return Incoming(
        kind=Kind.DIRECT_MESSAGE,
        external_id=told["mid"],
        thread_id="",
        direction=Direction.OUT if ours else Direction.IN,
        text=str(told.get("text") or ""),
        sent_at=pushed_moment(event["timestamp"]),
        author=Author(external_id=own_id) if ours else person,
        contact=person,
        reply_to=told.get("reply_to", {}).get("mid"),
        surface=stories.pushed_surface(told),
        attachments=(*attachments.of_push(told), *stories.pushed_links(told)),
    )
