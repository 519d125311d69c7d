"""Who and what is there in the world?

Every list is ordered oldest first and leaves removed things out.
"""

from __future__ import annotations

from datetime import datetime

from sandbox.clock import Clock
from sandbox.people import People
from sandbox.records import Person, Post, Profile, Saying, Thread, Token
from sandbox.shelf import Shelf


class Finding:
    """The world's records, and every way to look one up."""

    clock: Clock
    profiles: dict[str, Profile]
    people: People
    posts: dict[str, Post]
    threads: dict[str, Thread]
    threads_between: dict[tuple[str, str], Thread]
    tokens: dict[str, Token]
    shelf: Shelf

    def profile(self, key: str, platform: str | None = None) -> Profile | None:
        """Find a department's profile by id, by connector or by handle."""
        wanted = key.removeprefix("@").casefold()
        for profile in self.profiles.values():
            if platform in (None, profile.platform) and wanted in (
                profile.id,
                profile.connector,
                profile.handle.casefold(),
            ):
                return profile
        return None

    def author(self, author_id: str) -> Person | Profile | None:
        """Find whoever said something: a resident or the department."""
        return self.people.get(author_id) or self.profiles.get(author_id)

    def saying(self, saying_id: str) -> Saying | None:
        """Find a saying by its id, or by one it had before an edit; removed ones too."""
        return self.shelf.by_id.get(saying_id)

    def by_client_token(self, profile_id: str, token: str) -> Saying | None:
        """Find what a client sent under its own token."""
        return self.shelf.by_client_token.get((profile_id, token))

    def open_thread(self, thread: Thread) -> None:
        """Keep a thread where it can be found."""
        self.threads[thread.id] = thread
        self.threads_between[thread.profile_id, thread.person_id] = thread

    def posts_of(self, profile_id: str) -> list[Post]:
        """List what a profile published."""
        shown = (p for p in self.posts.values() if p.profile_id == profile_id and not p.removed)
        return sorted(shown, key=lambda post: (post.created_at, post.sequence))

    def sayings_of_post(self, post_id: str) -> list[Saying]:
        """List everything said under a post, replies too."""
        return list(self.shelf.of_post.get(post_id, ()))

    def sayings_of_thread(self, thread_id: str) -> list[Saying]:
        """List a direct-message thread, or a top-level saying with its whole branch."""
        return list(self.shelf.of_thread.get(thread_id, ()))

    def replies_to(self, saying_id: str) -> list[Saying]:
        """List what answers one public saying directly."""
        return list(self.shelf.of_parent.get(saying_id, ()))

    def public_sayings(self, profile_id: str) -> list[Saying]:
        """List the public words around a profile, by residents and by itself."""
        return list(self.shelf.of_profile.get((profile_id, False), ()))

    def direct_messages(self, profile_id: str) -> list[Saying]:
        """List the direct messages of a profile, both ways."""
        return list(self.shelf.of_profile.get((profile_id, True), ()))

    def threads_of(self, profile_id: str) -> list[Thread]:
        """List the direct-message threads of a profile, the latest active one last."""
        mine = [t for t in self.threads.values() if t.profile_id == profile_id]
        return sorted(mine, key=lambda thread: (self.active_at(thread), thread.id))

    def active_at(self, thread: Thread) -> datetime:
        """Say when a thread last had a message."""
        messages = self.shelf.of_thread.get(thread.id)
        return messages[-1].created_at if messages else thread.created_at

    def thread_between(self, profile_id: str, person_id: str) -> Thread | None:
        """Find the thread of a profile and a person, if they have one."""
        return self.threads_between.get((profile_id, person_id))

    def token(self, value: str) -> Token | None:
        """Find a token that opens something now."""
        token = self.tokens.get(value)
        return token if token and token.is_valid(self.clock.now()) else None
