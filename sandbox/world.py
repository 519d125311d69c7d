"""What is true on all three platforms at this moment?

One World holds it; the platform folders only show it on the wire and write to it.
Every list is ordered oldest first and leaves removed things out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from sandbox import department, ids
from sandbox.clock import Clock
from sandbox.finding import Finding
from sandbox.limits import Limits
from sandbox.people import People
from sandbox.pushing import Pusher
from sandbox.records import (
    COMMENT,
    DIRECT_MESSAGE,
    LIVE_COMMENT,
    MENTION,
    Post,
    Profile,
    Saying,
    Thread,
    X,
)
from sandbox.shelf import Shelf

Listener = Callable[[str], None]
Hearer = Callable[[str, Saying], None]
Seed = Callable[["World"], None]


class World(Finding):
    """The department, the residents and everything they said.

    Changes go through the methods here; whoever changes a record or a drawer
    directly calls `touch` after it, so that it is kept and journalled.
    """

    def __init__(self, *, limits: str = "real") -> None:
        self.lock = RLock()
        self.clock = Clock()
        self.limits = Limits(self.clock, limits)
        self.seeds: list[Seed] = []
        self.listeners: list[Listener] = []
        self.hearers: list[Hearer] = []
        self.pusher = Pusher()
        self.revision = 0
        self._first_limits = limits
        self._empty()

    def _empty(self) -> None:
        self.sequence = 0
        self.clock.ahead = timedelta()
        self.limits.switch(self._first_limits)
        self.pusher.start_over()
        self.profiles = {profile.id: profile for profile in department.profiles()}
        self.people = People(self.count)
        self.posts = {}
        self.threads = {}
        self.threads_between = {}
        self.tokens = {}
        self.drawers: dict[str, dict[str, Any]] = {}
        self.shelf = Shelf()

    def reset(self) -> None:
        """Go back to the seeded department, with nothing said yet."""
        with self.lock:
            self._empty()
            self.sow()
            self.touch("reset")

    def sow(self) -> None:
        """Let each platform add its first tokens. Seeds must not repeat what exists."""
        for seed in self.seeds:
            seed(self)

    def touch(self, effect: str) -> None:
        """Note a change, in a few words for the journal."""
        self.revision += 1
        for listener in self.listeners:
            listener(effect)

    def drawer(self, name: str) -> dict[str, Any]:
        """Return a platform's own JSON-able facts, kept across restarts."""
        return self.drawers.setdefault(name, {})

    def count(self) -> int:
        """Return the next number; ids are made from it."""
        self.sequence += 1
        return self.sequence

    def publish(
        self,
        profile_id: str,
        text: str,
        *,
        created_at: datetime | None = None,
        client_token: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Post:
        """Let the department publish a post. Raises KeyError for an unknown profile."""
        with self.lock:
            profile, number = self.profiles[profile_id], self.count()
            at = created_at or self.clock.now()
            post = Post(
                id=ids.post(profile, at, number),
                platform=profile.platform,
                profile_id=profile_id,
                text=text,
                created_at=at,
                sequence=number,
                client_token=client_token,
                extra=extra or {},
            )
            self.posts[post.id] = post
            self.touch(f"published {post.id}")
            return post

    def say(  # noqa: PLR0913 - what is kept about it, each by name
        self,
        profile_id: str,
        author_id: str,
        text: str,
        *,
        post_id: str | None = None,
        parent_id: str | None = None,
        kind: str | None = None,
        created_at: datetime | None = None,
        client_token: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Saying:
        """Say something in public, at the department or as the department.

        A reply takes its post and its branch from `parent_id`. Raises KeyError for
        an unknown profile or parent.
        """
        with self.lock:
            profile, number = self.profiles[profile_id], self.count()
            at = created_at or self.clock.now()
            parent = self._answered(profile, self.shelf.by_id[parent_id]) if parent_id else None
            post_id = parent.post_id if parent else post_id
            new_id = ids.public(profile, post_id, at, number)
            saying = Saying(
                id=new_id,
                platform=profile.platform,
                profile_id=profile_id,
                kind=kind or self._kind(profile.platform, post_id),
                author_id=author_id,
                text=text,
                created_at=at,
                sequence=number,
                from_department=author_id == profile_id,
                thread_id=parent.thread_id if parent else new_id,
                post_id=post_id,
                parent_id=parent.id if parent else None,
                client_token=client_token,
                extra=extra or {},
            )
            return self._keep(saying)

    def _answered(self, profile: Profile, parent: Saying) -> Saying:
        # By Graph, Instagram has one level of replies: one to a reply joins its parent.
        is_flat = profile.connector == "instagram_graph"
        return self.shelf.by_id[parent.thread_id] if is_flat else parent

    def _kind(self, platform: str, post_id: str | None) -> str:
        if platform == X:
            return MENTION
        post = self.posts.get(post_id) if post_id else None
        return LIVE_COMMENT if post and post.is_on_air else COMMENT

    def message(  # noqa: PLR0913 - what is kept about it, each by name
        self,
        profile_id: str,
        person_id: str,
        text: str,
        *,
        from_department: bool = False,
        created_at: datetime | None = None,
        client_token: str | None = None,
        private_reply_to: str | None = None,
        parent_id: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Saying:
        """Send a direct message between a person and a profile, either way."""
        with self.lock:
            profile, number = self.profiles[profile_id], self.count()
            at = created_at or self.clock.now()
            saying = Saying(
                id=ids.direct_message(profile, at, number),
                platform=profile.platform,
                profile_id=profile_id,
                kind=DIRECT_MESSAGE,
                author_id=profile_id if from_department else person_id,
                text=text,
                created_at=at,
                sequence=number,
                from_department=from_department,
                thread_id=self.thread(profile_id, person_id, created_at=at).id,
                parent_id=parent_id,
                client_token=client_token,
                private_reply_to=private_reply_to,
                extra=extra or {},
            )
            return self._keep(saying)

    def thread(
        self, profile_id: str, person_id: str, *, created_at: datetime | None = None
    ) -> Thread:
        """Return the direct-message thread of a profile and a person, opened when new."""
        with self.lock:
            known = self.thread_between(profile_id, person_id)
            if known:
                return known
            profile = self.profiles[profile_id]
            thread = Thread(
                id=ids.thread(profile, person_id, self.count()),
                platform=profile.platform,
                profile_id=profile_id,
                person_id=person_id,
                created_at=created_at or self.clock.now(),
            )
            self.open_thread(thread)
            return thread

    def _keep(self, saying: Saying) -> Saying:
        self.shelf.add(saying)
        return self._tell("said", saying)

    def _tell(self, change: str, saying: Saying) -> Saying:
        self.touch(f"{change} {saying.id}")
        for hear in self.hearers:
            hear(change, saying)
        return saying

    def edit(self, saying_id: str, text: str) -> Saying:
        """Change the words of a saying; on X that gives it a new id. Raises KeyError."""
        with self.lock:
            saying = self.shelf.by_id[saying_id]
            saying.earlier_texts.append(saying.text)
            saying.text, saying.edited_at = text, self.clock.now()
            if saying.platform == X and saying.kind != DIRECT_MESSAGE:
                saying.earlier_ids.append(saying.id)
                saying.id = ids.snowflake(saying.edited_at, self.count())
                self.shelf.by_id[saying.id] = saying
            return self._tell("edited", saying)

    def remove(self, saying_id: str) -> Saying:
        """Take a saying away, as its author or the platform would. Raises KeyError."""
        with self.lock:
            saying = self.shelf.by_id[saying_id]
            if not saying.removed:
                self.shelf.take_out(saying)
                saying.removed = True
                self._tell("removed", saying)
            return saying

    def hide(self, saying_id: str, *, hidden: bool) -> Saying:
        """Hide a saying from the public, or show it again. Raises KeyError."""
        with self.lock:
            saying = self.shelf.by_id[saying_id]
            saying.hidden = hidden
            return self._tell("hid" if hidden else "showed", saying)

    def like(self, saying_id: str, *, liked: bool) -> Saying:
        """Let the department like a saying, or take that back. Raises KeyError."""
        with self.lock:
            saying = self.shelf.by_id[saying_id]
            saying.liked_by_department = liked
            self.touch(f"{'liked' if liked else 'unliked'} {saying.id}")
            return saying

    def react(self, saying_id: str, emoji: str) -> Saying:
        """Let the resident of a direct message put an emoji below it, none to take it back."""
        with self.lock:
            saying = self.shelf.by_id[saying_id]
            person = self.threads[saying.thread_id].person_id
            saying.reactions = {person: emoji} if emoji else {}
            return self._tell("reacted", saying)
