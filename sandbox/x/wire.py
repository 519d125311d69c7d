"""How does one post or message look on X's wire?

Sources: X OpenAPI 2.159 and 2.167; PLATFORMS.md 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sandbox.records import Person, Post, Profile, Saying
from sandbox.world import World

EDITABLE = timedelta(minutes=30)
EDITS = 5
SHORT = 280
"""Of longer posts X gives only the start as `text`, and all of it as a note on request."""
LINK = re.compile(r"https?://[^\s<>\"]+|\b(?:[\w-]+\.)+(?:com|gov|org|net|us)\b(?:/[^\s<>\"]*)?")
_HANDLE = re.compile(r"@(\w{1,15})\b")
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


@dataclass(frozen=True)
class Names:
    """What one dialect calls things."""

    history: str
    references: str
    included: str
    note: str


DIALECTS = {
    "tweet": Names("edit_history_tweet_ids", "referenced_tweets", "tweets", "note_tweet"),
    "post": Names("edit_history_post_ids", "referenced_posts", "posts", "note_post"),
}


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
        return self.added + escaped(LINK.sub(lambda link: shortened(link.group()), words))


def shown_post(world: World, post: Post) -> Shown:
    """Show what the department published."""
    author = world.profiles[post.profile_id]
    return Shown((post.id,), author, post.text, post.created_at, post.id)


def shown_saying(world: World, saying: Saying) -> Shown:
    """Show a mention or a reply, with the handles that X itself puts in front."""
    author = world.author(saying.author_id)
    if author is None:
        raise KeyError(saying.author_id)
    parent = _parent(world, saying)
    return Shown(
        ids=(*saying.earlier_ids, saying.id),
        author=author,
        words=saying.text,
        added=_added_handles(world, saying, author),
        written_at=saying.edited_at or saying.created_at,
        top_id=parent.top_id if parent else saying.post_id or saying.thread_id,
        parent_id=saying.parent_id or saying.post_id,
        answered_id=_answered(world, saying),
    )


def look_up(world: World, post_id: str) -> Shown | None:
    """Find a post of anybody's that is still there."""
    post = world.posts.get(post_id)
    if post and not post.removed and world.profiles[post.profile_id].connector == "x":
        return shown_post(world, post)
    saying = world.saying(post_id)
    if saying is None or saying.platform != "x" or saying.kind == "direct_message":
        return None
    return None if saying.removed else shown_saying(world, saying)


def shown(world: World, record: Post | Saying) -> Shown:
    """Show a post of either side."""
    return shown_post(world, record) if isinstance(record, Post) else shown_saying(world, record)


def of_others(world: World, profile: Profile) -> list[Post | Saying]:
    """List what people said to a profile, the newest first. All of it addresses the profile."""
    said = world.public_sayings(profile.id)
    return _newest_first([saying for saying in said if not saying.from_department])


def of_profile(world: World, profile: Profile) -> list[Post | Saying]:
    """List what a profile posted, replies too, the newest first."""
    said = world.public_sayings(profile.id)
    mine: list[Post | Saying] = [saying for saying in said if saying.from_department]
    return _newest_first([*mine, *world.posts_of(profile.id)])


def of_all(world: World, profile: Profile) -> list[Post | Saying]:
    """List every post around a profile, the newest first."""
    return _newest_first([*world.public_sayings(profile.id), *world.posts_of(profile.id)])


def _newest_first(records: Iterable[Post | Saying]) -> list[Post | Saying]:
    return sorted(records, key=lambda record: int(record.id), reverse=True)


def post_fields(one: Shown, names: Names) -> dict[str, Callable[[], Any]]:
    """Return every field a post can have, each made only when asked for."""
    return {
        "id": lambda: one.id,
        "text": lambda: one.text,
        names.history: lambda: list(one.ids),
        "author_id": lambda: one.author.id,
        "conversation_id": lambda: one.top_id,
        "created_at": lambda: moment(one.written_at),
        "in_reply_to_user_id": lambda: one.answered_id,
        names.references: lambda: _references(one),
        "entities": lambda: entities(one, one.text),
        names.note: lambda: _note(one),
        "edit_controls": lambda: _edit_controls(one),
        "lang": lambda: "und",
        "display_text_range": lambda: _displayed(one),
        "public_metrics": _metrics,
    }


def user_fields(someone: Person | Profile) -> dict[str, Callable[[], Any]]:
    """Return every field a person can have."""
    return {
        "id": lambda: someone.id,
        "name": lambda: someone.name,
        "username": lambda: someone.handle,
        "verified": lambda: isinstance(someone, Profile),
        "profile_image_url": lambda: "https://pbs.twimg.com/sandbox/person.png",
    }


def moment(at: datetime) -> str:
    """Write a time with milliseconds; tweepy fails without them."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def escaped(text: str) -> str:
    """Escape what X escapes in every text."""
    for plain, safe in ESCAPES:
        text = text.replace(plain, safe)
    return text


def shortened(link: str) -> str:
    """Return X's short address of a link, always the same one."""
    return f"https://t.co/{sha256(link.encode(errors='replace')).hexdigest()[:10]}"


def entities(shown: Shown, text: str) -> dict[str, Any] | None:
    """Return the links and handles of a post that stand in `text`."""
    links = [
        {**_place(text, shortened(link)), "url": shortened(link), "expanded_url": _full(link)}
        for link in LINK.findall(shown.words)
        if shortened(link) in text
    ]
    handles = [
        {"start": found.start(), "end": found.end(), "username": found.group(1)}
        for found in _HANDLE.finditer(text)
    ]
    found = {"urls": links, "mentions": handles}
    return {name: rows for name, rows in found.items() if rows} or None


def _place(text: str, part: str) -> dict[str, int]:
    start = text.find(part)
    return {"start": start, "end": start + len(part)}


def _full(link: str) -> str:
    return link if link.startswith("http") else f"http://{link}"


def _parent(world: World, saying: Saying) -> Shown | None:
    parent_id = saying.parent_id or saying.post_id
    return look_up(world, parent_id) if parent_id else None


def _answered(world: World, saying: Saying) -> str | None:
    """Return whom a reply answers, which X tells even when their post is gone."""
    parent = world.saying(saying.parent_id) if saying.parent_id else None
    return parent.author_id if parent else saying.profile_id if saying.post_id else None


def _added_handles(world: World, saying: Saying, author: Person | Profile) -> str:
    named = {handle.casefold() for handle in _HANDLE.findall(saying.text)}
    wanted = dict.fromkeys(_addressed(world, saying))
    missing = [h for h in wanted if h.casefold() not in named and h != author.handle]
    return "".join(f"@{handle} " for handle in missing)


def _addressed(world: World, saying: Saying) -> Iterator[str]:
    answered = world.author(_answered(world, saying) or "")
    if answered:
        yield answered.handle
    if not saying.from_department:
        yield world.profiles[saying.profile_id].handle


def _references(shown: Shown) -> list[dict[str, str]] | None:
    return [{"type": "replied_to", "id": shown.parent_id}] if shown.parent_id else None


def _displayed(shown: Shown) -> list[int]:
    """Return the part people see: the handles that make a reply are hidden."""
    return [len(shown.added) if shown.parent_id else 0, len(shown.text)]


def _note(shown: Shown) -> dict[str, Any] | None:
    if not shown.is_long:
        return None
    found = entities(shown, shown.whole)
    return {"text": shown.whole} | ({"entities": found} if found else {})


def _edit_controls(shown: Shown) -> dict[str, Any]:
    return {
        "is_edit_eligible": shown.parent_id is None,
        "edits_remaining": max(EDITS - len(shown.ids) + 1, 0),
        "editable_until": moment(shown.written_at + EDITABLE),
    }


def _metrics() -> dict[str, int]:
    names = ("retweet", "reply", "like", "quote", "bookmark", "impression")
    return {f"{name}_count": 0 for name in names}
