"""To which thread does a private message belong that was pushed with its person alone?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from connectors.base import NamesThreads
from connectors.errors import TryLater
from connectors.pages import Author, Incoming, ThreadSeen
from connectors.registry import CONNECTORS
from connectors.words import Kind
from inbox import accounts
from inbox.models import Contact, Conversation
from inbox.runtime import Runtime

NOT_SHOWN = "The platform does not show the thread of this message yet."


def named(runtime: Runtime, account_id: int, items: Sequence[Incoming]) -> tuple[Incoming, ...]:
    """Name the thread of every message that came without one, as polling names it.

    A thread that stands on the desk is known by its person; a new one is asked
    for on the platform, with the person's name. Raises ConnectorError.
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
    return tuple(_named(item, threads) for item in items)


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
            )
            .limit(1)
        )
    return ThreadSeen(thread_id=thread_id, contact=person) if thread_id else None


def _asked(runtime: Runtime, account_id: int, person_id: str) -> ThreadSeen:
    with runtime.reading() as session:
        name = accounts.find(session, account_id).connector
        access = accounts.access(session, account_id)
    connector = CONNECTORS[name](access)
    found = connector.thread_with(person_id) if isinstance(connector, NamesThreads) else None
    if found is None:
        raise TryLater(NOT_SHOWN)
    return found
