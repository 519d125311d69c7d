"""What is on the air, and what was?

A broadcast is a post that tells of it. Facebook keeps the post and its comments
afterwards; Instagram shows neither among the account's media, then or later.
"""

from __future__ import annotations

from datetime import datetime

from sandbox.records import INSTAGRAM, Post
from sandbox.world import World

LIVE, ENDED = "LIVE", "VOD"


def start(world: World, profile_id: str, title: str) -> Post:
    """Go on the air as one of the department's profiles. Raises KeyError for an unknown one."""
    with world.lock:
        at = world.clock.now()
        told = {"id": str(1_200_000_000_000_000 + world.count()), "started_at": at.isoformat()}
        return world.publish(profile_id, title, created_at=at, extra={"live": told})


def end(world: World, post: Post) -> None:
    """Go off the air; again does nothing."""
    with world.lock:
        if post.is_on_air:
            post.extra["live"]["ended_at"] = world.clock.now().isoformat()
            world.touch(f"ended the broadcast {post.id}")


def status(post: Post) -> str:
    """Name the state as Facebook does."""
    return LIVE if post.is_on_air else ENDED


def started_at(post: Post) -> datetime:
    """Say when a broadcast began. Raises KeyError for an ordinary post."""
    return datetime.fromisoformat(post.extra["live"]["started_at"])


def of_profile(world: World, profile_id: str) -> list[Post]:
    """List a profile's broadcasts, ended ones too, oldest first."""
    return [post for post in world.posts_of(profile_id) if post.is_broadcast]


def on_air(world: World, profile_id: str) -> list[Post]:
    """List the broadcasts of a profile that run now, oldest first."""
    return [post for post in of_profile(world, profile_id) if post.is_on_air]


def named(world: World, live_id: str) -> Post | None:
    """Find a broadcast by its own id, which is not its post's."""
    known = (post for post in world.posts.values() if post.is_broadcast and not post.removed)
    return next((post for post in known if post.extra["live"]["id"] == live_id), None)


def listed(world: World, profile_id: str) -> list[Post]:
    """List what stands among a profile's own posts: on Instagram broadcasts don't."""
    own = [post for post in world.posts_of(profile_id) if "edge" not in post.extra]
    if world.profiles[profile_id].platform != INSTAGRAM:
        return own
    return [post for post in own if not post.is_broadcast]


def is_shown(post: Post) -> bool:
    """Whether a platform still shows a post: an Instagram broadcast ends with the air."""
    return post.platform != INSTAGRAM or not post.is_broadcast or post.is_on_air
