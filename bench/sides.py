"""What do sandbox and desk say, each in one form, so that they can be compared?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from connectors.words import Audience, Direction
from inbox.models import Account, Attachment, Contact, Conversation, Delivery, Message

Json = dict[str, Any]
WALLS = ("visitor_posts", "tagged", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing in the sandbox."""

    mark: str
    id: str
    connector: str
    kind: str
    words: str
    author: str
    thread: str
    is_ours: bool
    removed: bool
    hidden: bool
    edited: bool
    attached: str
    is_gone_with_broadcast: bool
    stands_below_removed: bool
    stands_below_a_quote: bool
    liked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message on the desk."""

    id: int
    mark: str
    external_id: str | None
    connector: str
    is_ours: bool
    words: str
    author: str
    thread: str
    removed: bool
    hidden: bool
    attached: bool
    liked: bool
    is_private: bool
    is_polled: bool
    delivery: Delivery | None


def sayings(state: Json) -> Iterator[Saying]:
    """Yield all that the sandbox holds: what residents posted, and what anybody said."""
    connectors = {one["id"]: one["connector"] for one in state["profiles"]}
    posts = {one["id"]: one for one in state["posts"]}
    handles = {one["id"]: f"@{one['handle']}" for one in state["people"]}
    for post in posts.values():
        if post["extra"].get("edge") in WALLS:
            yield _post(post, connectors[post["profile_id"]], handles)
    by_id = {name: one for one in state["sayings"] for name in (*one["earlier_ids"], one["id"])}
    for one in state["sayings"]:
        post = posts.get(one["post_id"] or "")
        yield _saying(one, connectors[one["profile_id"]], post, list(_above(one, by_id)))


def _above(one: Json, by_id: dict[str, Json]) -> Iterator[Json]:
    while above := by_id.get(one["parent_id"] or ""):
        yield above
        one = above


def _post(post: Json, connector: str, handles: dict[str, str]) -> Saying:
    by = post["extra"]["by"]
    return Saying(
        mark=_mark(post["text"]),
        id=post["id"],
        connector=connector,
        kind=post["extra"]["edge"],
        words=post["text"],
        author=handles[by] if connector == "instagram_graph" else by,
        thread=post["id"],
        is_ours=False,
        removed=post["removed"],
        hidden=False,
        edited=False,
        attached="",
        is_gone_with_broadcast=False,
        stands_below_removed=False,
        stands_below_a_quote=False,
        liked=False,
    )


def _saying(one: Json, connector: str, post: Json | None, above: list[Json]) -> Saying:
    extra = post["extra"] if post else {}
    live = extra.get("live", {}) if connector.startswith("instagram") else {}
    return Saying(
        mark=_mark(one["text"]),
        id=(one["earlier_ids"] or [one["id"]])[0],
        connector=connector,
        kind=one["kind"],
        words=_bare(one["text"]),
        author=one["author_id"],
        thread=post["id"] if post and extra.get("edge") in WALLS else one["thread_id"],
        is_ours=one["from_department"],
        removed=one["removed"],
        hidden=one["hidden"],
        edited=bool(one["earlier_texts"]),
        attached=one["extra"].get("attachment", {}).get("kind", ""),
        is_gone_with_broadcast="ended_at" in live,
        stands_below_removed=any(each["removed"] for each in above),
        stands_below_a_quote=any("quotes" in each["extra"] for each in above),
        liked=one["liked_by_department"],
    )


def rows(session: Session) -> Iterator[Row]:
    """Yield every message of the desk."""
    asked = (
        select(
            Message,
            Account.connector,
            Conversation.thread_id,
            Contact.external_id,
            Delivery,
            exists().where(Attachment.message_id == Message.id),
        )
        .join(Account, Account.id == Message.account_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(Contact, Contact.id == Message.author_contact_id)
        .outerjoin(Delivery, Delivery.message_id == Message.id)
        .order_by(Message.id)
    )
    for message, connector, thread, author, delivery, attached in session.execute(asked):
        yield Row(
            id=message.id,
            mark=_mark(message.text),
            external_id=message.external_id,
            connector=connector,
            is_ours=message.direction is Direction.OUT,
            words=_bare(message.text),
            author=author or "",
            thread=thread,
            removed=message.removed_at is not None,
            hidden=message.hidden_at is not None,
            attached=attached,
            liked=message.liked_at is not None,
            is_polled=bool(message.permalink),
            is_private=message.audience is Audience.PRIVATE,
            delivery=delivery,
        )


def _mark(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1] if text.split() else ""


def _bare(text: str) -> str:
    """Leave out the handles that X puts in front of a reply."""
    words = text.split()
    while words and words[0].startswith("@"):
        words = words[1:]
    return " ".join(words)
