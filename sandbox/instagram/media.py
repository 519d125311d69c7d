"""What did the account publish?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox import broadcasts
from sandbox.instagram import paging, refusals, sessions, shapes
from sandbox.records import Post, Profile
from sandbox.world import World

MEDIA_A_PAGE = 12
MOST_A_PAGE = 33


def add(blueprint: Blueprint, world: World) -> None:
    """Add the account's own feed."""

    @blueprint.get("/api/v1/feed/user/<user_id>/")
    def feed(user_id: str) -> dict[str, Any]:
        sessions.current(world)
        cut = paging.cut(
            broadcasts.listed(world, user_id)[::-1],
            after=request.args.get("max_id") or None,
            size=min(int(request.args.get("count", MEDIA_A_PAGE)), MOST_A_PAGE),
            key=_key,
        )
        items = [shapes.media(world, post) for post in cut.rows]
        more = {"more_available": bool(cut.cursor), "next_max_id": cut.cursor}
        return {"items": items, "num_results": len(items), **more, "status": "ok"}


def wanted(world: World, profile: Profile, media_id: str) -> Post:
    """Return one of a profile's media by `<pk>_<owner>` or pk. Raises Refusal."""
    post = world.posts.get(media_id.partition("_")[0])
    if post is None or post.removed or post.profile_id != profile.id:
        raise refusals.no_media()
    return post


def _key(post: Post) -> paging.Key:
    return shapes.microseconds(post.created_at), post.sequence
