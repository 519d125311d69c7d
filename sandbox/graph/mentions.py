"""Which words of others name an Instagram account, and may it read and answer them?

Source: Instagram Platform, IG User, `mentioned_comment`, `mentioned_media`, edge `mentions`.
"""

from __future__ import annotations

from sandbox.graph import nodes
from sandbox.graph.failing import GraphError, bad_parameter
from sandbox.graph.nodes import Node
from sandbox.graph.selection import Selected
from sandbox.records import Post, Profile, Saying
from sandbox.world import World

EDGE = "tags"
COMMENT, MEDIA = "mentioned_comment", "mentioned_media"
FIELDS = (COMMENT, MEDIA)


def is_of_others(world: World, saying: Saying) -> bool:
    """Whether words stand below media of somebody else."""
    post = world.posts.get(saying.post_id or "")
    return post is not None and post.extra.get("edge") == EDGE


def names(world: World, saying: Saying) -> bool:
    """Whether a comment of somebody names the account."""
    is_theirs = not saying.from_department and not saying.removed
    return is_theirs and _has_name(world.profiles[saying.profile_id], saying.text)


def asked_for(world: World, user: Profile, one: Selected) -> Node:
    """Find what `mentioned_comment` or `mentioned_media` asks for. Raises GraphError."""
    if one.name == COMMENT:
        return Node(nodes.IG_COMMENT, comment(world, user, one.modifiers.get("comment_id", "")))
    post = world.posts.get(one.modifiers.get("media_id", ""))
    if post is None or not _is_tagged(user, post) or not _has_name(user, post.text):
        raise _not_mentioned("media_id")
    return Node(nodes.IG_MEDIA, post)


def comment(world: World, user: Profile, comment_id: str) -> Saying:
    """Find a comment that names the account. Raises GraphError."""
    found = world.saying(comment_id)
    if found is None or found.profile_id != user.id or not names(world, found):
        raise _not_mentioned("comment_id")
    return found


def media(world: World, user: Profile, media_id: str) -> Post:
    """Find media of others that tags or names the account. Raises GraphError."""
    found = world.posts.get(media_id)
    if found is None or not _is_tagged(user, found):
        raise bad_parameter("Param media_id must be media that mentions the account")
    return found


def _is_tagged(user: Profile, post: Post) -> bool:
    return post.profile_id == user.id and post.extra.get("edge") == EDGE


def _has_name(user: Profile, text: str) -> bool:
    return f"@{user.handle}".casefold() in text.casefold()


def _not_mentioned(parameter: str) -> GraphError:
    return bad_parameter(f"Param {parameter} must be one in which the account is mentioned")
