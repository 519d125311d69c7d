"""Which accounts belong together, and may the department still write to a person?

Source of the windows: Messenger Platform, Sending Messages and Private Replies;
docs/platforms.md 5.2 and 5.3.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.records import Profile, Saying, Thread
from sandbox.world import World

STANDARD_WINDOW = timedelta(hours=24)
HUMAN_AGENT_WINDOW = timedelta(days=7)
PRIVATE_REPLY_WINDOW = timedelta(days=7)


def pages(world: World) -> list[Profile]:
    """List the department's Pages."""
    return [p for p in world.profiles.values() if p.connector == "facebook"]


def instagram_of(world: World, page_id: str) -> Profile | None:
    """Find the Instagram business account that belongs to a Page."""
    known = (p for p in world.profiles.values() if p.connector == "instagram_graph")
    return next((p for p in known if p.extra.get("page_id") == page_id), None)


def page_of(profile: Profile) -> str:
    """Name the Page through which a profile is reached."""
    return str(profile.extra.get("page_id", profile.id))


def last_inbound(world: World, thread_id: str) -> datetime | None:
    """Say when the person last wrote; only that opens the window."""
    for saying in reversed(world.sayings_of_thread(thread_id)):
        if not saying.from_department:
            return saying.created_at
    return None


def is_open(world: World, thread: Thread, window: timedelta = STANDARD_WINDOW) -> bool:
    """Whether the person wrote within the window."""
    wrote_at = last_inbound(world, thread.id)
    return wrote_at is not None and world.clock.now() - wrote_at <= window


def private_reply_to(world: World, comment: Saying) -> Saying | None:
    """Find the one private reply a comment has had."""
    thread = world.thread_between(comment.profile_id, comment.author_id)
    messages = world.sayings_of_thread(thread.id) if thread else []
    return next((m for m in messages if m.private_reply_to == comment.id), None)
