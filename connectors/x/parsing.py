"""What do X's answers say, in either of its two dialects?

Reading never fails on a field: an item without a text, an author or a time
still arrives. Only what has no id is left out, and stays in the raw body.
Sources: X OpenAPI 2.159 (`tweet`) and 2.167 (`post`); docs/platforms.md 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.attachments import Attachment
from connectors.pages import Author
from connectors.x import media, wording
from connectors.x.json_fields import Raw, child, either, number, rows, word
from connectors.x.walking import moment_of

Authors = Mapping[str, Author]


@dataclass(frozen=True, slots=True, kw_only=True)
class XPost:
    """A post as X shows it now. `ids` are all it ever had: an edit gives a new one."""

    ids: tuple[str, ...]
    text: str
    sent_at: datetime
    author_id: str
    conversation_id: str
    replied_to: str | None
    replied_to_user: str
    quoted: str | None
    quote_count: int
    reply_count: int | None
    is_withheld: bool
    mentioned: frozenset[str]
    likes: int | None
    capture: int
    attachments: tuple[Attachment, ...]
    edition: int | None

    @property
    def id(self) -> str:
        """The first id, which an edit does not change."""
        return self.ids[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class XMessage:
    """A direct message as X shows it."""

    id: str
    text: str
    sent_at: datetime
    sender_id: str
    conversation_id: str
    attachments: tuple[Attachment, ...]


def posts(body: Raw, capture: int = 0) -> tuple[XPost, ...]:
    """Return the posts an answer is about, in its order."""
    found = media.included(body)
    return tuple(_post(raw, capture, found) for raw in rows(body.get("data")) if word(raw, "id"))


def included_posts(body: Raw, capture: int = 0) -> tuple[XPost, ...]:
    """Return the posts that an answer's own posts refer to."""
    included = rows(either(child(body, "includes"), "tweets", "posts"))
    found = media.included(body)
    return tuple(_post(raw, capture, found) for raw in included if word(raw, "id"))


def authors(body: Raw) -> dict[str, Author]:
    """Return the people an answer describes, by id."""
    people = (_author(raw) for raw in rows(child(body, "includes").get("users")))
    return {person.external_id: person for person in people if person.external_id}


def messages(body: Raw, me: str) -> tuple[XMessage, ...]:
    """Return the direct messages of an answer, in its order; joins and leaves are none."""
    named = (raw for raw in rows(body.get("data")) if word(raw, "id"))
    found = media.included(body)
    return tuple(_message(raw, me, found) for raw in named if _is_message(raw))


def between(me: str, sender: str) -> str:
    """Name the conversation of two, as X does: both ids, the smaller one first."""
    return "-".join(sorted((me, sender), key=lambda one: (len(one), one)))


def ids(body: Raw) -> list[int]:
    """Return the ids of everything on a page that has a readable one."""
    found = (word(raw, "id") for raw in rows(body.get("data")))
    return [int(one) for one in found if one.isdecimal()]


def next_token(body: Raw) -> str | None:
    """Return the token of the next page, if X has one."""
    return word(child(body, "meta"), "next_token") or None


def _post(raw: Raw, capture: int, found: media.ByKey) -> XPost:
    history = either(raw, "edit_history_tweet_ids", "edit_history_post_ids")
    known = tuple(str(one) for one in history) if isinstance(history, list) else ()
    every_id = known or (word(raw, "id"),)
    return XPost(
        ids=every_id,
        text=wording.written(raw),
        sent_at=_sent_at(raw, every_id),
        author_id=word(raw, "author_id"),
        conversation_id=word(raw, "conversation_id"),
        replied_to=next(_references(raw, "replied_to"), None),
        quoted=next(_references(raw, "quoted"), None),
        quote_count=number(child(raw, "public_metrics"), "quote_count"),
        reply_count=_count(raw, "reply_count"),
        is_withheld=bool(child(raw, "withheld")),
        replied_to_user=word(raw, "in_reply_to_user_id"),
        mentioned=frozenset(_mentioned(raw)),
        likes=_count(raw, "like_count"),
        capture=capture,
        attachments=media.attached(raw, found),
        edition=len(known) or None,
    )


def _message(raw: Raw, me: str, found: media.ByKey) -> XMessage:
    sender = word(raw, "sender_id")
    return XMessage(
        id=word(raw, "id"),
        text=wording.unescaped(wording.without_media(raw, word(raw, "text"))),
        sent_at=_sent_at(raw, (word(raw, "id"),)),
        sender_id=sender,
        conversation_id=word(raw, "dm_conversation_id") or between(me, sender),
        attachments=media.attached(raw, found),
    )


def _is_message(raw: Raw) -> bool:
    return word(raw, "event_type") in {"MessageCreate", ""}


def _author(raw: Raw) -> Author:
    return Author(external_id=word(raw, "id"), name=word(raw, "name"), handle=word(raw, "username"))


def _references(raw: Raw, kind: str) -> Iterator[str]:
    for reference in rows(either(raw, "referenced_tweets", "referenced_posts")):
        if word(reference, "type") == kind and word(reference, "id"):
            yield word(reference, "id")


def _mentioned(raw: Raw) -> Iterator[str]:
    for mention in rows(child(raw, "entities").get("mentions")):
        yield word(mention, "id")
        yield word(mention, "username").casefold()


def _count(raw: Raw, name: str) -> int | None:
    count = child(raw, "public_metrics").get(name)
    return count if isinstance(count, int) else None


def _sent_at(raw: Raw, every_id: tuple[str, ...]) -> datetime:
    """Return when it was first said: an edit has a time of its own."""
    stated = _moment(word(raw, "created_at")) if len(every_id) == 1 else None
    return stated or _moment_of(every_id[0])


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _moment_of(one: str) -> datetime:
    try:
        return moment_of(one)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
