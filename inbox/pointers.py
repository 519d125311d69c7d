"""What do the words say that a push names by their ids alone?

A worker asks for them, never the request that the push came with.
"""

from __future__ import annotations

from dataclasses import replace

from connectors.base import Connector, FollowsPointers
from connectors.errors import Refused
from connectors.pages import Page
from connectors.registry import CONNECTORS
from inbox import accounts
from inbox.runtime import Runtime


def followed(runtime: Runtime, account_id: int, page: Page) -> tuple[Page, list[str]]:
    """Return a page with the words of its pointers, and why some are not ours to read.

    Raises TryLater or NeedsReconnection.
    """
    if not page.pointers:
        return page, []
    connector, refused = _connector(runtime, account_id), list[str]()
    if not isinstance(connector, FollowsPointers):
        return page, refused
    for pointer in page.pointers:
        try:
            page = _joined(page, connector.follow(pointer))
        except Refused as problem:
            refused.append(str(problem))
    return page, refused


def _joined(page: Page, found: Page) -> Page:
    # Each item says which raw body held it, counted within its page.
    before = len(page.bodies)
    items = (replace(item, capture=item.capture + before) for item in found.items)
    return replace(page, items=(*page.items, *items), bodies=(*page.bodies, *found.bodies))


def _connector(runtime: Runtime, account_id: int) -> Connector:
    with runtime.reading() as session:
        name = accounts.find(session, account_id).connector
        return CONNECTORS[name](accounts.access(session, account_id))
