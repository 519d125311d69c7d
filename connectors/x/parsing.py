"""What do X's answers say, in either of its two dialects?

Reading never fails on a field: an item without a text, an author or a time
still arrives. Only what has no id is left out, and stays in the raw body.
Sources: X OpenAPI 2.159 (`tweet`) and 2.167 (`post`); PLATFORMS.md 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.base import Author
from connectors.x.walking import moment_of

Raw = Mapping[str, Any]
_HANDLES = re.compile(r"(?:@\w{1,15} +)+")
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
    mentioned: frozenset[str]
    capture: int

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


def posts(body: Raw, capture: int = 0) -> tuple[XPost, ...]:
    """Return the posts an answer is about, in its order."""
    return tuple(_post(raw, capture) for raw in _rows(body.get("data")) if _word(raw, "id"))


def included_posts(body: Raw, capture: int = 0) -> tuple[XPost, ...]:
    """Return the posts that an answer's own posts refer to."""
    rows = _rows(_either(_child(body, "includes"), "tweets", "posts"))
    return tuple(_post(raw, capture) for raw in rows if _word(raw, "id"))


def authors(body: Raw) -> dict[str, Author]:
    """Return the people an answer describes, by id."""
    people = (_author(raw) for raw in _rows(_child(body, "includes").get("users")))
    return {person.external_id: person for person in people if person.external_id}


def messages(body: Raw, me: str) -> tuple[XMessage, ...]:
    """Return the direct messages of an answer, in its order; joins and leaves are none."""
    rows = (raw for raw in _rows(body.get("data")) if _word(raw, "id"))
    return tuple(_message(raw, me) for raw in rows if _is_message(raw))


def ids(body: Raw) -> list[int]:
    """Return the ids of everything on a page that has a readable one."""
    found = (_word(raw, "id") for raw in _rows(body.get("data")))
    return [int(one) for one in found if one.isdecimal()]


def next_token(body: Raw) -> str | None:
    """Return the token of the next page, if X has one."""
    return _word(_child(body, "meta"), "next_token") or None


def unescaped(text: str) -> str:
    """Undo the three HTML escapes that X applies to every text (tweepy #451)."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _post(raw: Raw, capture: int) -> XPost:
    history = _either(raw, "edit_history_tweet_ids", "edit_history_post_ids")
    known = tuple(str(one) for one in history) if isinstance(history, list) else ()
    every_id = known or (_word(raw, "id"),)
    return XPost(
        ids=every_id,
        text=_text(raw),
        sent_at=_sent_at(raw, every_id),
        author_id=_word(raw, "author_id"),
        conversation_id=_word(raw, "conversation_id"),
        replied_to=next(_replied_to(raw), None),
        replied_to_user=_word(raw, "in_reply_to_user_id"),
        mentioned=frozenset(_mentioned(raw)),
        capture=capture,
    )


def _text(raw: Raw) -> str:
    """Return the words as written: without the handles and short addresses X puts in.

    X makes http:// of an address written without any; so does nobody else today.
    """
    whole = {**raw, **_note(raw)}
    text = _without_added_handles(whole)
    for link in _rows(_child(whole, "entities").get("urls")):
        short, full = _word(link, "url"), _word(link, "expanded_url")
        text = text.replace(short, full.removeprefix("http://")) if short and full else text
    return unescaped(text)


def _note(raw: Raw) -> Raw:
    """Return the whole of a long post, of which X's `text` is only the start."""
    note = _child(raw, "note_tweet") or _child(raw, "note_post")
    return {name: note[name] for name in ("text", "entities") if note.get(name)}


def _without_added_handles(raw: Raw) -> str:
    text, shown = _word(raw, "text"), raw.get("display_text_range")
    start = shown[0] if isinstance(shown, list) and shown else 0
    if not isinstance(start, int) or not _HANDLES.fullmatch(text[:start]):
        return text
    return text[start:]


def _message(raw: Raw, me: str) -> XMessage:
    sender = _word(raw, "sender_id")
    return XMessage(
        id=_word(raw, "id"),
        text=unescaped(_word(raw, "text")),
        sent_at=_sent_at(raw, (_word(raw, "id"),)),
        sender_id=sender,
        conversation_id=_word(raw, "dm_conversation_id") or _between(me, sender),
    )


def _is_message(raw: Raw) -> bool:
    return _word(raw, "event_type") in {"MessageCreate", ""}


def _between(me: str, sender: str) -> str:
    return "-".join(sorted((me, sender), key=lambda one: (len(one), one)))


def _author(raw: Raw) -> Author:
    return Author(
        external_id=_word(raw, "id"), name=_word(raw, "name"), handle=_word(raw, "username")
    )


def _replied_to(raw: Raw) -> Iterator[str]:
    for reference in _rows(_either(raw, "referenced_tweets", "referenced_posts")):
        if _word(reference, "type") == "replied_to" and _word(reference, "id"):
            yield _word(reference, "id")


def _mentioned(raw: Raw) -> Iterator[str]:
    for mention in _rows(_child(raw, "entities").get("mentions")):
        yield _word(mention, "id")
        yield _word(mention, "username").casefold()


def _sent_at(raw: Raw, every_id: tuple[str, ...]) -> datetime:
    """Return when it was first said: an edit has a time of its own."""
    stated = _moment(_word(raw, "created_at")) if len(every_id) == 1 else None
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


def _either(raw: Raw, old: str, new: str) -> Any:
    return raw.get(old) if old in raw else raw.get(new)


def _rows(value: Any) -> list[Raw]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _child(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _word(raw: Raw, name: str) -> str:
    value = raw.get(name)
    return str(value) if isinstance(value, str | int) else ""
