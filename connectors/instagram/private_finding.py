"""Is a reply of ours on Instagram already?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from connectors.instagram import private_comment_visit as comments
from connectors.instagram import private_messages as messages
from connectors.instagram import private_parsing as parsing
from connectors.instagram.private_errors import Gone, reading
from connectors.instagram.private_line import Line
from connectors.instagram.private_sending import client_context
from connectors.instagram.private_standing import Known
from connectors.instagram.private_walk import Place
from connectors.pages import Incoming
from connectors.pictures import is_shown
from connectors.sending import OutgoingReply, Receipt
from connectors.words import Direction

SKEW = timedelta(minutes=1)


def comment(line: Line, reply: OutgoingReply) -> Receipt | None:
    """Look among the replies to a comment. A comment that is gone took them with it.

    Instagram does not give our token back, so text and time decide: the earliest of
    ours with this text since the first attempt. Raises TryLater or NeedsReconnection.
    """
    try:
        ours = [item for item in _replies(line, reply) if _is_like(line, item, reply)]
    except Gone:
        return None
    return _receipt(min(ours, key=lambda item: item.sent_at)) if ours else None


def message(line: Line, reply: OutgoingReply) -> Receipt | None:
    """Look in the thread, by our token; by text only where an item has no token.

    Raises TryLater or NeedsReconnection.
    """
    token = client_context(reply.client_token)
    try:
        for item, context in _items(line, reply):
            if context == token or (not context and _is_like(line, item, reply)):
                return _receipt(item)
    except Gone:
        return None
    return None


def _replies(line: Line, reply: OutgoingReply) -> Iterator[Incoming]:
    about = {"id": reply.post_id or "", "text": "", "link": "", "at": "", "parent": reply.thread_id}
    path = f"media/{reply.post_id}/comments/{reply.thread_id}/inline_child_comments/"
    places = [Place(kind=comments.CHILDREN, path=path, floor=0, about=about)]
    while places:
        step = comments.visit(line, places.pop(), Known())
        yield from step.items
        places += step.onward


def _items(line: Line, reply: OutgoingReply) -> Iterator[tuple[Incoming, str]]:
    places = [messages.thread_place(reply.thread_id, floor=0)]
    while places:
        place = places.pop()
        answer = messages.thread_page(line, place)
        with reading():
            thread: Mapping[str, Any] = answer.facts["thread"]
            for told in thread["items"]:
                context = str(told.get("client_context") or "")
                for item in parsing.messages({**thread, "items": [told]}, line.own_id, 0):
                    yield item, context
            floor = int((_since(line, reply) - parsing.EPOCH).total_seconds() * 1_000_000)
            places += messages.older(thread, replace(place, floor=floor))


def _since(line: Line, reply: OutgoingReply) -> datetime:
    return reply.by_clock_of_platform(line.now).attempted_at - SKEW


def _is_like(line: Line, item: Incoming, reply: OutgoingReply) -> bool:
    return (
        item.direction is Direction.OUT
        and item.external_id not in reply.others
        and item.sent_at >= _since(line, reply)
        and _plain(item.text) == _plain(reply.text)
        and (reply.picture is None or is_shown(item.attachments))
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _receipt(item: Incoming) -> Receipt:
    return Receipt(external_id=item.external_id, accepted_at=item.sent_at)
