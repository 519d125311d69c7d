"""What does a write to the graph do: comment, reply, hide, edit, take away?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox import uploads
from sandbox.graph import mentions, messaging, nodes, pushes, uploading
from sandbox.graph.failing import GraphError, bad_parameter
from sandbox.graph.nodes import Node
from sandbox.records import Saying
from sandbox.world import World

Asked = Mapping[str, str]
Done = dict[str, Any]

FACEBOOK_COMMENT, INSTAGRAM_COMMENT = 8000, 2200
SUCCESS = {"success": True}
TRUE = ("true", "1")


def on_edge(world: World, node: Node, edge: str, asked: Asked) -> Done:
    """Write to an edge. Raises GraphError."""
    write = EDGE_WRITES.get((node.kind, edge))
    if write is None:
        raise GraphError(100, f"(#100) Unsupported post request on {node.kind}/{edge}.")
    return write(world, node.record, asked)


def on_node(world: World, node: Node, asked: Asked) -> Done:
    """Change a comment: hide it, or change our own words. Raises GraphError."""
    if node.kind not in (nodes.COMMENT, nodes.IG_COMMENT):
        raise GraphError(100, f"(#100) Unsupported post request on {node.kind}.")
    hidden = asked.get("is_hidden") or asked.get("hide")
    if hidden is not None:
        _hide(world, node.record, hide=hidden in TRUE)
    elif node.kind == nodes.COMMENT and "message" in asked:
        _edit(world, node.record, asked["message"])
    else:
        raise bad_parameter("Nothing to change was given")
    return SUCCESS


def off_edge(world: World, node: Node, edge: str) -> Done:
    """Take back a like. Raises GraphError."""
    if (node.kind, edge) != (nodes.COMMENT, "likes"):
        raise GraphError(100, f"(#100) Unsupported delete request on {node.kind}/{edge}.")
    world.like(node.record.id, liked=False)
    return SUCCESS


def take_away(world: World, node: Node) -> Done:
    """Delete a comment. Raises GraphError."""
    if node.kind not in (nodes.COMMENT, nodes.IG_COMMENT):
        raise GraphError(200, "(#200) Permissions error")
    world.remove(node.record.id)
    return SUCCESS


def _comment_on_post(world: World, post: Any, asked: Asked) -> Done:
    picture = _picture(world, post.profile_id, asked)
    text = _text(asked, FACEBOOK_COMMENT, may_be_empty=bool(picture))
    said = world.say(post.profile_id, post.profile_id, text, post_id=post.id, extra=picture)
    return {"id": said.id}


def _reply(limit: int) -> Callable[[World, Any, Asked], Done]:
    def reply(world: World, comment: Saying, asked: Asked) -> Done:
        # One level deep: a reply to a reply belongs to the top-level comment.
        top = comment.parent_id or comment.id
        picture = _picture(world, comment.profile_id, asked)
        text = _text(asked, limit, may_be_empty=bool(picture))
        us = comment.profile_id
        return {"id": world.say(us, us, text, parent_id=top, extra=picture).id}

    return reply


def _comment_on_media(world: World, media: Any, asked: Asked) -> Done:
    if media.is_broadcast:
        raise bad_parameter("Comments cannot be made on live video media")
    text = _text(asked, INSTAGRAM_COMMENT)
    return {"id": world.say(media.profile_id, media.profile_id, text, post_id=media.id).id}


def _mention_back(world: World, user: Any, asked: Asked) -> Done:
    """Comment on somebody's media, or below somebody's comment, that names us."""
    media = mentions.media(world, user, asked.get("media_id", ""))
    if "comment_id" not in asked:
        return _comment_on_media(world, media, asked)
    comment = mentions.comment(world, user, asked["comment_id"])
    if comment.post_id != media.id:
        raise bad_parameter("Param comment_id must be a comment on media_id")
    return _reply(INSTAGRAM_COMMENT)(world, comment, asked)


def _like(world: World, comment: Saying, _asked: Asked) -> Done:
    world.like(comment.id, liked=True)
    return SUCCESS


def _picture(world: World, profile_id: str, asked: Asked) -> Done:
    """Take the photo that a comment on Facebook names, if any."""
    name = asked.get("attachment_id")
    if name is None:
        return {}
    found = uploads.find(world, name, profile_id)
    if found is None:
        raise bad_parameter("Param attachment_id must be an unpublished photo of this Page")
    return uploads.said_with(found)


def _text(asked: Asked, limit: int, *, may_be_empty: bool = False) -> str:
    text = asked.get("message", "")
    if not text.strip() and not may_be_empty:
        raise bad_parameter("Param message must be a non-empty string")
    if len(text) > limit:
        raise bad_parameter(f"Param message must be at most {limit} characters long")
    return text


def _hide(world: World, saying: Saying, *, hide: bool) -> None:
    if saying.from_department:
        raise GraphError(200, "(#200) Permissions error: a Page cannot hide its own comment")
    world.hide(saying.id, hidden=hide)


def _edit(world: World, saying: Saying, text: str) -> None:
    if not saying.from_department:
        raise GraphError(200, "(#200) Permissions error: not the author of this comment")
    world.edit(saying.id, _text({"message": text}, FACEBOOK_COMMENT))


EDGE_WRITES: dict[tuple[str, str], Callable[[World, Any, Asked], Done]] = {
    (nodes.POST, "comments"): _comment_on_post,
    (nodes.COMMENT, "comments"): _reply(FACEBOOK_COMMENT),
    (nodes.COMMENT, "likes"): _like,
    (nodes.IG_MEDIA, "comments"): _comment_on_media,
    (nodes.IG_COMMENT, "replies"): _reply(INSTAGRAM_COMMENT),
    (nodes.IG_USER, "mentions"): _mention_back,
    (nodes.PAGE, "messages"): messaging.send,
    (nodes.PAGE, "photos"): uploading.photo,
    (nodes.PAGE, "message_attachments"): uploading.message_attachment,
    (nodes.PAGE, pushes.WHO): pushes.subscribe_page,
}
