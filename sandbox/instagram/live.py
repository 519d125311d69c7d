"""What does the private API tell of a broadcast and its comments?

Paths as instagrapi 3.2.2 asks them. How `get_comment` goes on is not verified: here it gives
comments from `last_comment_ts` on (unix seconds, that second included), oldest first, as many
as `num_comments_requested` (docs/live_video.md).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox import broadcasts
from sandbox.instagram import refusals, sessions, shapes
from sandbox.records import Post
from sandbox.world import World

USUAL, MOST = 20, 500

Json = dict[str, Any]


def add(blueprint: Blueprint, world: World) -> None:
    """Add what is on the air, its state and its comments."""

    @blueprint.get("/api/v1/feed/user/<user_id>/story/")
    def story(user_id: str) -> Json:
        sessions.current(world)
        running = broadcasts.on_air(world, user_id)
        broadcast = _broadcast(world, running[-1]) if running else None
        return {"reel": None, "broadcast": broadcast, "status": "ok"}

    @blueprint.get("/api/v1/live/<live_id>/info/")
    def live_info(live_id: str) -> Json:
        return _broadcast(world, _wanted(world, live_id)) | {"status": "ok"}

    @blueprint.get("/api/v1/live/<live_id>/get_comment/")
    def live_comments(live_id: str) -> Json:
        post = _wanted(world, live_id)
        if not post.is_on_air:
            raise refusals.no_media()
        return _comments(world, post)


def _wanted(world: World, live_id: str) -> Post:
    profile, post = sessions.current(world), broadcasts.named(world, live_id)
    if post is None or post.profile_id != profile.id:
        raise refusals.no_media()
    return post


def _broadcast(world: World, post: Post) -> Json:
    return {
        "id": int(post.extra["live"]["id"]),
        "media_id": f"{post.id}_{post.profile_id}",
        "broadcast_status": "active" if post.is_on_air else "stopped",
        "broadcast_message": post.text,
        "published_time": shapes.seconds(broadcasts.started_at(post)),
        "broadcast_owner": shapes.user(world, post.profile_id),
    }


def _comments(world: World, post: Post) -> Json:
    since = float(request.args.get("last_comment_ts") or 0)
    most = min(int(request.args.get("num_comments_requested") or USUAL), MOST)
    said = world.sayings_of_post(post.id)
    later = [each for each in said if shapes.seconds(each.created_at) >= since]
    return {
        "comments": [shapes.top_comment(world, each) for each in later[:most]],
        "comment_count": len(said),
        "has_more_comments": len(later) > most,
        "status": "ok",
    }
