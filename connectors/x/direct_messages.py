"""What was said between us and people on X in private?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.pages import Author, Incoming, Page
from connectors.words import Direction, Kind
from connectors.x import parsing, walking
from connectors.x.client import MESSAGE_QUESTION, MOST_AT_ONCE, XClient
from connectors.x.parsing import XMessage


class DirectMessages:
    """The stream of direct messages, ours included; X keeps 30 days of them."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    def page(self, *, since: str | None, at: str | None) -> Page:
        """Fetch a page of messages of all conversations, newest first.

        X can't be asked for what is new only, so the page that reaches down to
        `since` is the last: what it repeats is the overlap. 15 calls in 15
        minutes allow one page a minute.
        """
        walk = walking.started(at)
        body, capture = self._client.read(
            self._client.tweepy.get_direct_message_events,
            max_results=MOST_AT_ONCE,
            pagination_token=walk.token,
            event_types="MessageCreate",
            **MESSAGE_QUESTION,
        )
        ids = parsing.ids(body)
        floor = since or str(walking.first_floor(self._client.reach))
        token = None if walking.has_reached(floor, ids) else parsing.next_token(body)
        return Page(
            items=tuple(self._items(body, capture)),
            bodies=self._client.take_bodies(),
            position=walking.position(since, ids) if at is None else None,
            next=walking.onward(walk, token, ids),
            budget=self._client.budget,
        )

    def _items(self, body: Mapping[str, Any], capture: int) -> Iterator[Incoming]:
        authors = parsing.authors(body)
        for message in parsing.messages(body, self._client.me):
            yield self._item(message, authors, capture)

    def _item(self, message: XMessage, authors: Mapping[str, Author], capture: int) -> Incoming:
        ours = message.sender_id == self._client.me
        return Incoming(
            kind=Kind.DIRECT_MESSAGE,
            external_id=message.id,
            thread_id=message.conversation_id,
            direction=Direction.OUT if ours else Direction.IN,
            text=message.text,
            sent_at=message.sent_at,
            author=_known(message.sender_id, authors),
            permalink=f"https://x.com/messages/{message.conversation_id}",
            contact=self._contact(message, authors),
            capture=capture,
            attachments=message.attachments,
        )

    def _contact(self, message: XMessage, authors: Mapping[str, Author]) -> Author | None:
        """Name the other side: a conversation of two carries both ids."""
        pair = message.conversation_id.split("-")
        others = [one for one in pair if one != self._client.me]
        return _known(others[0], authors) if len(pair) > 1 and others else None


def _known(person_id: str, authors: Mapping[str, Author]) -> Author | None:
    return authors.get(person_id) or (Author(external_id=person_id) if person_id else None)
