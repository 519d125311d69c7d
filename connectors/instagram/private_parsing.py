"""What do Instagram's media, comments and direct messages say, in our words?

Fields: docs/platforms.md 2.4. Nothing here needs a field that the platform may leave out,
but for ids and times: without them a message can neither be stored nor ordered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.attachments import address
from connectors.instagram import private_attachments, private_reactions
from connectors.pages import Author, Incoming, PostSeen
from connectors.words import Direction, Kind, Surface

WEB = "https://www.instagram.com"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_SAID = ("action_log", "video_call_event")
"""Items that report something done in a thread; nobody said them."""

STORIES = {
    "reply": Surface.STORY_REPLY,
    "reaction": Surface.STORY_REPLY,
    "mention": Surface.STORY_MENTION,
}
"""What `reel_share.type` says: seen in the app's answers, in no document."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Below:
    """Where a comment stands: under which post, and below which comment, if any."""

    post: PostSeen
    parent: str | None = None


def media(item: Json, own_id: str) -> PostSeen:
    """Read one of the account's media. Its external id is `<pk>_<owner>`, as writes need it."""
    code, taken_at = item.get("code"), item.get("taken_at")
    return PostSeen(
        external_id=str(item.get("id") or f"{item['pk']}_{own_id}"),
        text=(item.get("caption") or {}).get("text") or "",
        permalink=f"{WEB}/p/{code}/" if code else "",
        published_at=EPOCH + timedelta(seconds=int(taken_at)) if taken_at else None,
        picture=_picture(item),
    )


# Of several pictures the first is shown.
def _picture(item: Json) -> str:
    shown = next(iter(item.get("carousel_media") or ()), item)
    candidates = (shown.get("image_versions2") or {}).get("candidates") or ()
    return address(next((one.get("url") for one in candidates), None))


def comments(told: Iterable[Json], below: Below, own_id: str, capture: int) -> list[Incoming]:
    """Read comments, leaving out what has neither id nor time."""
    return [
        _comment(each, below, own_id, capture)
        for each in told
        if each.get("pk") and written_at(each)
    ]


def messages(
    thread: Json, own_id: str, capture: int, where: Surface | None = None
) -> list[Incoming]:
    """Read the items of a thread, both ways, leaving out what nobody said.

    `where` says that the thread stands among the requests or in the spam folder.

    `client_context` is not handed on as a client token: it is a number derived from
    ours, so comparing the two would never tell that a message is ours.
    """
    people = _people(thread)
    return [
        replace(_message(each, thread, people, own_id, capture), surface=_story(each) or where)
        for each in thread.get("items") or ()
        if each.get("item_id") and each.get("timestamp") and _was_said(each)
    ]


def written_at(comment: Json) -> int:
    """Return when a comment was written, in seconds, or 0 when it does not say."""
    return int(comment.get("created_at_utc") or comment.get("created_at") or 0)


def microseconds(value: Any) -> datetime:
    """Turn a direct message's timestamp into an instant, to the microsecond."""
    return EPOCH + timedelta(microseconds=int(value))


def instant_of(seconds: Any) -> datetime:
    """Turn unix seconds into an instant."""
    return EPOCH + timedelta(seconds=int(seconds))


def instant(text: str) -> datetime | None:
    """Read back a moment that we wrote, or nothing."""
    return datetime.fromisoformat(text) if text else None


def message_text(item: Json) -> str:
    """Return the words of a direct message, whatever it is wrapped in."""
    wrapped = item.get(str(item.get("item_type")))
    if isinstance(wrapped, Mapping):
        wrapped = wrapped.get("text") or wrapped.get("message")
    return str(item.get("text") or (wrapped if isinstance(wrapped, str) else ""))


def _comment(told: Json, below: Below, own_id: str, capture: int) -> Incoming:
    pk, author = str(told["pk"]), _author(told.get("user") or {})
    is_ours = author is not None and author.external_id == own_id
    answered = told.get("replied_to_comment_id") or below.parent
    return Incoming(
        kind=Kind.COMMENT,
        external_id=pk,
        thread_id=below.parent or pk,
        direction=Direction.OUT if is_ours else Direction.IN,
        text=told.get("text") or "",
        sent_at=EPOCH + timedelta(seconds=written_at(told)),
        author=author,
        reply_to=str(answered) if answered else None,
        post=below.post,
        permalink=f"{below.post.permalink}c/{pk}/" if below.post.permalink else "",
        likes=told.get("comment_like_count"),
        capture=capture,
    )


def _message(
    item: Json, thread: Json, people: Mapping[str, Author], own_id: str, capture: int
) -> Incoming:
    sender = str(item.get("user_id") or "")
    others = [person for key, person in people.items() if key != own_id]
    answered = (item.get("replied_to_message") or {}).get("item_id")
    return Incoming(
        kind=Kind.DIRECT_MESSAGE,
        external_id=str(item["item_id"]),
        thread_id=str(thread["thread_id"]),
        direction=Direction.OUT if sender == own_id else Direction.IN,
        text=message_text(item),
        sent_at=microseconds(item["timestamp"]),
        author=people.get(sender) or (Author(external_id=sender) if sender else None),
        reply_to=str(answered) if answered else None,
        contact=others[0] if len(others) == 1 else None,
        reactions=private_reactions.of_item(item),
        attachments=private_attachments.of_item(item),
        capture=capture,
    )


def _story(item: Json) -> Surface | None:
    shared = item.get("reel_share")
    return STORIES.get(str(shared.get("type"))) if isinstance(shared, Mapping) else None


def _was_said(item: Json) -> bool:
    return item.get("item_type") not in NOT_SAID


def _people(thread: Json) -> dict[str, Author]:
    told = (*(thread.get("users") or ()), *(thread.get("left_users") or ()))
    return {person.external_id: person for user in told if (person := _author(user))}


def _author(user: Json) -> Author | None:
    pk = user.get("pk") or user.get("id")
    if not pk:
        return None
    return Author(
        external_id=str(pk),
        name=user.get("full_name") or "",
        handle=user.get("username") or "",
    )
