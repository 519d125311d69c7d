"""Which lists hang from each kind of node, in which order, with which parameters?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox import broadcasts
from sandbox.graph import accounts, nodes
from sandbox.graph.failing import bad_parameter
from sandbox.records import Post, Profile, Saying, Thread
from sandbox.world import World

VISITORS = "visitor_posts"

Asked = Mapping[str, str]
Key = tuple[datetime, int]


def _in_order(_: World, record: Any) -> Key:
    return record.created_at, record.sequence


@dataclass(frozen=True)
class Edge:
    """A list: its entries newest first unless asked otherwise, and its parameters.

    `choices` are the values a parameter may have; `key` is what the cursor of an
    entry remembers, and what the list is ordered by.
    """

    kind: str
    list: Callable[[World, Any, Asked], Sequence[Any]]
    choices: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...] = ()
    most: int = 100
    key: Callable[[World, Any], Key] = _in_order


def checked(edge: Edge, asked: Asked) -> Asked:
    """Return the parameters. Raises GraphError 100 for a value the edge doesn't know."""
    for name, values in edge.choices.items():
        known = {value.casefold() for value in values}
        if any(given.casefold() not in known for given in _given(asked, name)):
            raise bad_parameter(f"Param {name} must be one of {{{', '.join(values).upper()}}}")
    return asked


def _given(asked: Asked, name: str) -> list[str]:
    """Read a parameter that may be one value or a JSON list of them."""
    text = asked.get(name)
    if text is None:
        return []
    if not text.startswith("["):
        return [text]
    try:
        return [str(each) for each in json.loads(text)]
    except ValueError:
        raise bad_parameter(f"Param {name} must be an array") from None


def is_ascending(asked: Asked) -> bool:
    """Whether a list of comments is wanted oldest first."""
    return asked.get("order", "chronological") == "chronological"


def _posts_of(world: World, profile: Any, _asked: Asked) -> Sequence[Post]:
    return broadcasts.listed(world, profile.id)[::-1]


def _feed(world: World, page: Any, _asked: Asked) -> Sequence[Post]:
    """List the Page's own posts and those by others on it."""
    shown = ("", VISITORS)
    return [p for p in world.posts_of(page.id)[::-1] if p.extra.get("edge", "") in shown]


def _standing_in(edge: str, kind: str = nodes.POST) -> Edge:
    def posts(world: World, page: Any, _asked: Asked) -> Sequence[Post]:
        return [p for p in world.posts_of(page.id)[::-1] if p.extra.get("edge") == edge]

    return Edge(kind, posts, {})


def _comments_of_post(world: World, post: Any, asked: Asked) -> Sequence[Any]:
    said = world.sayings_of_post(post.id)
    if asked.get("filter", "toplevel") == "toplevel":
        said = [each for each in said if each.parent_id is None]
    return _comments(said, asked)


def _comments_of_comment(world: World, comment: Any, asked: Asked) -> Sequence[Any]:
    return _comments(world.replies_to(comment.id), asked)


def _live_videos(world: World, page: Any, asked: Asked) -> Sequence[Post]:
    wanted = _given(asked, "broadcast_status")
    found = broadcasts.of_profile(world, page.id)[::-1]
    return [post for post in found if not wanted or broadcasts.status(post) in wanted]


def _live_media(world: World, user: Any, _asked: Asked) -> Sequence[Post]:
    return broadcasts.on_air(world, user.id)[::-1]


def _comments_of_live(world: World, post: Any, asked: Asked) -> Sequence[Saying]:
    said = _comments_of_post(world, post, asked)
    if asked.get("live_filter", "filter_low_quality") == "no_filter":
        return said
    return [each for each in said if not _is_low_quality(each)]


def _is_low_quality(said: Saying) -> bool:
    # How Facebook judges is not known; what is nothing but marks and pictures is a fair guess.
    return not any(letter.isalnum() for letter in said.text)


def _comments(said: list[Saying], asked: Asked) -> Sequence[Saying]:
    since = _since(asked.get("since"))
    kept = [each for each in said if since is None or each.created_at >= since]
    return kept if is_ascending(asked) else kept[::-1]


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    if text.isdecimal():
        return datetime.fromtimestamp(int(text), tz=UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise bad_parameter("Param since must be a valid date/time") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _conversations(world: World, page: Any, asked: Asked) -> Sequence[Any]:
    profile = page
    if asked.get("platform", "MESSENGER").upper() == "INSTAGRAM":
        profile = accounts.instagram_of(world, page.id)
    threads = world.threads_of(profile.id) if profile else []
    wanted = [t for t in threads if _is_with(t, asked.get("user_id"))]
    return [t for t in reversed(wanted) if world.shelf.of_thread.get(t.id)]


def _last_active(world: World, thread: Any) -> Key:
    return _in_order(world, world.shelf.of_thread[thread.id][-1])


def _is_with(thread: Thread, person_id: str | None) -> bool:
    return person_id is None or thread.person_id == person_id


def _messages(world: World, thread: Any, _asked: Asked) -> Sequence[Saying]:
    return world.sayings_of_thread(thread.id)[::-1]


def _comments_of_media(world: World, media: Any, _asked: Asked) -> Sequence[Saying]:
    return [e for e in reversed(world.sayings_of_post(media.id)) if e.parent_id is None]


def _replies(world: World, comment: Any, _asked: Asked) -> Sequence[Saying]:
    return world.replies_to(comment.id)[::-1]


def _accounts(world: World, _user: Any, _asked: Asked) -> Sequence[Profile]:
    return sorted(accounts.pages(world), key=lambda page: int(page.id), reverse=True)


def _by_id(_: World, page: Any) -> Key:
    return EPOCH, int(page.id)


EPOCH = datetime.fromtimestamp(0, tz=UTC)

COMMENT_CHOICES = {
    "filter": ("stream", "toplevel"),
    "order": ("chronological", "reverse_chronological"),
    "live_filter": ("filter_low_quality", "no_filter"),
}
COMMENT_PARAMETERS = ("filter", "live_filter", "order", "since")

BROADCAST_STATUSES = (
    "LIVE",
    "LIVE_STOPPED",
    "PROCESSING",
    "SCHEDULED_CANCELED",
    "SCHEDULED_EXPIRED",
    "SCHEDULED_LIVE",
    "SCHEDULED_UNPUBLISHED",
    "UNPUBLISHED",
    "VOD",
)

_posts = Edge(nodes.POST, _posts_of, {})

EDGES: dict[str, dict[str, Edge]] = {
    nodes.USER: {"accounts": Edge(nodes.PAGE, _accounts, {}, key=_by_id)},
    nodes.PAGE: {
        "feed": Edge(nodes.POST, _feed, {}),
        "visitor_posts": _standing_in(VISITORS),
        "tagged": _standing_in("tagged"),
        "ads_posts": _standing_in("ads_posts"),
        "posts": _posts,
        "published_posts": _posts,
        "live_videos": Edge(
            nodes.LIVE_VIDEO,
            _live_videos,
            {"broadcast_status": BROADCAST_STATUSES},
            ("broadcast_status",),
        ),
        "conversations": Edge(
            nodes.THREAD,
            _conversations,
            {"platform": ("INSTAGRAM", "MESSENGER")},
            ("platform", "user_id"),
            key=_last_active,
        ),
    },
    nodes.POST: {
        "comments": Edge(nodes.COMMENT, _comments_of_post, COMMENT_CHOICES, COMMENT_PARAMETERS)
    },
    nodes.COMMENT: {
        "comments": Edge(nodes.COMMENT, _comments_of_comment, COMMENT_CHOICES, COMMENT_PARAMETERS)
    },
    nodes.LIVE_VIDEO: {
        "comments": Edge(nodes.COMMENT, _comments_of_live, COMMENT_CHOICES, COMMENT_PARAMETERS)
    },
    nodes.THREAD: {"messages": Edge(nodes.MESSAGE, _messages, {})},
    nodes.IG_USER: {
        "media": Edge(nodes.IG_MEDIA, _posts_of, {}),
        "tags": _standing_in("tags", nodes.IG_MEDIA),
        "live_media": Edge(nodes.IG_MEDIA, _live_media, {}),
    },
    nodes.IG_MEDIA: {"comments": Edge(nodes.IG_COMMENT, _comments_of_media, {}, most=50)},
    nodes.IG_COMMENT: {"replies": Edge(nodes.IG_COMMENT, _replies, {}, most=50)},
}
