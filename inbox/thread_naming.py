"""To which thread does a push belong that names its person alone, or a post we never saw?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select, union

from connectors.base import Connector, NamesThreads
from connectors.errors import Refused, TryLater
from connectors.pages import Author, Incoming, ThreadSeen
from connectors.phrases import Phrase
from connectors.registry import CONNECTORS
from connectors.words import Kind
from inbox import accounts, homes
from inbox.models import Contact, Conversation, Message, Post
from inbox.runtime import Runtime

NOT_SHOWN = Phrase("The platform does not show the thread of this message yet.")


def named(runtime: Runtime, account_id: int, items: Sequence[Incoming]) -> tuple[Incoming, ...]:
    """Name the thread of every message that came without one, as polling names it.

    A thread that stands on the desk is known by its person; a new one is asked
    for on the platform, with the person's name. So is whose a post is that the desk has
    not seen: below a visitor's, everything is one thread. Raises ConnectorError.
    """
    people = {
        item.contact.external_id: item.contact
        for item in items
        if item.contact and not item.thread_id
    }
    threads = {
        key: _known(runtime, account_id, person) or _asked(runtime, account_id, key)
        for key, person in people.items()
    }
    others = {
        post
        for post in _unseen(runtime, account_id, items)
        if _is_of_others(runtime, account_id, post)
    }
    return tuple(_below_others(_named(item, threads), others) for item in items)


def _named(item: Incoming, threads: Mapping[str, ThreadSeen]) -> Incoming:
    if item.thread_id or item.contact is None:
        return item
    thread = threads[item.contact.external_id]
    return replace(item, thread_id=thread.thread_id, contact=thread.contact)


def _known(runtime: Runtime, account_id: int, person: Author) -> ThreadSeen | None:
    with runtime.reading() as session:
        thread_id = session.scalar(
            select(Conversation.thread_id)
            .join(Contact, Contact.id == Conversation.contact_id)
            .where(
                Conversation.account_id == account_id,
                Conversation.kind == Kind.DIRECT_MESSAGE,
                Contact.external_id == person.external_id,
                ~Conversation.thread_id.startswith(homes.SPLIT),
            )
            .limit(1)
        )
    return ThreadSeen(thread_id=thread_id, contact=person) if thread_id else None


def _unseen(runtime: Runtime, account_id: int, items: Sequence[Incoming]) -> set[str]:
    """Return the posts above comments that the desk knows neither as ours nor as words to us."""
    posts = {item.post.external_id for item in items if item.post and item.kind is Kind.COMMENT}
    if not posts:
        return set()
    with runtime.reading() as session:
        known = session.scalars(
            union(
                select(Post.external_id).where(
                    Post.account_id == account_id, Post.external_id.in_(posts)
                ),
                select(Message.external_id).where(
                    Message.account_id == account_id, Message.external_id.in_(posts)
                ),
            )
        )
        return posts - set(known)


def _is_of_others(runtime: Runtime, account_id: int, post_id: str) -> bool:
    connector = _connector(runtime, account_id)
    try:
        return isinstance(connector, NamesThreads) and connector.is_of_others(post_id)
    except Refused:
        # It is gone, and nothing is to be known of it any more.
        return False


def _below_others(item: Incoming, others: Collection[str]) -> Incoming:
    if item.post is None or item.post.external_id not in others:
        return item
    above = item.post.external_id
    reply_to = item.reply_to or above
    return replace(item, kind=Kind.MENTION, thread_id=above, reply_to=reply_to, post=None)


def _asked(runtime: Runtime, account_id: int, person_id: str) -> ThreadSeen:
    connector = _connector(runtime, account_id)
    found = connector.thread_with(person_id) if isinstance(connector, NamesThreads) else None
    if found is None:
        raise TryLater(NOT_SHOWN)
    return found


def _connector(runtime: Runtime, account_id: int) -> Connector:
    with runtime.reading() as session:
        name = accounts.find(session, account_id).connector
        return CONNECTORS[name](accounts.access(session, account_id))
