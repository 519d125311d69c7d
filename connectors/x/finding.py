"""Did X publish a reply whose answer never reached us?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.pictures import Likeness
from connectors.sending import OutgoingReply, Receipt
from connectors.words import Audience, Kind
from connectors.x import parsing, walking
from connectors.x.client import MESSAGE_QUESTION, MOST_AT_ONCE, POST_QUESTION, Call, XClient
from connectors.x.likeness import alike
from connectors.x.parsing import XMessage

CLOCK_SKEW = timedelta(minutes=1)
_MEDIA = re.compile(r"\s*https://t\.co/\w+$")


def is_private(reply: OutgoingReply) -> bool:
    """Whether a reply goes out as a direct message."""
    return reply.kind is Kind.DIRECT_MESSAGE or reply.audience is Audience.PRIVATE


def conversation(reply: OutgoingReply) -> dict[str, str]:
    """Name the direct-message conversation as tweepy wants it: by person, or a group's id."""
    if reply.kind is Kind.DIRECT_MESSAGE and "-" not in reply.thread_id:
        return {"dm_conversation_id": reply.thread_id}
    return {"participant_id": reply.recipient_id}


def find(client: XClient, reply: OutgoingReply) -> Receipt | None:
    """Return the receipt of a reply that X shows, or None when it certainly has none.

    Every page since the attempt is read: an error on the way is raised, never
    taken for an absence. Raises TryLater, Refused or NeedsReconnection, and OutcomeUnknown
    when only the picture that belongs to the words is missing.
    """
    likeness = Likeness(reply.picture, reply.text)
    found = next((_messages if is_private(reply) else _posts)(client, reply, likeness), None)
    if found is None:
        likeness.settle()
    return found


def _posts(client: XClient, reply: OutgoingReply, likeness: Likeness) -> Iterator[Receipt]:
    # By X's own numbers it is newer than what it answers, whatever our clock says.
    question = {**POST_QUESTION, "since_id": reply.reply_to}
    for body in _pages(client, client.tweepy.get_users_tweets, client.me, **question):
        answered = {post.id: post.ids for post in parsing.included_posts(body)}
        since, shown = _since(client, reply), parsing.posts(body)
        of_then = (one for one in shown if one.sent_at >= since)
        for post in (one for one in of_then if one.id not in reply.others):
            targets = answered.get(reply.reply_to, (reply.reply_to,))
            if post.replied_to not in targets or not alike(post.text, reply.text):
                continue
            if likeness.fits(post.attachments):
                yield Receipt(external_id=post.id, accepted_at=post.sent_at)
        if any(one.sent_at < since for one in shown):
            return


def _messages(client: XClient, reply: OutgoingReply, likeness: Likeness) -> Iterator[Receipt]:
    question = {**MESSAGE_QUESTION, **conversation(reply)}
    for body in _pages(client, client.tweepy.get_direct_message_events, **question):
        since, shown = _since(client, reply), parsing.messages(body, client.me)
        ours = (m for m in shown if m.sender_id == client.me and m.sent_at >= since)
        of_then = (m for m in ours if m.id not in reply.others)
        for message in (m for m in of_then if _says(m, reply.text)):
            if likeness.fits(message.attachments):
                yield Receipt(external_id=message.id, accepted_at=message.sent_at)
        if any(message.sent_at < since for message in shown):
            return


def _since(client: XClient, reply: OutgoingReply) -> datetime:
    return reply.by_clock_of_platform(client.now).attempted_at - CLOCK_SKEW


def _says(message: XMessage, text: str) -> bool:
    """Compare words; X may put an address behind them for what comes with them."""
    with_media = bool(message.attachments) and alike(_MEDIA.sub("", message.text), text)
    return with_media or alike(message.text, text)


def _pages(client: XClient, call: Call, *who: str, **question: Any) -> Iterator[Mapping[str, Any]]:
    at: str | None = ""
    while at is not None:
        walk = walking.started(at or None)
        body, _ = client.read(
            call, *who, max_results=MOST_AT_ONCE, pagination_token=walk.token, **question
        )
        yield body
        at = walking.onward(walk, parsing.next_token(body), parsing.ids(body))
