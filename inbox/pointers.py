"""What do the words say that a push names by their ids alone?

A worker asks for them, never the request that the push came with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.base import Connector, FollowsPointers
from connectors.errors import Refused, TryLater
from connectors.pages import Page, Pointer
from connectors.phrases import Phrase
from connectors.registry import CONNECTORS
from inbox import accounts
from inbox.models import AccountState, Message
from inbox.runtime import Runtime

NOT_NOW = Phrase("This account must be connected again before the platform can be asked.")


def followed(runtime: Runtime, account_id: int, page: Page) -> tuple[Page, list[str]]:
    """Return a page with the words of its pointers, and why some are not ours to read.

    What stands on the desk already, by a poll, is not asked for. Raises TryLater or
    NeedsReconnection.
    """
    with runtime.reading() as session:
        new = _not_stored(session, account_id, page.pointers)
    if not new:
        return page, []
    connector, refused = _connector(runtime, account_id), list[str]()
    if not isinstance(connector, FollowsPointers):
        return page, refused
    for pointer in new:
        try:
            page = _joined(page, connector.follow(pointer))
        except Refused as problem:
            refused.append(str(problem))
    return page, refused


def _not_stored(
    session: Session, account_id: int, pointers: Sequence[Pointer]
) -> tuple[Pointer, ...]:
    named = {one: one.comment_id or one.post_id for one in pointers}
    stored = select(Message.external_id).where(
        Message.account_id == account_id, Message.external_id.in_(named.values())
    )
    known = {*session.scalars(stored)} if named else set()
    return tuple(one for one in pointers if named[one] not in known)


def _joined(page: Page, found: Page) -> Page:
    # Each item says which raw body held it, counted within its page.
    before = len(page.bodies)
    items = (replace(item, capture=item.capture + before) for item in found.items)
    return replace(
        page,
        items=(*page.items, *items),
        bodies=(*page.bodies, *found.bodies),
        spent=Counter(page.spent) + Counter(found.spent),
    )


def _connector(runtime: Runtime, account_id: int) -> Connector:
    with runtime.reading() as session:
        account = accounts.find(session, account_id)
        if account.state is not AccountState.CONNECTED:
            raise TryLater(NOT_NOW)
        return CONNECTORS[account.connector](accounts.access(session, account_id))
