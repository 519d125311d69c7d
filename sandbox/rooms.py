"""What does a resident see of one of the department's profiles?"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox import broadcasts
from sandbox.records import FACEBOOK, INSTAGRAM, Post, Profile, Saying, X
from sandbox.world import World

MOST_BRANCHES = 200
TITLES = {FACEBOOK: "Practice Facebook", INSTAGRAM: "Practice Instagram", X: "Practice X"}


@dataclass(frozen=True)
class Room:
    """One profile's page and its messages, and where they are."""

    profile: Profile

    @property
    def title(self) -> str:
        """The practice platform's name."""
        return TITLES[self.profile.platform]

    @property
    def path(self) -> str:
        """Where the page is."""
        handle = f"/{self.profile.handle}" if self.profile.platform == INSTAGRAM else ""
        return f"/{self.profile.platform}{handle}"

    @property
    def has_live(self) -> bool:
        """Whether live video exists here."""
        return self.profile.platform != X

    @property
    def mention(self) -> str:
        """What a public text must start with to reach the profile, on X."""
        return f"@{self.profile.handle} " if self.profile.platform == X else ""


@dataclass(frozen=True)
class Branch:
    """One top-level saying and everything below it."""

    root: Saying
    replies: list[Saying]


@dataclass(frozen=True)
class Shown:
    """One post with the latest branches under it; `left_out` older ones are not shown."""

    post: Post
    branches: list[Branch]
    left_out: int


def room(world: World, platform: str, handle: str | None = None) -> Room | None:
    """Find a room by platform, and by handle where a platform has several."""
    profile = world.profile(handle or platform, platform)
    return Room(profile) if profile else None


def rooms(world: World) -> list[Room]:
    """List every room."""
    return [Room(profile) for profile in world.profiles.values()]


def posts(world: World, profile: Profile) -> list[Shown]:
    """List the posts of a profile, newest first."""
    known = (post for post in reversed(world.posts_of(profile.id)) if broadcasts.is_shown(post))
    return [_shown(world, post) for post in known]


def free_branches(world: World, profile: Profile) -> list[Branch]:
    """List the branches that stand under no post: mentions on X, newest first."""
    free = [s for s in world.public_sayings(profile.id) if s.post_id is None]
    return _branches(world, free)[::-1][:MOST_BRANCHES]


def _shown(world: World, post: Post) -> Shown:
    branches = _branches(world, world.sayings_of_post(post.id))
    return Shown(post, branches[-MOST_BRANCHES:], max(len(branches) - MOST_BRANCHES, 0))


def _branches(world: World, sayings: list[Saying]) -> list[Branch]:
    found: dict[str, Branch] = {}
    for saying in sayings:
        if saying.thread_id not in found:
            root = world.saying(saying.thread_id) or saying
            found[saying.thread_id] = Branch(root, [])
        if saying is not found[saying.thread_id].root:
            found[saying.thread_id].replies.append(saying)
    return list(found.values())
