"""Which fields does each kind of node have, and what do they hold?

A field that has nothing to hold is absent from an answer, never null. Names are
from Meta's node specifications; the message node's shape is from its documentation
(docs/platforms.md 2.2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox import broadcasts, posted
from sandbox.graph import accounts, attached, reacting, stories
from sandbox.records import Person, Post, Profile, Saying, Thread
from sandbox.world import World

USER, PAGE, IG_USER = "User", "Page", "IGUser"
POST, COMMENT, THREAD, MESSAGE = "PagePost", "Comment", "UnifiedThread", "UnifiedMessage"
IG_MEDIA, IG_COMMENT = "IGMedia", "IGComment"
LIVE_VIDEO, VIDEO = "LiveVideo", "Video"

SNIPPET_LENGTH = 100


class Absent:
    """Stands for a field that has nothing to hold."""


ABSENT = Absent()


@dataclass(frozen=True)
class Node:
    """One object of the graph: what kind, and the record behind it."""

    kind: str
    record: Any

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.record.extra["live"]["id"] if self.kind == LIVE_VIDEO else self.record.id)


Field = Callable[[World, Any], Any]


def time(at: datetime) -> str:
    """Write a moment as Graph does: whole seconds, no colon in the offset."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def shown(value: Any) -> Any:
    """Leave out what is empty."""
    return ABSENT if value in (None, "") else value


def _comment_from(world: World, saying: Saying) -> Any:
    # Absent for people whom the token may not see: here, those without a name.
    author = world.author(saying.author_id)
    return {"name": author.name, "id": author.id} if author and author.name else ABSENT


def _message_side(world: World, key: str) -> dict[str, Any]:
    author = world.author(key)
    told: dict[str, Any] = {"id": key}
    if author and author.platform == "instagram":
        return {"username": author.handle} | told
    return ({"name": author.name} if author and author.name else {}) | told


def _recipients(world: World, saying: Saying) -> dict[str, Any]:
    thread = world.threads[saying.thread_id]
    other = thread.person_id if saying.from_department else thread.profile_id
    return {"data": [_message_side(world, other)]}


def _participants(world: World, thread: Thread) -> dict[str, Any]:
    sides = [_message_side(world, key) for key in (thread.person_id, thread.profile_id)]
    if thread.platform == "facebook":
        sides = [side | {"email": f"{side['id']}@facebook.com"} for side in sides]
    return {"data": sides}


def _post_from(world: World, post: Post) -> Any:
    author = world.author(post.extra.get("by", post.profile_id))
    return {"name": author.name, "id": author.id} if author and author.name else ABSENT


def _comment_link(_: World, saying: Saying) -> str:
    return comment_link(saying)


def comment_link(saying: Saying) -> str:
    """Return where a comment stands for everyone to read."""
    return f"https://www.facebook.com/{saying.post_id}?comment_id={saying.id.rpartition('_')[2]}"


def _parent(world: World, saying: Saying) -> Any:
    return Node(COMMENT, world.saying(saying.parent_id)) if saying.parent_id else ABSENT


def _updated(world: World, post: Post) -> str:
    below = world.shelf.of_post.get(post.id)
    return time(below[-1].created_at if below else post.created_at)


def _unread(world: World, thread: Thread) -> int:
    unread = 0
    for saying in reversed(world.sayings_of_thread(thread.id)):
        if saying.from_department:
            break
        unread += 1
    return unread


def _snippet(world: World, thread: Thread) -> Any:
    said = world.sayings_of_thread(thread.id)
    return shown(said[-1].text[:SNIPPET_LENGTH] if said else "")


def _can_reply_privately(world: World, saying: Saying) -> bool:
    return not saying.from_department and accounts.private_reply_to(world, saying) is None


def _ig_from(world: World, saying: Saying) -> Any:
    author = world.author(saying.author_id)
    return {"id": author.id, "username": author.handle} if author else ABSENT


def _ig_username(world: World, saying: Saying) -> Any:
    author = world.author(saying.author_id)
    return author.handle if author else ABSENT


def _ig_poster(world: World, post: Post) -> Any:
    author = world.author(post.extra.get("by", post.profile_id))
    return author.handle if author else ABSENT


def _instagram_account(world: World, page: Profile) -> Any:
    account = accounts.instagram_of(world, page.id)
    return Node(IG_USER, account) if account else ABSENT


def _video(_: World, post: Post) -> Node:
    # The number of the video is the second half of its post's id: not verified.
    return Node(VIDEO, Video(post.id.rpartition("_")[2], posted.still(post)))


@dataclass(frozen=True)
class Video:
    """What was filmed: the sandbox shows nothing of it but the id and a still."""

    id: str
    still: str


def _id(_: World, record: Profile | Person | Post | Saying | Thread | Video) -> str:
    return record.id


FIELDS: dict[str, dict[str, Field]] = {
    USER: {"id": _id, "name": lambda _, user: user.name},
    PAGE: {
        "id": _id,
        "name": lambda _, page: page.name,
        "username": lambda _, page: page.handle,
        "link": lambda _, page: f"https://www.facebook.com/{page.handle}",
        "instagram_business_account": _instagram_account,
    },
    POST: {
        "id": _id,
        "message": lambda _, post: shown(post.text),
        "created_time": lambda _, post: time(post.created_at),
        "updated_time": _updated,
        "permalink_url": lambda _, post: f"https://www.facebook.com/{post.id}",
        "from": _post_from,
        "is_hidden": lambda *_: False,
        "is_published": lambda *_: True,
        "status_type": lambda *_: "mobile_status_update",
        "full_picture": lambda _, post: shown(posted.picture(post)),
    },
    COMMENT: {
        "id": _id,
        "message": lambda _, said: shown(said.text),
        "from": _comment_from,
        "created_time": lambda _, said: time(said.created_at),
        "parent": _parent,
        "permalink_url": lambda _, said: (
            f"https://www.facebook.com/{said.post_id}?comment_id={said.id.rpartition('_')[2]}"
        ),
        "object": lambda world, said: Node(POST, world.posts[said.post_id]),
        "like_count": lambda _, said: said.likes,
        "comment_count": lambda world, said: len(world.replies_to(said.id)),
        "is_hidden": lambda _, said: said.hidden,
        "is_private": lambda *_: False,
        "can_comment": lambda _, said: said.parent_id is None,
        "can_hide": lambda _, said: not said.from_department,
        "can_like": lambda *_: True,
        "can_remove": lambda *_: True,
        "can_reply_privately": _can_reply_privately,
        "user_likes": lambda _, said: said.liked_by_department,
        "attachment": lambda _, said: shown(attached.comment(said)),
    },
    THREAD: {
        "id": _id,
        "updated_time": lambda world, thread: time(world.active_at(thread)),
        "message_count": lambda world, thread: len(world.sayings_of_thread(thread.id)),
        "unread_count": _unread,
        "can_reply": accounts.is_open,
        "snippet": _snippet,
        "participants": _participants,
    },
    MESSAGE: {
        "id": _id,
        "created_time": lambda _, said: time(said.created_at),
        "from": lambda world, said: _message_side(world, said.author_id),
        "to": _recipients,
        "message": lambda _, said: said.text,
        "attachments": lambda _, said: shown(attached.files(said)),
        "sticker": lambda _, said: shown(attached.sticker(said)),
        "shares": lambda _, said: shown(attached.shares(said)),
        "reactions": lambda world, said: shown(reacting.shown(world, said)),
        "story": lambda _, said: shown(stories.shown(said)),
    },
    LIVE_VIDEO: {
        "id": lambda _, post: post.extra["live"]["id"],
        "status": lambda _, post: broadcasts.status(post),
        "title": lambda _, post: shown(post.text),
        "permalink_url": lambda _, post: f"/{post.profile_id}/videos/{post.id.rpartition('_')[2]}/",
        "creation_time": lambda _, post: time(post.created_at),
        "broadcast_start_time": lambda _, post: time(broadcasts.started_at(post)),
        "video": _video,
    },
    VIDEO: {"id": _id, "picture": lambda _, video: video.still},
    IG_USER: {
        "id": _id,
        "username": lambda _, user: user.handle,
        "name": lambda _, user: user.name,
        "media_count": lambda world, user: len(broadcasts.listed(world, user.id)),
    },
    IG_MEDIA: {
        "id": _id,
        "caption": lambda _, post: shown(post.text),
        "media_type": lambda _, post: "VIDEO" if post.is_broadcast else "IMAGE",
        "media_url": lambda _, post: shown(posted.picture(post)),
        "thumbnail_url": lambda *_: ABSENT,
        "media_product_type": lambda _, post: "LIVE" if post.is_broadcast else "FEED",
        "permalink": lambda _, post: f"https://www.instagram.com/p/{post.id}/",
        "shortcode": lambda _, post: post.id,
        "timestamp": lambda _, post: time(post.created_at),
        "username": _ig_poster,
        # Told of our own media only.
        "owner": lambda _, post: ABSENT if "by" in post.extra else {"id": post.profile_id},
        "comments_count": lambda world, post: len(world.sayings_of_post(post.id)),
        "is_comment_enabled": lambda *_: True,
        "like_count": lambda *_: 0,
    },
    IG_COMMENT: {
        "id": _id,
        "text": lambda _, said: said.text,
        "timestamp": lambda _, said: time(said.created_at),
        "username": _ig_username,
        "from": _ig_from,
        "parent_id": lambda _, said: shown(said.parent_id),
        "media": lambda world, said: Node(IG_MEDIA, world.posts[said.post_id]),
        "hidden": lambda _, said: said.hidden,
        "like_count": lambda _, said: said.likes,
    },
}

BARE_FIELDS = {
    USER: ("name", "id"),
    PAGE: ("name", "id"),
    POST: ("created_time", "message", "id"),
    COMMENT: ("created_time", "from", "message", "id"),
    THREAD: ("id", "updated_time"),
    MESSAGE: ("id", "created_time"),
    LIVE_VIDEO: ("status", "id"),
    VIDEO: ("id",),
    IG_USER: ("id",),
    IG_MEDIA: ("id",),
    IG_COMMENT: ("timestamp", "text", "id"),
}
"""What an answer holds when no fields are asked for."""
