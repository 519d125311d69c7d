"""Which posts are there on X, and how do they hang together?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sandbox import attaching
from sandbox.attaching import Attached
from sandbox.records import Person, Post, Profile, Saying
from sandbox.world import World
from sandbox.x.wording import HANDLE, escaped, with_short_links

SHORT = 280
"""Of longer posts X gives only the start as `text`, and all of it as a note on request."""


@dataclass(frozen=True)
class Shown:
    """A post of anybody's, as X has it."""

    ids: tuple[str, ...]
    author: Person | Profile
    words: str
    written_at: datetime
    top_id: str
    added: str = ""
    parent_id: str | None = None
    answered_id: str | None = None
    likes: int = 0
    withheld: bool = False
    quoted_id: str | None = None
    attached: Attached | None = None
    counts: Callable[[], dict[str, int]] = dict

    @property
    def id(self) -> str:
        """The id it has now."""
        return self.ids[-1]

    @property
    def text(self) -> str:
        """The start of the words, or all of them when they are short."""
        return self._given(self.words[: SHORT - 1] + "…") if self.is_long else self.whole

    @property
    def whole(self) -> str:
        """The words as X gives them: handles added, links shortened, three characters escaped."""
        return self._given(self.words)

    @property
    def is_long(self) -> bool:
        """Whether the words are more than a post of old could hold."""
        return len(self.words) > SHORT

    def _given(self, words: str) -> str:
        return self.added + escaped(with_short_links(words))


def shown_post(world: World, post: Post) -> Shown:
    """Show what the department published."""
    author = world.profiles[post.profile_id]
    return Shown(
        (post.id,),
        author,
        post.text,
        post.created_at,
        post.id,
        counts=lambda: _counts(world, post),
    )


def _counts(world: World, post: Post) -> dict[str, int]:
    replies = sum(one.parent_id is None for one in world.sayings_of_post(post.id))
    return {"quote_count": len(quoting(world, post)), "reply_count": replies}


def quoting(world: World, post: Post) -> list[Post | Saying]:
    """List the posts that quote one of ours, the newest first."""
    said = world.public_sayings(post.profile_id)
    return _newest_first([one for one in said if one.extra.get("quotes") == post.id])


def shown_saying(world: World, saying: Saying) -> Shown:
    """Show a mention or a reply, with the handles that X itself puts in front."""
    author = world.author(saying.author_id)
    if author is None:
        raise KeyError(saying.author_id)
    parent = _parent(world, saying)
    return Shown(
        ids=(*saying.earlier_ids, saying.id),
        author=author,
        words=_words(saying, author),
        withheld="withheld" in saying.extra,
        added=_added_handles(world, saying, author),
        written_at=saying.edited_at or saying.created_at,
        top_id=parent.top_id if parent else saying.post_id or saying.thread_id,
        parent_id=saying.parent_id or saying.post_id,
        answered_id=_answered(world, saying),
        likes=saying.likes,
        quoted_id=saying.extra.get("quotes"),
        attached=attaching.on_x(saying),
    )


def _words(saying: Saying, author: Person | Profile) -> str:
    if "withheld" not in saying.extra:
        return saying.text
    return f"This Post from @{author.handle} has been withheld in response to a legal demand."


def is_closed(world: World, post_id: str) -> bool:
    """Whether a post stands, and its author is suspended or shows it to followers only."""
    saying = world.saying(post_id)
    return bool(saying and not saying.removed and _is_closed(world, saying))


def _is_closed(world: World, saying: Saying) -> bool:
    author = world.author(saying.author_id)
    return bool(author and author.extra.get("standing"))


def look_up(world: World, post_id: str) -> Shown | None:
    """Find a post of anybody's that is still there."""
    post = world.posts.get(post_id)
    if post and not post.removed and world.profiles[post.profile_id].connector == "x":
        return shown_post(world, post)
    saying = world.saying(post_id)
    if saying is None or saying.platform != "x" or saying.kind == "direct_message":
        return None
    return None if saying.removed or _is_closed(world, saying) else shown_saying(world, saying)


def shown(world: World, record: Post | Saying) -> Shown:
    """Show a post of either side."""
    return shown_post(world, record) if isinstance(record, Post) else shown_saying(world, record)


def of_others(world: World, profile: Profile) -> list[Post | Saying]:
    """List what people said to a profile by its name, the newest first."""
    said = [one for one in world.public_sayings(profile.id) if not one.from_department]
    open_ones = (one for one in said if not _is_closed(world, one))
    return _newest_first([one for one in open_ones if _names(one, profile)])


def of_profile(world: World, profile: Profile) -> list[Post | Saying]:
    """List what a profile posted, replies too, the newest first."""
    said = world.public_sayings(profile.id)
    mine: list[Post | Saying] = [saying for saying in said if saying.from_department]
    return _newest_first([*mine, *world.posts_of(profile.id)])


def of_all(world: World, profile: Profile) -> list[Post | Saying]:
    """List every post around a profile, the newest first."""
    return _newest_first([*world.public_sayings(profile.id), *world.posts_of(profile.id)])


def _names(saying: Saying, profile: Profile) -> bool:
    """Whether X's own handles or the person's words name a profile."""
    if saying.extra.get("unnamed") or saying.extra.get("quotes"):
        return f"@{profile.handle}".casefold() in saying.text.casefold()
    return True


def _newest_first(records: Iterable[Post | Saying]) -> list[Post | Saying]:
    return sorted(records, key=lambda record: int(record.id), reverse=True)


def _parent(world: World, saying: Saying) -> Shown | None:
    parent_id = saying.parent_id or saying.post_id
    return look_up(world, parent_id) if parent_id else None


def _answered(world: World, saying: Saying) -> str | None:
    """Return whom a reply answers, which X tells even when their post is gone."""
    parent = world.saying(saying.parent_id) if saying.parent_id else None
    return parent.author_id if parent else saying.profile_id if saying.post_id else None


def _added_handles(world: World, saying: Saying, author: Person | Profile) -> str:
    named = {handle.casefold() for handle in HANDLE.findall(saying.text)}
    wanted = dict.fromkeys(_addressed(world, saying))
    missing = [h for h in wanted if h.casefold() not in named and h != author.handle]
    return "".join(f"@{handle} " for handle in missing)


def _addressed(world: World, saying: Saying) -> Iterator[str]:
    answered = world.author(_answered(world, saying) or "")
    profile = world.profiles[saying.profile_id]
    is_named = _names(saying, profile)
    if answered and (is_named or answered is not profile):
        yield answered.handle
    if not saying.from_department and is_named:
        yield profile.handle
