"""What do people, media, comments and messages look like in the private API's JSON?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox import attaching, posted
from sandbox.records import Post, Profile, Saying, Thread
from sandbox.world import World

Json = dict[str, Any]

CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PREVIEWED = 2
PHOTO = 1
INBOX, REQUESTS, SPAM = "inbox", "requests", "spam"


def user(world: World, user_id: str) -> Json:
    """Show whoever has this id; a stranger has an id and no name."""
    known = world.author(user_id)
    return {
        "pk": int(user_id),
        "pk_id": user_id,
        "username": known.handle if known else "",
        "full_name": known.name if known else "",
        "is_private": False,
        "is_verified": False,
        "is_business": isinstance(known, Profile),
        "profile_pic_url": picture(user_id),
    }


def picture(name: str) -> str:
    """Name a picture; nobody serves it."""
    return f"https://www.instagram.com/practice/{name}.jpg"


def media(world: World, post: Post) -> Json:
    """Show something the department published."""
    return {
        "pk": int(post.id),
        "id": f"{post.id}_{post.profile_id}",
        "code": code(post.id),
        "taken_at": seconds(post.created_at),
        "media_type": PHOTO,
        "user": user(world, post.profile_id),
        "like_count": 0,
        "comment_count": len(comments_of(world, post)),
        "caption": {"text": post.text, "created_at_utc": seconds(post.created_at)},
        "image_versions2": {
            "candidates": [
                {"url": posted.picture(post) or picture(post.id), "width": 1, "height": 1}
            ]
        },
    }


def code(pk: str) -> str:
    """Return the short code of a media: its number in base 64, with Instagram's letters."""
    number, letters = int(pk), ""
    while number:
        number, rest = divmod(number, len(CODE_LETTERS))
        letters = CODE_LETTERS[rest] + letters
    return letters


def comments_of(world: World, post: Post) -> list[Saying]:
    """List a post's comments and replies; a removed comment takes its replies along."""
    said = world.sayings_of_post(post.id)
    standing = {each.id for each in said if each.id == each.thread_id}
    return [each for each in said if each.thread_id in standing]


def children_of(world: World, comment: Saying) -> list[Saying]:
    """List the replies below a top-level comment, oldest first."""
    return [each for each in world.sayings_of_thread(comment.id) if each.id != comment.id]


def top_comment(world: World, saying: Saying) -> Json:
    """Show a top-level comment with its newest replies."""
    children = children_of(world, saying)
    shown = children[-PREVIEWED:]
    return {
        **_comment(world, saying),
        "type": 0,
        "child_comment_count": len(children),
        "preview_child_comments": [child_comment(world, each) for each in shown],
    }


def child_comment(world: World, saying: Saying) -> Json:
    """Show a reply."""
    below = {"parent_comment_id": saying.thread_id, "replied_to_comment_id": saying.parent_id}
    return {**_comment(world, saying), "type": 2, **below}


def _comment(world: World, saying: Saying) -> Json:
    return {
        "pk": saying.id,
        "user_id": int(saying.author_id),
        "user": user(world, saying.author_id),
        "media_id": saying.post_id,
        "text": saying.text,
        "content_type": "comment",
        "status": "Active",
        "created_at": seconds(saying.created_at),
        "created_at_utc": seconds(saying.created_at),
        "comment_like_count": saying.likes,
        "has_liked_comment": saying.liked_by_department,
    }


def thread(world: World, thread: Thread, items: list[Saying], facts: Json) -> Json:
    """Show a direct-message thread with some of its items, newest first."""
    return {
        "thread_id": thread.id,
        "thread_v2_id": str(int(thread.id) % 10**17),
        "users": [user(world, thread.person_id)],
        "left_users": [],
        "inviter": user(world, thread.person_id),
        "admin_user_ids": [],
        "items": [item(each) for each in items],
        "last_activity_at": microseconds(world.active_at(thread)),
        "last_seen_at": thread.extra.get("last_seen_at", {}),
        "thread_title": user(world, thread.person_id)["username"],
        "thread_type": "private",
        "pending": is_pending(world, thread),
        "folder": 0,
        "input_mode": 0,
        "read_state": 0,
        "canonical": True,
        **dict.fromkeys(UNUSED, False),
        **facts,
    }


UNUSED = (
    "muted",
    "named",
    "archived",
    "vc_muted",
    "is_group",
    "mentions_muted",
    "approval_required_for_new_members",
)


def is_pending(world: World, thread: Thread) -> bool:
    """Whether it is still a message request: neither approved nor ever answered."""
    if thread.extra.get("approved"):
        return False
    return not any(each.from_department for each in world.sayings_of_thread(thread.id))


def folder(world: World, thread: Thread) -> str:
    """Name the box in which a thread stands."""
    if not is_pending(world, thread):
        return INBOX
    return SPAM if thread.extra.get("spam") else REQUESTS


def item(saying: Saying) -> Json:
    """Show one direct message."""
    facts = {
        "item_id": saying.id,
        "user_id": int(saying.author_id),
        "timestamp": microseconds(saying.created_at),
        "is_sent_by_viewer": saying.from_department,
        "is_shh_mode": False,
        "client_context": saying.client_token or f"{7 * 10**18 + saying.sequence}",
        **_reactions(saying),
    }
    if about := saying.extra.get("story"):
        story = {"text": saying.text, "type": about, "media": {"media_type": PHOTO}}
        return {**facts, "item_type": "reel_share", "reel_share": story}
    if attached := attaching.of(saying):
        return {**facts, "text": saying.text, **_attached(attached)}
    if "http" in saying.text:
        link = {"text": saying.text, "link_context": {"link_url": "", "link_title": ""}}
        return {**facts, "item_type": "link", "link": link}
    return {**facts, "item_type": "text", "text": saying.text}


def _reactions(saying: Saying) -> Json:
    listed = [{"sender_id": int(who), "emoji": one} for who, one in saying.reactions.items()]
    return {"reactions": {"likes": [], "emojis": listed}} if listed else {}


def _attached(one: attaching.Attached) -> Json:
    """Show what came with a message, under the name that its sort has."""
    image = {"url": one.picture, "width": one.width, "height": one.height}
    picture = {"id": one.id, "image_versions2": {"candidates": [image]}}
    film = {"media_type": 2, "video_versions": [image | {"url": one.url}]}
    shown: dict[str, Json] = {
        attaching.PICTURE: {"item_type": "media", "media": picture | {"media_type": PHOTO}},
        attaching.VIDEO: {"item_type": "media", "media": picture | film},
        attaching.VOICE: {
            "item_type": "voice_media",
            "voice_media": {"media": {"id": one.id, "audio": {"audio_src": one.url}}},
        },
        attaching.STICKER: {
            "item_type": "animated_media",
            "animated_media": {"id": one.id, "images": {"fixed_height": image}},
        },
        attaching.LINK: {
            "item_type": "link",
            "link": {
                "text": one.url,
                "link_context": {"link_url": one.url, "link_title": one.title},
            },
        },
    }
    return shown[one.kind]


def seconds(at: datetime) -> int:
    """Write a moment in whole seconds."""
    return int(at.timestamp())


def microseconds(at: datetime) -> int:
    """Write a moment in microseconds, exactly."""
    return int(at.timestamp()) * 1_000_000 + at.microsecond
