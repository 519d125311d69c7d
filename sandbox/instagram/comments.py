"""What is said below a media, and how does the account answer there?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox.instagram import bodies, media, paging, refusals, sessions, shapes, switches
from sandbox.records import Post, Profile, Saying
from sandbox.world import World

COMMENTS_A_PAGE = 20
CHILDREN_A_PAGE = 10
LONGEST = 2200
BOTH = ("GET", "POST")
CHILDREN = "/api/v1/media/<media_id>/comments/<comment_id>/inline_child_comments/"

Json = dict[str, Any]


def add(blueprint: Blueprint, world: World) -> None:
    """Add reading, writing and moderating of comments."""
    _reading(blueprint, world)
    _writing(blueprint, world)


def _reading(blueprint: Blueprint, world: World) -> None:
    @blueprint.route("/api/v1/media/<media_id>/comments/", methods=BOTH)
    def comments(media_id: str) -> Json:
        post = media.wanted(world, sessions.current(world), media_id)
        said = shapes.comments_of(world, post)
        cut = paging.cut(
            [one for one in reversed(said) if one.id == one.thread_id and not one.is_unlisted],
            after=bodies.cursor("min_id", "max_id"),
            size=COMMENTS_A_PAGE,
            key=paging.saying_key,
        )
        shown = [shapes.top_comment(world, each) for each in cut.rows]
        return {"comments": shown, "comment_count": len(said), **_more(cut.cursor), "status": "ok"}

    @blueprint.route(CHILDREN, methods=BOTH)
    def children(media_id: str, comment_id: str) -> Json:
        post = media.wanted(world, sessions.current(world), media_id)
        top = _standing(world, post, comment_id)
        cut = paging.cut(
            shapes.children_of(world, top)[::-1],
            after=bodies.cursor("min_id"),
            size=CHILDREN_A_PAGE,
            key=paging.saying_key,
        )
        return {
            "child_comments": [shapes.child_comment(world, each) for each in reversed(cut.rows)],
            "has_more_head_child_comments": bool(cut.cursor),
            "next_min_child_cursor": cut.cursor,
            "has_more_tail_child_comments": False,
            "parent_comment": shapes.top_comment(world, top),
            "status": "ok",
        }


def _more(cursor: str | None) -> Json:
    """Say that there is more, as threaded comments do, or as flat ones did before."""
    if request.args.get("can_support_threading") == "true":
        return {"has_more_headload_comments": bool(cursor), "next_min_id": cursor}
    return {"has_more_comments": bool(cursor), "next_max_id": cursor}


def _writing(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/api/v1/media/<media_id>/comment/")
    def comment(media_id: str) -> Json:
        profile = sessions.current(world)
        post = media.wanted(world, profile, media_id)
        made = _say(world, profile, post, bodies.signed())
        return {"comment": _shown(world, made), "status": "ok"}

    @blueprint.post("/api/v1/media/<media_id>/comment/bulk_delete/")
    def delete(media_id: str) -> Json:
        post = media.wanted(world, sessions.current(world), media_id)
        for comment_id in str(bodies.signed().get("comment_ids_to_delete", "")).split(","):
            world.remove(_standing(world, post, comment_id).id)
        return {"status": "ok"}

    @blueprint.post("/api/v1/media/<comment_id>/comment_like/")
    def like(comment_id: str) -> Json:
        return _mark(world, comment_id, liked=True)

    @blueprint.post("/api/v1/media/<comment_id>/comment_unlike/")
    def unlike(comment_id: str) -> Json:
        return _mark(world, comment_id, liked=False)


def _say(world: World, profile: Profile, post: Post, body: Json) -> Saying:
    text, token = str(body.get("comment_text", "")), str(body.get("idempotence_token", ""))
    repeated = switches.repeated(world, profile, token)
    if repeated:
        return repeated
    if not text.strip() or len(text) > LONGEST:
        raise refusals.invalid("Your comment could not be posted: check its length.")
    return world.say(
        profile.id,
        profile.id,
        text,
        post_id=post.id,
        parent_id=_parent(world, post, body.get("replied_to_comment_id")),
        client_token=token or None,
    )


def _parent(world: World, post: Post, answered: Any) -> str | None:
    """Return the top-level comment that an answer joins: replies are one level deep."""
    return _standing(world, post, str(answered)).thread_id if answered else None


def _standing(world: World, post: Post, comment_id: str) -> Saying:
    saying = world.saying(comment_id)
    if saying is None or saying.removed or saying.post_id != post.id:
        raise refusals.deleted()
    return saying


def _shown(world: World, saying: Saying) -> Json:
    is_top = saying.id == saying.thread_id
    return (shapes.top_comment if is_top else shapes.child_comment)(world, saying)


def _mark(world: World, comment_id: str, *, liked: bool) -> Json:
    sessions.current(world)
    saying = world.saying(comment_id)
    if saying is None or saying.removed:
        raise refusals.deleted()
    world.like(saying.id, liked=liked)
    return {"status": "ok"}
