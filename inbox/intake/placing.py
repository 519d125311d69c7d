"""To which conversation does a message belong whose parent stands on the desk already?

Platforms name the words that were answered, not always those that opened the thread: a
pushed reply to a reply names the reply, and a pushed comment does not say that the post above
it is a visitor's. What hangs below words that are here belongs where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.pages import Incoming
from connectors.words import Kind
from inbox import homes
from inbox.db import planned_afresh
from inbox.models import Account, Conversation, Message

Places: TypeAlias = Mapping[str, tuple[Kind, str]]


def of_parents(session: Session, account: Account, items: Sequence[Incoming]) -> Places:
    """Return where the words stand that the items answer, by external id."""
    above = {name for item in items if (name := _above(item))}
    if not above:
        return {}
    stored = (
        select(Message.external_id, Conversation.kind, Conversation.thread_id)
        .join(Conversation, Conversation.id == homes.NUMBER)
        .where(
            Message.account_id == account.id,
            Message.external_id.in_(above),
            Conversation.kind != Kind.DIRECT_MESSAGE,
        )
    )
    rows = session.execute(planned_afresh(stored))
    return {name: (kind, thread_id) for name, kind, thread_id in rows if name}


def placed(items: Sequence[Incoming], parents: Places) -> list[Incoming]:
    """Return the items, parents before what answers them, each in its parent's conversation."""
    places = dict(parents)
    found = []
    for item in items:
        place = places.get(_above(item) or "")
        if place and place != (item.kind, item.thread_id):
            item = replace(item, kind=place[0], thread_id=place[1])  # noqa: PLW2901 - the same, placed
        places[item.external_id] = item.kind, item.thread_id
        found.append(item)
    return found


def _above(item: Incoming) -> str | None:
    if item.kind is Kind.DIRECT_MESSAGE:
        return None
    # Words that name us below somebody else's media are a conversation of their own.
    post = item.post if item.kind is Kind.COMMENT else None
    return item.reply_to or (post.external_id if post else None)
