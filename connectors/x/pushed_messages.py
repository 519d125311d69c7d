"""What was said in private, as X pushes it?

An unencrypted message comes in the older form of X's API, whole but for what is attached:
the next poll tells of that. Of an encrypted one only X itself shows the words. Source: X
Activity API, `dm.received`, `dm.sent`, `chat.received`, `chat.sent`; docs/platforms.md 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from connectors.pages import Author, Incoming
from connectors.words import Direction, Kind, Surface
from connectors.x import parsing
from connectors.x.json_fields import Raw, child, word
from connectors.x.wording import unescaped

People = Mapping[str, Author]


def read(us: str, payload: Raw) -> Iterator[Incoming]:
    """Read the messages of one event. One that names no recipient is left to the poll."""
    people = _people(child(payload, "users"))
    for event in payload["direct_message_events"]:
        told = child(event, "message_create")
        recipient = word(child(told, "target"), "recipient_id")
        if word(event, "type") == "message_create" and recipient:
            yield _message(us, event, recipient, people)


def encrypted(us: str, payload: Raw) -> Incoming:
    """Say that an encrypted message waits, or was sent, on X itself."""
    sender, conversation = str(payload["sender_id"]), str(payload["conversation_id"])
    pair = conversation.split(":")
    others = [one for one in pair if one != us]
    is_of_two = len(pair) > 1 and len(others) == 1
    thread_id = parsing.between(us, others[0]) if is_of_two else conversation
    return Incoming(
        kind=Kind.DIRECT_MESSAGE,
        external_id=str(payload["id"]),
        thread_id=thread_id,
        direction=Direction.OUT if sender == us else Direction.IN,
        text="",
        sent_at=_moment(payload["created_at_msec"]),
        author=Author(external_id=sender),
        permalink=_permalink(thread_id),
        contact=Author(external_id=others[0]) if is_of_two else None,
        surface=Surface.ENCRYPTED,
    )


def _message(us: str, event: Raw, recipient: str, people: People) -> Incoming:
    told = child(event, "message_create")
    sender = str(told["sender_id"])
    other = recipient if sender == us else sender
    thread_id = parsing.between(us, other)
    return Incoming(
        kind=Kind.DIRECT_MESSAGE,
        external_id=str(event["id"]),
        thread_id=thread_id,
        direction=Direction.OUT if sender == us else Direction.IN,
        text=unescaped(word(child(told, "message_data"), "text")),
        sent_at=_moment(event["created_timestamp"]),
        author=_known(sender, people),
        permalink=_permalink(thread_id),
        contact=_known(other, people),
    )


def _people(users: Raw) -> People:
    told = [child(one, "data") or one for one in users.values()]
    return parsing.authors({"includes": {"users": told}})


def _known(person_id: str, people: People) -> Author:
    return people.get(person_id) or Author(external_id=person_id)


def _moment(milliseconds: str | int) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _permalink(thread_id: str) -> str:
    return f"https://x.com/messages/{thread_id}"
